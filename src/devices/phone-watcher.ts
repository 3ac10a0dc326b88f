import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { AdbClient } from './adb-client.ts'
import type { AdbDevice } from './adb-protocol.ts'
import { readPhoneInfo, type PhoneInfo } from './phone-info.ts'
import { isNetworkSerial, type Transports } from './transports.ts'

export interface PhoneWatcherDeps {
  /** Not routed: here connections are spoken of by adb's own names. */
  adb: AdbClient
  transports: Transports
  /** Addresses at which a registered phone was reached in an earlier life of the daemon. */
  addressesOf?: (serial: string) => readonly string[]
  clock: Clock
  log: Logger
  /** Packages that `readInfo` reports on; without it every app that did not come with the phone. */
  appPackages?: () => readonly string[]
}

/** A phone's connection changed. `state` is adb's word, `absent` when it is not listed. */
export interface PhoneChange {
  serial: string
  state: string
}

/** Knows at any moment which phones are connected, and reconnects network phones that should be. */
export interface PhoneWatcher {
  /** Starts following the adb server; the map is filled when it resolves. */
  start: (signal: AbortSignal) => Promise<void>
  /** Resolves when nothing of it runs. May come twice. */
  stop: () => Promise<void>
  /** The serials that are registered. Network addresses (`ip:port`) of theirs are reconnected whenever they are missing or offline. */
  watch: (serials: readonly string[]) => void
  /** adb's word for the best connection to a phone, `absent` without any; `clone` and `stranger`: see `Transports.stateOf`. */
  stateOf: (serial: string) => string
  /** The newest list of everything that adb has, registered or not. */
  listed: () => readonly AdbDevice[]
  /** Makes sure that a phone has been asked who it is, however it is connected; ends within seconds. Never rejects. */
  identify: (serial: string) => Promise<void>
  /** The connections that lead to a registered phone, best first. */
  waysTo: (serial: string) => readonly AdbDevice[]
  /** The registered serial of the phone behind a connection that adb lists; null when it is nobody's. */
  ownerOf: (device: AdbDevice) => string | null
  /** Asks adb for its list now, and tells the listeners what has changed. @throws AdbError, the signal's reason when it aborts */
  refresh: (signal: AbortSignal) => Promise<void>
  /** @throws AdbError */
  readInfo: (serial: string, signal: AbortSignal) => Promise<PhoneInfo>
  /** Calls back for every change of any phone, registered or not; returns how to stop that. */
  onChange: (listener: (change: PhoneChange) => void) => () => void
}

/** `ro.serialno` is hidden from adb's user on some builds. */
const SERIAL_COMMAND = 'getprop ro.serialno; getprop ro.boot.serialno'
/** A phone that does not tell in this time is believed to be who it was, until the health gate asks. */
const IDENTIFY_MS = 3000

const IDENTIFY_AGAIN_MS = 10_000

/** What is known of a phone's connections. */
interface Told {
  state: string
  /** The connections that work, best first. */
  ways: readonly string[]
  way: string | null
}
const ABSENT: Told = { state: 'absent', ways: [], way: null }

const RECONNECT_MS = { first: 500, longest: 15_000 }
/** The track stream alone does not do: adb 29 keeps silent about a network phone that goes offline until it forgets the phone a minute later. */
const POLL_MS = 1_000
/** A first list that does not come (no adb program, a hung server) does not hold up the start for longer than this. */
const FIRST_LIST_MS = 10_000

export function createPhoneWatcher(deps: PhoneWatcherDeps): PhoneWatcher {
  const { adb, transports, clock, log, appPackages } = deps
  const stopping = new AbortController()
  const listeners = new Set<(change: PhoneChange) => void>()
  const reconnecting = new Map<string, Promise<void>>()
  const identifying = new Map<string, Promise<void>>()
  /** When each connection was asked last who is at its end. */
  const askedMs = new Map<string, number>()
  /** adb's word for each connection. */
  let words = new Map<string, string>()
  /** What the listeners were told last, by the name of the phone. */
  let told = new Map<string, Told>()
  let watched = new Set<string>()
  /** Further addresses of each registered phone, beside the serial that it is registered with. */
  const addresses = new Map<string, Set<string>>()
  let following: Promise<void> | undefined
  let polling: Promise<void> | undefined

  function takeList(list: readonly AdbDevice[]): void {
    transports.take(list)
    words = new Map(list.map(({ serial, state }) => [serial, state]))
    for (const key of askedMs.keys()) if (!list.some((device) => keyOf(device) === key)) askedMs.delete(key)
    tellChanges()
    for (const device of list) if (isDueToAsk(device)) void identify(device)
    reconnectMissing()
  }

  /** Tells what has become of each phone since the last time, whatever way leads to it. */
  function tellChanges(): void {
    const before = told
    const list = transports.list()
    const names = new Set([...watched, ...list.map(({ serial }) => transports.nameOf(serial))])
    told = new Map([...names].map((name) => [name, lookAt(name)]))
    for (const name of new Set([...before.keys(), ...names])) {
      const [was, is] = [before.get(name) ?? ABSENT, told.get(name) ?? ABSENT]
      // The way that was in use is gone, another one or a new one of the same name stands: what ran over it is gone.
      const isLost = was.way !== null && !is.ways.includes(was.way)
      if (was.state === 'device' && is.state === 'device' && isLost) announce(name, 'absent')
      else if (was.state === is.state) continue
      announce(name, is.state)
    }
  }

  function lookAt(name: string): Told {
    const state = transports.stateOf(name)
    const ways = transports.waysTo(name).filter((way) => way.state === 'device')
    const keys = ways.map(keyOf)
    rememberAddresses(name, ways)
    return { state, ways: keys, way: keys[0] ?? null }
  }

  /** A phone that was once reached at an address is looked for there when it is missing. */
  function rememberAddresses(name: string, ways: readonly AdbDevice[]): void {
    if (!watched.has(name)) return
    const known = addresses.get(name) ?? new Set<string>()
    for (const { serial } of ways) if (serial !== name && isNetworkSerial(serial)) known.add(serial)
    addresses.set(name, known)
  }

  /** An address that another phone has now is not looked for any more on behalf of the one that had it. */
  function forgetAddress(address: string): void {
    const owner = transports.nameOf(address)
    for (const [name, known] of addresses) if (name !== owner) known.delete(address)
  }

  function announce(serial: string, state: string): void {
    log.info({ serial, state, by: transports.transportOf(serial) }, 'phone connection changed')
    for (const listener of listeners) listener({ serial, state })
  }

  function isDueToAsk(device: AdbDevice): boolean {
    const lastMs = askedMs.get(keyOf(device))
    return lastMs === undefined || clock.monotonicMs() - lastMs >= IDENTIFY_AGAIN_MS
  }

  /** Asks the phone at the end of a network connection who it is, once a connection. Never rejects. */
  function identify(device: AdbDevice): Promise<void> {
    if (device.state !== 'device' || transports.hardwareBehind(device) !== undefined) return Promise.resolve()
    const key = keyOf(device)
    askedMs.set(key, clock.monotonicMs())
    const asked = identifying.get(key) ?? ask(device).finally(() => identifying.delete(key))
    identifying.set(key, asked)
    return asked
  }

  async function ask(device: AdbDevice): Promise<void> {
    try {
      const { stdout } = await adb.shell(device.serial, SERIAL_COMMAND, stopping.signal, IDENTIFY_MS)
      const hardware = stdout.split('\n').find((line) => line.trim() !== '')
      transports.identify(device, hardware?.trim() ?? null)
      forgetAddress(device.serial)
      log.debug({ transport: device.serial, hardware_serial: hardware?.trim() }, 'phone told who it is')
    } catch (error) {
      if (stopping.signal.aborted) return
      transports.leaveUnidentified(device)
      log.debug({ transport: device.serial, err: error }, 'phone did not tell who it is')
    }
    tellChanges()
  }

  const isAway = (address: string) => ['absent', 'offline'].includes(words.get(address) ?? 'absent')

  /** Every address at which a registered phone may be. */
  function wanted(): Set<string> {
    const others = [...watched].flatMap((serial) => [...(addresses.get(serial) ?? [])])
    return new Set([...watched, ...others].filter(isNetworkSerial))
  }

  function isMissing(address: string): boolean {
    return isAway(address) && wanted().has(address) && !stopping.signal.aborted
  }

  function reconnectMissing(): void {
    // Before the first list nothing is known to be missing.
    if (following === undefined) return
    for (const address of wanted()) {
      if (!isAway(address) || reconnecting.has(address)) continue
      const done = reconnect(address).finally(() => reconnecting.delete(address))
      reconnecting.set(address, done)
    }
  }

  /** Never throws: what goes wrong is tried again until the phone is back, no longer watched, or the watcher stops. */
  async function reconnect(serial: string): Promise<void> {
    let backOffMs = RECONNECT_MS.first
    while (isMissing(serial)) {
      try {
        const state = await adb.connect(serial, stopping.signal)
        log.debug({ serial, state }, 'phone connect tried')
      } catch (error) {
        if (!stopping.signal.aborted) log.debug({ serial, err: error }, 'phone connect failed')
      }
      // The list that shows it online comes a moment later; by the next turn it is known.
      await clock.sleep(backOffMs, stopping.signal).catch(() => undefined) // aborted: isMissing is false then
      backOffMs = Math.min(backOffMs * 2, RECONNECT_MS.longest)
    }
  }

  async function poll(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await clock.sleep(POLL_MS, stopping.signal)
        takeList(await adb.devices(stopping.signal))
      } catch (error) {
        // Stopping, or no answer: then the track stream has told the same and is being set up again.
        if (!stopping.signal.aborted) log.debug({ err: error }, 'phone list not read')
      }
    }
  }

  async function start(signal: AbortSignal): Promise<void> {
    if (following !== undefined || stopping.signal.aborted) return
    signal.throwIfAborted()
    await new Promise<void>((resolve) => {
      const giveUp = clock.after(FIRST_LIST_MS, resolve)
      following = adb.trackDevices((list) => {
        takeList(list)
        giveUp()
        resolve()
      }, stopping.signal)
    })
    polling = poll()
  }

  async function stop(): Promise<void> {
    stopping.abort(new Error('the phone watcher stops'))
    await Promise.all([following, polling, ...reconnecting.values(), ...identifying.values()])
  }

  return {
    start,
    stop,
    stateOf: (serial) => transports.stateOf(serial),
    async identify(serial) {
      await Promise.all(transports.waysTo(serial).map(identify))
    },
    listed: transports.list,
    waysTo: (serial) => transports.waysTo(serial),
    ownerOf({ serial }) {
      const name = transports.nameOf(serial)
      return watched.has(name) ? name : null
    },
    refresh: async (signal) => takeList(await adb.devices(signal)),
    watch(serials) {
      watched = new Set(serials)
      transports.register(serials)
      for (const known of addresses.keys()) if (!watched.has(known)) addresses.delete(known)
      for (const serial of serials) {
        if (!addresses.has(serial)) addresses.set(serial, new Set(deps.addressesOf?.(serial) ?? []))
      }
      reconnectMissing()
    },
    readInfo: (serial, signal) => readPhoneInfo(adb, transports.transportOf(serial), appPackages?.(), signal),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function keyOf({ serial, transport_id }: AdbDevice): string {
  return `${serial} ${transport_id ?? ''}`
}
