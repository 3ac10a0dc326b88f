/** A port of a USB hub of the host. */
export interface UsbPort {
  /** The hub as Linux names it: `1-1`, `2-1.4`, or a bus number for the root hub. */
  hub: string
  /** Counted from 1. */
  port: number
}

/** What the host can do with one USB port. */
export interface PortAbilities {
  /** Power can be taken away and given back: the phone stops charging, and is enumerated anew afterwards. */
  power: boolean
  /** The device can be made to vanish and come back, without a word about its charge. */
  reset: boolean
}

/** The USB ports of the host that phones hang on, as far as the host can switch them. Phones are named as they are registered. */
export interface PowerSwitch {
  /** Where a phone hangs; null when it is on no USB port, or nobody knows which. */
  portOf: (serial: string) => UsbPort | null
  /** What can be done there; both false where the host has neither a hub that can switch nor the right to reset. */
  abilitiesOf: (serial: string) => PortAbilities
  /** Gives or takes power. @throws Error when the host cannot, or it did not work; the signal's reason */
  setPower: (port: UsbPort, on: boolean, signal: AbortSignal) => Promise<void>
  /** Makes the phone's port enumerate it anew, by power where that can be switched. @returns false when this host cannot. @throws as setPower */
  resetPort: (serial: string, signal: AbortSignal) => Promise<boolean>
}
