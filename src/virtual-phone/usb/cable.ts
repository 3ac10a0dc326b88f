import type { Adbd } from '../adb/adbd.ts'
import type { Phone } from '../android/phone.ts'

/** What a host can see of a phone on a cable that is not well. `zombie`: listed as `device`, and every service hangs. */
export const CABLE_TROUBLES = [
  'zombie',
  'offline',
  'unauthorized',
  'authorizing',
  'connecting',
  'no permissions',
  'recovery',
] as const
export type CableTrouble = (typeof CABLE_TROUBLES)[number]

/** What ends a trouble, apart from the fault `clear`. Each also ends by what is further down the list. */
export const CURES = ['reconnect', 'power_cycle', 'replug'] as const
export type Cure = (typeof CURES)[number]

/** A phone's USB socket and the cable in it. */
export interface Cable {
  readonly adb: Adbd
  /** `R5CT60ABCDE`: what the phone calls itself, on USB and everywhere. */
  serial: () => string
  setSerial: (serial: string) => void
  /** `1-1.2`: the port of the host that the cable is in; null when it is in none. */
  location: () => string | null
  /** Whether there is a host with USB ports at all. */
  hasHost: () => boolean
  /** Puts the cable into a port, the last one when none is named; a cable that never was in one stays out. */
  plug: (location?: string) => void
  unplug: () => void
  trouble: () => CableTrouble | null
  setTrouble: (trouble: CableTrouble, cure: Cure) => void
  clearTrouble: () => void
  /** Ends the trouble if this cures it. @returns whether there was one that it cures */
  cure: (cure: Cure) => boolean
  /** Calls back after every change. */
  onChange: (listener: () => void) => void
}

export function createCable(phone: Pick<Phone, 'properties'>, adb: Adbd): Cable {
  const listeners = new Set<() => void>()
  let location: string | null = null
  let last: string | null = null
  let trouble: { kind: CableTrouble; cure: Cure } | null = null

  const changed = () => listeners.forEach((listener) => listener())
  adb.onPlugged(changed)

  function cure(by: Cure): boolean {
    if (trouble === null || CURES.indexOf(by) < CURES.indexOf(trouble.cure)) return false
    trouble = null
    changed()
    return true
  }

  return {
    adb,
    serial: () => phone.properties.get('ro.serialno') ?? '',
    setSerial(serial) {
      phone.properties.set('ro.serialno', serial)
      phone.properties.set('ro.boot.serialno', serial)
      changed()
    },
    location: () => location,
    hasHost: () => last !== null,
    plug(wanted) {
      location = wanted ?? location ?? last
      last = location
      changed()
    },
    unplug() {
      location = null
      cure('replug')
      changed()
    },
    trouble: () => trouble?.kind ?? null,
    setTrouble(kind, by) {
      trouble = { kind, cure: by }
      changed()
    },
    clearTrouble() {
      trouble = null
      changed()
    },
    cure,
    onChange: (listener) => void listeners.add(listener),
  }
}
