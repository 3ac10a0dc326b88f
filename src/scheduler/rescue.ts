import { startDeadline } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { Tables } from '../store/store.ts'
import { endsWithin } from '../domain/ends-within.ts'
import type { Outcome } from './item-moves.ts'
import { clearStrays, sessionsOf, takeStock, type LeftOnPhone } from './left-behind.ts'
import { persist } from '../store/persist.ts'
import { factsOf, recordEnd, type RecordEndDeps } from './record-end.ts'

/** What a dead boot left on a phone. */
export interface Orphan {
  phone_id: string
  /** Null when the phone is no longer registered. */
  serial: string | null
  /** Whose app was driven; null when that is not known. */
  account_id: string | null
  /** Null when the boot died before it could store the session that it may have opened. */
  session_id: string | null
  /** Address of the Appium server that held the session. */
  container: string | null
}

/** Ends what a dead boot may still be doing on a phone; resolves when the phone is proven free, throws when it cannot be asked. */
export type CloseOrphan = (orphan: Orphan, signal: AbortSignal) => Promise<void>

export interface RescueDeps extends RecordEndDeps {
  bootId: string
  closeOrphan: CloseOrphan
  /** How long one try of closing a session may take. */
  closeOrphanMs: number
  /** Why a phone cannot take work now, null when it can. */
  canRun: (phoneId: string) => string | null
  /** Called for each phone that is free again. */
  onFreed: () => void
}

/** Why a phone is not free of its dead boot yet. */
export interface RescueState {
  /** ISO-8601 UTC */
  since: string
  /** What went wrong at the last try; null while the first one is under way. */
  reason: string | null
}

/** Takes back what boots before this one held when they died. */
export interface Rescuer {
  /**
   * Resolves when what was left is known and each such phone is held. They are freed in the background; one that cannot be asked is asked
   * again and again, until `stopping` aborts. @throws when what was left cannot be read
   */
  start: () => Promise<void>
  /** Tries at once what waits for a phone that has come back meanwhile. */
  wake: () => void
  /** Null when the phone is not being rescued. */
  stateOf: (phoneId: string) => RescueState | null
  /** Resolves when nothing is being done; pauses between two tries are not waited for. */
  settled: () => Promise<void>
}

/**
 * Nothing waits longer for its next try or for its account. What is due later was timed by a boot whose clock was wrong (year 2099), which the
 * clock of this one does not follow (see steady-clock.ts).
 */
const LONGEST_WAIT_MS = 7 * 24 * 3_600_000

/** Between two tries at a phone. */
const PAUSE_MS = { first: 1000, longest: 30_000 }

/** What is left to a closing that was told to stop before it is no longer waited for. */
const GRACE_MS = 1000

interface Rescue extends RescueState {
  /** Why the phone could not run at the last try. */
  away: string | null
  /** Ends the pause, if there is one. */
  endPause: () => void
}

/**
 * A phone stays leased to its dead boot until its old sessions are proven gone, so that nothing else touches it before; other phones are not
 * held up, and a daemon with a phone that cannot be asked works on with the others.
 */
export function createRescuer(deps: RescueDeps): Rescuer {
  const { clock, log, stopping, canRun } = deps
  const rescues = new Map<string, Rescue>()
  const working = new Set<Promise<unknown>>()

  /** What `settled` waits for; `work` does not reject. */
  async function track<T>(work: Promise<T>): Promise<T> {
    working.add(work)
    try {
      return await work
    } finally {
      working.delete(work)
    }
  }

  async function begin(): Promise<void> {
    const now = clock.now()
    const at = now.toISOString()
    const latest = new Date(now.getTime() + LONGEST_WAIT_MS).toISOString()
    const take = (tables: Tables) => {
      tables.dueTimes.bringForward({ at, latest })
      return takeStock(tables, deps.bootId, at)
    }
    const left = await persist(deps, 'begin_rescue', take, stopping)
    // None of them rejects.
    for (const phone of left ?? []) void rescuePhone(phone)
  }

  async function rescuePhone(left: LeftOnPhone): Promise<void> {
    const { phone_id } = left
    const rescue: Rescue = {
      since: clock.now().toISOString(),
      reason: null,
      away: null,
      endPause: () => undefined,
    }
    rescues.set(phone_id, rescue)
    let pauseMs = PAUSE_MS.first
    while (!(await track(round(left, rescue))) && !stopping.aborted) {
      await pause(pauseMs, rescue)
      pauseMs = Math.min(pauseMs * 2, PAUSE_MS.longest)
    }
    rescues.delete(phone_id)
    if (!stopping.aborted) deps.onFreed()
  }

  /** One try. @returns whether the phone is free. Never rejects. */
  async function round(left: LeftOnPhone, rescue: Rescue): Promise<boolean> {
    const { phone_id } = left
    const reason = await closeSessions(deps, left)
    // Not known to be closed: the next boot tries again.
    if (stopping.aborted) return false
    if (reason === null) {
      await takeBack(deps, left)
      return true
    }
    if (rescue.reason === null) await tell(deps, left, reason)
    rescue.reason = reason
    rescue.away = canRun(phone_id)
    log.warn({ phone_id, reason }, 'sessions of a dead boot could not be closed')
    return false
  }

  function pause(ms: number, rescue: Rescue): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel()
        stopping.removeEventListener('abort', end)
        resolve()
      }
      const cancel = clock.after(ms, end)
      stopping.addEventListener('abort', end, { once: true })
      rescue.endPause = end
      if (stopping.aborted) end()
    })
  }

  return {
    start: begin,
    wake() {
      for (const [phoneId, { away, endPause }] of rescues) {
        if (away !== null && canRun(phoneId) === null) endPause()
      }
    },
    stateOf(phoneId) {
      const rescue = rescues.get(phoneId)
      return rescue ? { since: rescue.since, reason: rescue.reason } : null
    },
    async settled() {
      while (working.size > 0) await Promise.all(working)
    },
  }
}

/** @returns why a session could not be closed, null when all are proven gone. Never throws. */
async function closeSessions(deps: RescueDeps, left: LeftOnPhone): Promise<string | null> {
  const { phone_id, serial } = left
  for (const session of sessionsOf(left)) {
    const reason = await closeSession(deps, { phone_id, serial, ...session })
    if (reason !== null) return reason
  }
  return null
}

async function closeSession(deps: RescueDeps, orphan: Orphan): Promise<string | null> {
  const { clock, closeOrphan, closeOrphanMs, stopping } = deps
  const tooLate = () => new RunError('timeout', `session of ${orphan.phone_id} was not closed in time`)
  const deadline = startDeadline(clock, closeOrphanMs, stopping, tooLate)
  try {
    const closing = closeOrphan(orphan, deadline.signal)
    if (!(await endsWithin(clock, closeOrphanMs + GRACE_MS, closing))) throw tooLate()
    await closing
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    deadline.end()
  }
}

/** Gives the items back and frees the phone. */
async function takeBack(deps: RescueDeps, left: LeftOnPhone): Promise<void> {
  const { clock, log, stopping } = deps
  for (const item of left.items) {
    // A claimed item never reached its phone: there is nobody to blame.
    const outcome: Outcome = item.status === 'EXECUTING' ? { kind: 'interrupted' } : { kind: 'put_back' }
    if (await recordEnd(deps, 'rescue', { item, from: item.status, outcome }))
      log.warn(factsOf(item), 'item of a dead boot rescued')
  }
  try {
    const at = clock.now().toISOString()
    await persist(deps, 'rescue', (tables) => clearStrays(tables, left, at), stopping)
  } catch (error) {
    log.error({ phone_id: left.phone_id, err: error }, 'phone cannot be freed after its rescue')
  }
}

/** Says in the timeline why nothing happens: the phone cannot be asked. */
async function tell(deps: RescueDeps, { items }: LeftOnPhone, reason: string): Promise<void> {
  const { store, clock, log } = deps
  const detail = `what the run before left on the phone could not be ended yet: ${reason}`
  try {
    await store.write('rescue_waits', (tables) => {
      for (const item of items)
        tables.timeline.add({ ...factsOf(item), event: 'rescue_waits', detail }, clock.now())
    })
  } catch (error) {
    // Only for people to read; the work goes on without it.
    log.warn({ err: error }, 'timeline event not stored')
  }
}
