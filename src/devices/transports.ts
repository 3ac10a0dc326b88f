import type { AdbDevice } from './adb-protocol.ts'

/** What is known of a registered phone from earlier contacts. */
export interface KnownPhone {
  /** `ro.serialno`; null before the first contact. */
  hardware: string | null
  /** `ip:port` at which it was once reached, beside the one that it is registered with. */
  addresses: readonly string[]
}

/**
 * adb's words, and two of ours: `clone`, two phones have its hardware serial (or one is registered twice); `stranger`, its address is
 * answered by a phone with another hardware serial.
 */
export type TransportState = string

/**
 * Which of adb's connections lead to which registered phone. A phone is its hardware serial: on USB adb names it so, over the network it has
 * to be asked. A registered serial, of either form, stays the phone's name everywhere; where a command goes is decided here.
 */
export interface Transports {
  /** Serials of the registered phones. */
  register: (serials: readonly string[]) => void
  registered: () => readonly string[]
  /** The newest list. */
  take: (list: readonly AdbDevice[]) => void
  list: () => readonly AdbDevice[]
  /** The connections that lead to a registered phone, best first: those that work, USB before network. */
  waysTo: (serial: string, list?: readonly AdbDevice[]) => AdbDevice[]
  stateOf: (serial: string, list?: readonly AdbDevice[]) => TransportState
  /** adb's name for the best connection to a phone; the serial as it is when there is none. */
  transportOf: (serial: string) => string
  /** The registered phone at the end of a connection, by its registered serial; the connection's own serial when there is none. */
  nameOf: (transport: string) => string
  /** The hardware serial at the end of a connection; undefined when it was not asked for yet, null when it does not tell. */
  hardwareBehind: (device: AdbDevice) => string | null | undefined
  /** What a connection's phone has told. */
  identify: (device: AdbDevice, hardware: string | null) => void
  /** It was asked and gave no answer; it is believed until it does. */
  leaveUnidentified: (device: AdbDevice) => void
}

/** `10.0.0.7:5555`, `phone-7.lan:5555`, `[fe80::1]:5555`; not `emulator-5554` and not the mDNS names that adb connects by itself. */
export function isNetworkSerial(serial: string): boolean {
  return /^(\[[0-9a-f:.%\w]+\]|[\w.-]+):\d{1,5}$/i.test(serial)
}

/** Whether the name says nothing of the hardware: an address, or what adb has found by mDNS. */
export function isRemote(serial: string): boolean {
  return isNetworkSerial(serial) || /\._adb(?:-tls-connect)?\._tcp\.?$/.test(serial)
}

export function createTransports(knownOf: (serial: string) => KnownPhone): Transports {
  let current: readonly AdbDevice[] = []
  /** Each registered phone with its hardware serial as it was known before this life of the daemon, or has been learned in it. */
  let phones = new Map<string, string | null>()
  /** What connections have told; a new connection may lead to another phone. */
  const told = new Map<string, string | null>()
  const silent = new Set<string>()
  let index = indexOf(current)
  let phonesByHardware = new Map<string, string[]>()

  const keyOf = ({ serial, transport_id }: AdbDevice) => `${transport_id ?? ''} ${serial}`

  function hardwareBehind(device: AdbDevice): string | null | undefined {
    return isRemote(device.serial) ? told.get(keyOf(device)) : device.serial
  }

  function indexOf(list: readonly AdbDevice[]): Index {
    return {
      bySerial: groupBy(list, ({ serial }) => serial),
      byHardware: groupBy(list, (device) => hardwareBehind(device) ?? ''),
    }
  }

  /** To be called after everything that changes what leads where. */
  function settle(): void {
    index = indexOf(current)
    for (const [serial, hardware] of phones) {
      const [own] = index.bySerial.get(serial) ?? []
      if (hardware === null && own) phones.set(serial, hardwareBehind(own) ?? null)
    }
    phonesByHardware = groupBy(phones.keys(), (serial) => phones.get(serial) ?? '')
    phonesByHardware.delete('')
  }

  const hardwareOf = (serial: string) => phones.get(serial) ?? null

  function waysIn({ bySerial, byHardware }: Index, serial: string): AdbDevice[] {
    if (!phones.has(serial)) return [...(bySerial.get(serial) ?? [])]
    const hardware = hardwareOf(serial)
    const own = (bySerial.get(serial) ?? []).filter((device) => (hardwareBehind(device) ?? null) === null)
    const others = hardware === null ? [] : (byHardware.get(hardware) ?? [])
    return [...own, ...others].toSorted((a, b) => rank(a) - rank(b))
  }

  function isClone(list: Index, serial: string): boolean {
    const hardware = hardwareOf(serial)
    if (hardware === null) return false
    const twins = list.bySerial.get(hardware) ?? []
    return twins.length > 1 || (phonesByHardware.get(hardware)?.length ?? 0) > 1
  }

  function stateIn(list: Index, serial: string): TransportState {
    const [best] = waysIn(list, serial)
    if (best === undefined) return list.bySerial.has(serial) ? 'stranger' : 'absent'
    if (best.state !== 'device') return best.state
    if (isClone(list, serial)) return 'clone'
    const isAsked = hardwareBehind(best) !== undefined || silent.has(keyOf(best))
    // It was somebody before: who answers at the address now is known in a moment.
    return !isAsked && hardwareOf(serial) !== null ? 'connecting' : 'device'
  }

  const indexed = (list: readonly AdbDevice[] | undefined) => (list === undefined ? index : indexOf(list))

  return {
    register(serials) {
      const before = phones
      phones = new Map(
        serials.map((serial) => {
          const learned = before.get(serial) ?? null
          return [serial, isRemote(serial) ? (learned ?? knownOf(serial).hardware) : serial]
        }),
      )
      settle()
    },
    registered: () => [...phones.keys()],
    take(list) {
      current = list
      const keys = new Set(list.map(keyOf))
      for (const key of told.keys()) if (!keys.has(key)) told.delete(key)
      for (const key of silent) if (!keys.has(key)) silent.delete(key)
      settle()
    },
    list: () => current,
    waysTo: (serial, list) => waysIn(indexed(list), serial),
    stateOf: (serial, list) => stateIn(indexed(list), serial),
    transportOf: (serial) => waysIn(index, serial)[0]?.serial ?? serial,
    nameOf(transport) {
      if (phones.has(transport)) return transport
      const [device] = index.bySerial.get(transport) ?? []
      const hardware = device && hardwareBehind(device)
      return phonesByHardware.get(hardware ?? '')?.[0] ?? transport
    },
    hardwareBehind,
    identify(device, hardware) {
      told.set(keyOf(device), hardware)
      silent.delete(keyOf(device))
      settle()
    },
    leaveUnidentified: (device) => void silent.add(keyOf(device)),
  }
}

/** A list of connections, by adb's name and by the phone at their end. */
interface Index {
  bySerial: ReadonlyMap<string, readonly AdbDevice[]>
  byHardware: ReadonlyMap<string, readonly AdbDevice[]>
}

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

/** Lower is better. */
function rank({ serial, state }: AdbDevice): number {
  return (state === 'device' ? 0 : 2) + (isRemote(serial) ? 1 : 0)
}
