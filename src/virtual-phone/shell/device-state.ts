/** Values that were given by hand; the others are the sensors'. */
export interface BatteryOverride {
  level?: number
  temperatureTenths?: number
  /** BatteryManager's number. */
  status?: number
  powered?: boolean
}

/** What Android's services remember and no other part of the phone needs. A restart of the phone forgets it. */
export interface DeviceState {
  /** Monotonic milliseconds; `uptime` counts from here. */
  bootedAtMs: number
  /** What `dumpsys battery set …` has put in the place of the sensors' word; null when it is not in force. */
  batteryOverride: BatteryOverride | null
  /** Packages that `dumpsys deviceidle whitelist +…` has exempted from Doze. */
  readonly dozeExempt: Set<string>
  /** Runtime permissions by package, beyond those that the system grants at install time. */
  readonly granted: Map<string, Set<string>>
  /** Ends the connections and starts the phone anew. */
  readonly reboot: () => void
}

export function createDeviceState(bootedAtMs: number, reboot: () => void): DeviceState {
  return { bootedAtMs, batteryOverride: null, dozeExempt: new Set(), granted: new Map(), reboot }
}
