import { darkenScreen, parseSetup, readSetup, restoreSetup, wakeScreen } from '../../devices/phone-setup.ts'
import type { AdbClient } from '../../devices/adb-client.ts'
import { startDeadline, type Cancel, type Clock } from '../../domain/clock.ts'
import type { PhoneSetupRow } from '../../store/phone-setups.ts'
import type { Store } from '../../store/store.ts'

/** What preparing a phone or tidying it up may take: three or four commands of a slow phone. */
const TOUCH_MS = 10_000
/** How often it is seen to phones that an earlier life or a phone that was away has left as a run made them. */
const LEFT_EVERY_MS = 15_000

export interface SetupsDeps {
  store: Pick<Store, 'read' | 'write'>
  adb: Pick<AdbClient, 'shell'>
  serialOf: (phoneId: string) => string | undefined
  isConnected: (serial: string) => boolean
  /** Somebody works on the phone: a run, a person, a maintenance. */
  isHeld: (phoneId: string) => boolean
  /** How long after the last run the screen goes off; null leaves screens as they are. */
  screenOffMs: number | null
  clock: Clock
  log: {
    info: (facts: object, message: string) => void
    warn: (facts: object, message: string) => void
    debug: (facts: object, message: string) => void
  }
}

/** A phone is after a run as it was before it, also when the daemon died in between, and its screen is on only while it works. */
export interface Setups {
  start: () => void
  stop: () => Promise<void>
  /** Remembers how the phone is set up, runs, and puts back what differs then. */
  around: <R extends { item: { phone_id: string }; signal: AbortSignal }, T>(
    execute: (run: R) => Promise<T>,
  ) => (run: R) => Promise<T>
}

export function createSetups(deps: SetupsDeps): Setups {
  const { store, adb, serialOf, isConnected, isHeld, screenOffMs, clock, log } = deps
  const stopping = new AbortController()
  /** What is being done on a phone; a run begins only when that is over. None of them rejects. */
  const touching = new Map<string, Promise<void>>()
  const darkening = new Map<string, Cancel>()
  const working = new Set<string>()
  let turning: Promise<void> = Promise.resolve()

  /** Does something on a phone within its time. Never rejects: what did not work is told, and tried again by `putBackLeft`. */
  async function touch(
    phoneId: string,
    what: (signal: AbortSignal) => Promise<void>,
    outer = stopping.signal,
  ): Promise<void> {
    const late = () => new Error(`phone ${phoneId} did not answer in time`)
    const deadline = startDeadline(clock, TOUCH_MS, outer, late)
    try {
      await what(deadline.signal)
    } catch (error) {
      log.debug({ phone_id: phoneId, err: error }, 'phone could not be prepared or tidied up')
    } finally {
      deadline.end()
    }
  }

  /** A phone that does not answer now fails its run by itself, with what is wrong. */
  async function prepare(phoneId: string, serial: string, outer: AbortSignal): Promise<void> {
    const ready = async (signal: AbortSignal): Promise<void> => {
      const setup = await readSetup(adb, serial, signal)
      if (setup !== null) {
        const row = { phone_id: phoneId, serial, setup: JSON.stringify(setup), at: clock.now().toISOString() }
        await store.write('remember_setup', ({ phoneSetups }) => phoneSetups.remember(row))
      }
      await wakeScreen(adb, serial, signal)
    }
    await touch(phoneId, ready, outer)
  }

  async function putBack(row: PhoneSetupRow): Promise<void> {
    await touch(row.phone_id, async (signal) => {
      const wanted = parseSetup(row.setup)
      const done = wanted === null ? NOTHING : await restoreSetup(adb, row.serial, wanted, signal)
      if (done === null) return
      const { phone_id } = row
      if (done.changed.length > 0)
        log.info({ phone_id, settings: done.changed }, 'phone set up as before its run')
      // It would be refused again: some vendors let adb change less than others.
      if (done.refused.length > 0)
        log.warn({ phone_id, settings: done.refused }, 'phone keeps what a run has set')
      await store.write('setup_restored', ({ phoneSetups }) => phoneSetups.forget(row))
    })
  }

  /** Those that nothing works on and that are connected. */
  async function putBackLeft(): Promise<void> {
    for (const row of store.read.phoneSetups.all()) {
      const { phone_id, serial } = row
      if (stopping.signal.aborted) return
      if (serialOf(phone_id) !== serial || !isConnected(serial)) continue
      if (working.has(phone_id) || isHeld(phone_id)) continue
      await alone(phone_id, () => putBack(row))
    }
  }

  /** After what is being done on the phone already. `work` does not reject. */
  async function alone(phoneId: string, work: () => Promise<void>): Promise<void> {
    const before = touching.get(phoneId)
    const touched = before === undefined ? work() : before.then(work)
    touching.set(phoneId, touched)
    await touched
    if (touching.get(phoneId) === touched) touching.delete(phoneId)
  }

  function darkenLater(phoneId: string, serial: string): void {
    if (screenOffMs === null || stopping.signal.aborted) return
    darkening.get(phoneId)?.()
    const cancel = clock.after(screenOffMs, () => {
      darkening.delete(phoneId)
      // A person who holds it looks at its screen.
      if (working.has(phoneId) || isHeld(phoneId) || serialOf(phoneId) !== serial) return
      void alone(phoneId, async () => {
        await touch(phoneId, (signal) => darkenScreen(adb, serial, signal))
      }) // never rejects
    })
    darkening.set(phoneId, cancel)
  }

  async function turn(): Promise<void> {
    while (!stopping.signal.aborted) {
      await putBackLeft()
      await clock.sleep(LEFT_EVERY_MS, stopping.signal).catch(() => undefined) // aborted: the loop's condition ends it
    }
  }

  return {
    start: () => void (turning = turn()),
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      for (const cancel of darkening.values()) cancel()
      await turning
      await Promise.all(touching.values())
    },
    around: (execute) => async (run) => {
      const { phone_id } = run.item
      const serial = serialOf(phone_id)
      if (serial === undefined) return await execute(run)
      working.add(phone_id)
      darkening.get(phone_id)?.()
      try {
        await touching.get(phone_id)
        await prepare(phone_id, serial, run.signal)
        const result = await execute(run)
        const row = store.read.phoneSetups.ofPhone(phone_id)
        // What ends in another way is over at once, and seen to a moment later: somebody waits for its end, or the phone does not answer.
        if (row && row.serial === serial && !run.signal.aborted) await putBack(row)
        return result
      } finally {
        working.delete(phone_id)
        darkenLater(phone_id, serial)
      }
    },
  }
}

const NOTHING = { changed: [], refused: [] }
