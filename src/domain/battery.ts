/** As Android's BatteryManager names its numbers. */
export type BatteryStatus = 'unknown' | 'charging' | 'discharging' | 'not_charging' | 'full'
export type BatteryHealth = 'unknown' | 'good' | 'overheat' | 'dead' | 'over_voltage' | 'failure' | 'cold'

/** What a phone tells of its battery and its room; null is what it does not tell, or tells in a way that makes no sense. */
export interface BatteryReading {
  /** Percent of what the battery holds now. */
  level: number | null
  temperature_c: number | null
  status: BatteryStatus
  health: BatteryHealth
  /** A charger or a host gives power. */
  powered: boolean | null
  voltage_mv: number | null
  /** What is in it, in microampere-hours. */
  charge_uah: number | null
  /** What it held when it was new; most phones do not tell adb's user. */
  design_uah: number | null
  cycles: number | null
  /** Of /data, MiB. */
  free_mb: number | null
}
