import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { Store } from '../store/store.ts'
import { claimNext, releaseHeld } from './claim-next.ts'

export interface HandOutDeps {
  store: Store
  clock: Clock
  log: Logger
  bootId: string
  /** Items made ready in one transaction. */
  promoteSlice: number
  /** Runs at the same time, over all phones. */
  mostRuns: number
  /** How many runs there are now. */
  runningCount: () => number
  /** Why a phone cannot take work now, null when it can. */
  canRun: (phoneId: string) => string | null
  /** How much longer than others a phone's work is taken to wait where not all can be served, in milliseconds: the more, the more worn it is. */
  handicapMs: (phoneId: string) => number
  /** True when no run of ours holds the phone. */
  isIdle: (phoneId: string) => boolean
  /** Called for each claimed item, after the claim's commit. */
  onClaimed: (item: ClaimedItem) => void
}

/** Chooses who is served next: makes due items ready and claims one for every idle phone that can run. */
export interface HandOut {
  /**
   * The next look need only see to these phones, together with those named since the last one; without a list, to all of them. A farm takes
   * in and ends work many times a second: looking through a thousand waiting phones each time would be most of its work.
   */
  want: (phoneIds?: readonly string[]) => void
  /** @returns true when there is more to do: look again when others have had their turn */
  look: () => Promise<boolean>
  /** Milliseconds until what failed at the last look is to be tried again; null when nothing did. */
  nextInMs: () => number | null
}

/** A look for which nobody named a phone comes from the timer, or from a wake whose names the look before it has served. */
const LOOK_AT_ALL_MS = 1000

/** Of a phone whose work has gone since it was found to wait. */
const FAR_FUTURE = '9999-01-01T00:00:00.000Z'

/** A claim that failed is tried again after this; nothing else may happen on the farm that would lead to a look. */
const CLAIM_AGAIN_MS = 1000

export function createHandOut(deps: HandOutDeps): HandOut {
  const { store, clock, log, bootId, promoteSlice, mostRuns, runningCount } = deps
  const { canRun, handicapMs, isIdle, onClaimed } = deps

  /** Null: every phone, because of what happened or because nobody said why to look. */
  let wanted: Set<string> | null = null
  let lookedAtAllMs = Number.NEGATIVE_INFINITY
  /** On the monotonic clock. */
  let claimAgainMs: number | null = null

  function want(phoneIds?: readonly string[]): void {
    if (phoneIds === undefined) wanted = null
    else for (const phoneId of phoneIds) wanted?.add(phoneId)
  }

  /** Phones with something to claim, as far as they need to be looked at. */
  function waitingPhones(): string[] {
    const named = wanted
    wanted = new Set()
    if (named === null || (named.size === 0 && clock.monotonicMs() - lookedAtAllMs > LOOK_AT_ALL_MS)) {
      lookedAtAllMs = clock.monotonicMs()
      return store.read.claims.waitingPhones()
    }
    return [...named].filter((phoneId) => store.read.holds.head(phoneId) !== null)
  }

  async function promoteDue(): Promise<boolean> {
    const of = { at: clock.now().toISOString(), limit: promoteSlice }
    if (!isDue(store.read.claims.earliestDue(), of.at)) return false
    want()
    const promoted = await store.write('promote_due', (tables) =>
      Math.max(tables.claims.promoteDue(of), releaseHeld(tables, of)),
    )
    return promoted === promoteSlice
  }

  /** @returns true when a phone has to be looked at again */
  async function claim(): Promise<boolean> {
    const idle = waitingPhones().filter(isIdle)
    let waiting = idle.filter((phoneId) => canRun(phoneId) === null)
    // A phone for which nothing was claimed leaves its place to the next one.
    let again = false
    while (waiting.length > 0 && runningCount() < mostRuns) {
      const free = mostRuns - runningCount()
      const served = free < waiting.length ? longestWaiting(waiting).slice(0, free) : waiting
      const answers = await Promise.all(served.map(claimFor))
      again ||= answers.includes('again')
      waiting = waiting.filter((phoneId) => !served.includes(phoneId))
    }
    // Left for want of a free place: whoever frees one frees it for any phone.
    if (waiting.length > 0 || again) want()
    return again
  }

  /** Phones in the order of how long the item has waited that each would be given, a worn phone's a little less. */
  function longestWaiting(phoneIds: readonly string[]): string[] {
    const heads = phoneIds.map((phoneId) => ({
      phoneId,
      sinceMs: Date.parse(store.read.holds.head(phoneId)?.created_at ?? FAR_FUTURE) + handicapMs(phoneId),
    }))
    return heads.toSorted((a, b) => a.sinceMs - b.sinceMs).map(({ phoneId }) => phoneId)
  }

  /** A claim of its own for each phone (they share one commit), so that trouble with one holds up no other. */
  async function claimFor(phoneId: string): Promise<'again' | 'served'> {
    try {
      const { item, again } = await store.write('claim', (tables) =>
        claimNext(tables, { clock }, { phone_id: phoneId, boot_id: bootId }),
      )
      if (item) onClaimed(item)
      return again ? 'again' : 'served'
    } catch (error) {
      log.error({ phone_id: phoneId, err: error }, 'claiming for a phone failed')
      want()
      claimAgainMs = clock.monotonicMs() + CLAIM_AGAIN_MS
      return 'served'
    }
  }

  return {
    want,
    nextInMs: () => (claimAgainMs === null ? null : claimAgainMs - clock.monotonicMs()),
    async look() {
      claimAgainMs = null
      try {
        const moreDue = await promoteDue()
        const moreHeld = await claim()
        return moreDue || moreHeld
      } catch (error) {
        want()
        throw error
      }
    },
  }
}

function isDue(time: string | null, at: string): boolean {
  return time !== null && time <= at
}
