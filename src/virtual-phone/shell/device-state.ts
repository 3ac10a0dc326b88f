/** What Android's services remember and no other part of the phone needs. A restart of the phone forgets it. */
export interface DeviceState {
  /** Monotonic milliseconds; `uptime` counts from here. */
  bootedAtMs: number
  /** `dumpsys battery set …` is in force. */
  batteryUpdatesStopped: boolean
  /** Packages that `dumpsys deviceidle whitelist +…` has exempted from Doze. */
  readonly dozeExempt: Set<string>
  /** Runtime permissions by package, beyond those that the system grants at install time. */
  readonly granted: Map<string, Set<string>>
  /** Ends the connections and starts the phone anew. */
  readonly reboot: () => void
}

export function createDeviceState(bootedAtMs: number, reboot: () => void): DeviceState {
  return { bootedAtMs, batteryUpdatesStopped: false, dozeExempt: new Set(), granted: new Map(), reboot }
}
