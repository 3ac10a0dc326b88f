import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { AdbClient } from './adb-client.ts'
import type { AdbDevice } from './adb-protocol.ts'
import { readPhoneInfo, type PhoneInfo } from './phone-info.ts'

export interface PhoneWatcherDeps {
  adb: AdbClient
  clock: Clock
  log: Logger
  /** Packages that `readInfo` reports on; without it every app that did not come with the phone. */
  appPackages?: readonly string[]
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
  /** The serials that are registered: those of network phones (`ip:port`) are reconnected whenever they are missing or offline. */
  watch: (serials: readonly string[]) => void
  stateOf: (serial: string) => string
  /** The newest list of everything that adb has, registered or not. */
  listed: () => readonly AdbDevice[]
  /** Asks adb for its list now, and tells the listeners what has changed. @throws AdbError, the signal's reason when it aborts */
  refresh: (signal: AbortSignal) => Promise<void>
  /** @throws AdbError */
  readInfo: (serial: string, signal: AbortSignal) => Promise<PhoneInfo>
  /** Calls back for every change of any phone, registered or not; returns how to stop that. */
  onChange: (listener: (change: PhoneChange) => void) => () => void
}

const RECONNECT_MS = { first: 500, longest: 15_000 }
/** The track stream alone does not do: adb 29 keeps silent about a network phone that goes offline until it forgets the phone a minute later. */
const POLL_MS = 1_000
/** A first list that does not come (no adb program, a hung server) does not hold up the start for longer than this. */
const FIRST_LIST_MS = 10_000

/** `10.0.0.7:5555`, `phone-7.lan:5555`, `[fe80::1]:5555`; not `emulator-5554` and not the mDNS names that adb connects by itself. */
export function isNetworkSerial(serial: string): boolean {
  return /^(\[[0-9a-f:.%\w]+\]|[\w.-]+):\d{1,5}$/i.test(serial)
}

export function createPhoneWatcher({ adb, clock, log, appPackages }: PhoneWatcherDeps): PhoneWatcher {
  const stopping = new AbortController()
  const listeners = new Set<(change: PhoneChange) => void>()
  const reconnecting = new Map<string, Promise<void>>()
  let phones = new Map<string, AdbDevice>()
  let watched = new Set<string>()
  let following: Promise<void> | undefined
  let polling: Promise<void> | undefined

  const stateOf = (serial: string) => phones.get(serial)?.state ?? 'absent'

  function takeList(list: readonly AdbDevice[]): void {
    const before = phones
    phones = new Map(list.map((device) => [device.serial, device]))
    for (const serial of new Set([...before.keys(), ...phones.keys()])) {
      const [was, is] = [before.get(serial), phones.get(serial)]
      // Another transport id: the phone was away between two lists, so what ran on it is gone.
      if (was?.state === is?.state && was?.transport_id === is?.transport_id) continue
      if (was?.state === 'device' && is?.state === 'device') announce(serial, 'absent')
      announce(serial, stateOf(serial))
    }
    reconnectMissing()
  }

  function announce(serial: string, state: string): void {
    log.info({ serial, state }, 'phone connection changed')
    for (const listener of listeners) listener({ serial, state })
  }

  function isMissing(serial: string): boolean {
    return watched.has(serial) && ['absent', 'offline'].includes(stateOf(serial)) && !stopping.signal.aborted
  }

  function reconnectMissing(): void {
    // Before the first list nothing is known to be missing.
    if (following === undefined) return
    for (const serial of watched) {
      if (!isNetworkSerial(serial) || !isMissing(serial) || reconnecting.has(serial)) continue
      const done = reconnect(serial).finally(() => reconnecting.delete(serial))
      reconnecting.set(serial, done)
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
    await Promise.all([following, polling, ...reconnecting.values()])
  }

  return {
    start,
    stop,
    stateOf,
    listed: () => [...phones.values()],
    refresh: async (signal) => takeList(await adb.devices(signal)),
    watch(serials) {
      watched = new Set(serials)
      reconnectMissing()
    },
    readInfo: (serial, signal) => readPhoneInfo(adb, serial, appPackages, signal),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
