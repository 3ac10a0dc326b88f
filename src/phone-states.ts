import type { Logger } from 'pino'
import type { Devices } from './devices/devices.ts'
import type { PhoneInfo } from './devices/phone-info.ts'
import { isNetworkSerial } from './devices/phone-watcher.ts'
import type { Clock } from './domain/clock.ts'
import { startDeadline } from './domain/clock.ts'
import type { PhoneStanding } from './domain/phone-state.ts'
import type { Processes } from './processes/processes.ts'
import type { PhoneRow } from './store/phones.ts'
import type { Store } from './store/store.ts'

/** Reading model and apps of a phone takes a second or two; after this it is told without them. */
const INFO_MS = 20_000

/** What adb is given to connect to a network phone that has just been registered; a second is usual, a loaded host needs more. */
const CONNECT_MS = 5000

/** adb gives its list in milliseconds; without it what was known a second ago has to do. */
const SETTLE_MS = 3000

export interface PhoneStatesDeps {
  store: Store
  processes: Pick<Processes, 'recordPhoneState'>
  watcher: Devices['watcher']
  clock: Clock
  log: Logger
  /** Called when a phone may have become able to run. */
  onReady: () => void
}

/** Keeps the registry's picture of the phones true to what adb shows, and tells the scheduler which phones can run. */
export function createPhoneStates({ store, processes, watcher, clock, log, onReady }: PhoneStatesDeps) {
  const stopping = new AbortController()
  /** One recording at a time per serial, the newest last. */
  const recordings = new Map<string, Promise<void>>()
  /** Network phones that adb has been asked for and that were never seen; true as long as they may still be on their way. */
  const connecting = new Map<string, boolean>()
  let stopListening: () => void = () => undefined

  function noticed(serial: string): void {
    const recorded = (recordings.get(serial) ?? Promise.resolve()).then(() => record(serial))
    recordings.set(serial, recorded)
  }

  /** Never rejects: what cannot be recorded now is recorded at the next change. */
  async function record(serial: string): Promise<void> {
    const phone = store.read.phones.findBySerial(serial)
    if (!phone || stopping.signal.aborted) return
    const state = watcher.stateOf(serial)
    const info = state === 'device' ? await readInfo(serial) : null
    // Meanwhile it may have been given another serial, which is another device.
    if (store.read.phones.findBySerial(serial)?.phone_id !== phone.phone_id) return
    try {
      await processes.recordPhoneState(phone.phone_id, {
        ...shown(serial, state),
        ...(info && { model: info.model, android_version: info.android_version, apps: info.apps }),
      })
    } catch (error) {
      log.warn({ phone_id: phone.phone_id, err: error }, 'phone state not recorded')
    }
    if (state === 'device') onReady()
  }

  async function readInfo(serial: string): Promise<PhoneInfo | null> {
    const deadline = startDeadline(
      clock,
      INFO_MS,
      stopping.signal,
      () => new Error(`${serial} did not tell its model in time`),
    )
    try {
      return await watcher.readInfo(serial, deadline.signal)
    } catch (error) {
      log.info({ serial, err: error }, 'phone did not tell about itself')
      return null
    } finally {
      deadline.end()
    }
  }

  /**
   * To be called when phones were registered, changed or removed.
   * @param phoneId the only one; each look reads from the phone itself, and a thousand are registered one after the other
   */
  function refresh(phoneId?: string): void {
    const phones = store.read.phones.all()
    watcher.watch(phones.map(({ serial }) => serial))
    const changed = phoneId === undefined ? phones : phones.filter((phone) => phone.phone_id === phoneId)
    for (const { serial, model } of changed) {
      noticed(serial)
      if (model === null && isNetworkSerial(serial)) awaitFirst(serial)
    }
  }

  /** A run that came before the first connection would fail for nothing. */
  function awaitFirst(serial: string): void {
    if (connecting.has(serial)) return
    connecting.set(serial, true)
    clock.after(CONNECT_MS, () => {
      connecting.set(serial, false)
      if (!stopping.signal.aborted) onReady()
    })
  }

  /** Why a phone that was seen before is not connected, null when it is. One that was never seen is not missed. */
  function awayReason({ phone_id, serial, model }: PhoneRow): string | null {
    const state = watcher.stateOf(serial)
    if (state === 'device' || model === null) return null
    const { state: word, reason } = shown(serial, state)
    return `phone ${phone_id} is ${word}: ${reason}`
  }

  return {
    start(): void {
      stopListening = watcher.onChange(({ serial }) => noticed(serial))
      refresh()
    },
    refresh,
    /**
     * Why a phone cannot take work now, null when it can. A phone that was never seen, and has had time to be connected, is let through: its
     * run then fails with what is wrong (`device`), instead of waiting for ever for a serial that may be a typing error.
     */
    canRun(phoneId: string): string | null {
      const phone = store.read.phones.find(phoneId)
      if (!phone) return null
      if (phone.paused === 1) return `phone ${phoneId} is paused`
      const isFirst = phone.model === null && connecting.get(phone.serial) === true
      if (isFirst && watcher.stateOf(phone.serial) !== 'device') return `phone ${phoneId} is being connected`
      return awayReason(phone)
    },
    /** Looks anew whether a phone is connected. @returns why it is not, null when it is or was never seen. Never throws. */
    async settle(phoneId: string, signal: AbortSignal): Promise<string | null> {
      const deadline = startDeadline(clock, SETTLE_MS, signal, () => new Error('adb gave no list in time'))
      try {
        await watcher.refresh(deadline.signal)
      } catch (error) {
        log.debug({ phone_id: phoneId, err: error }, 'phone list not read')
      } finally {
        deadline.end()
      }
      const phone = store.read.phones.find(phoneId)
      return phone ? awayReason(phone) : null
    },
    async stop(): Promise<void> {
      stopListening()
      watcher.watch([]) // else what is disconnected from here on would be connected again
      stopping.abort(new Error('the daemon is stopping'))
      await Promise.all(recordings.values())
    },
  }
}

/** adb's word as the registry shows it. */
function shown(serial: string, state: string): PhoneStanding {
  if (state === 'device') return { state: 'ready', reason: null, next: null }
  if (state === 'unauthorized') {
    const reason = 'USB debugging is not allowed on its screen yet'
    return { state, reason, next: 'a person taps "Allow" on the phone' }
  }
  const reason = state === 'absent' ? `adb does not list ${serial}` : `adb lists ${serial} as ${state}`
  return { state: 'offline', reason, next: 'work goes on when it is connected again' }
}
