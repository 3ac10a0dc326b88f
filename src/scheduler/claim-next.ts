import { holdsOf, type HeldFor } from '../domain/account-hold.ts'
import type { Clock } from '../domain/clock.ts'
import { holdFactsOf } from '../processes/account-time.ts'
import { RETRY_LIMITS } from '../domain/retry.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { HeadItem } from '../store/holds.ts'
import type { Tables } from '../store/store.ts'

/** Items of a phone that are looked through, and accounts that are put aside, within one claim: others wait for the same commit. */
const HOLD_AMONG = 500
const HOLDS_PER_CLAIM = 8

/** A resume makes what waits for a person due at once; this is only how often it queues up anew meanwhile. */
const PERSON_PAUSE_MS = 60 * 60_000

/** Deaths of the daemon in a row after which one more makes an item a dead letter. */
const SUSPECT_AFTER = RETRY_LIMITS.interruptionsInARow - 1
/** What a suspect waits before it is looked at again, while another one runs. */
const SUSPECT_PAUSE_MS = 10_000

/** What a look for a phone's next item came to. */
export interface Claim {
  item: ClaimedItem | null
  /** Accounts had to be put aside and there may be more behind them: look again. */
  again: boolean
}

/**
 * Claims the next item of a phone, by priority, then by turn, then by age, and takes the phone's lease. Items whose account may not work
 * now are put aside until it may, so that the other accounts of the phone go on; so are suspects of the daemon's deaths while another runs. Call it inside a transaction.
 */
export function claimNext(
  tables: Tables,
  { clock }: { clock: Clock },
  of: { phone_id: string; boot_id: string },
): Claim {
  const { phone_id } = of
  const now = clock.now()
  for (let holds = 0; holds < HOLDS_PER_CLAIM; holds++) {
    const head = tables.holds.head(phone_id)
    if (!head) return { item: null, again: false }
    if (mustWaitForSuspect(tables, head, of.boot_id)) {
      const until = new Date(now.getTime() + SUSPECT_PAUSE_MS).toISOString()
      tables.holds.postpone({ queue_item_id: head.queue_item_id, until })
      continue
    }
    const hold = longestHold(tables, head.account_id, now)
    if (hold === null) return { item: take(tables, of, head, now), again: false }
    const { held_for, untilMs } = hold
    const until = new Date(untilMs).toISOString()
    tables.holds.hold({ phone_id, account_id: head.account_id, held_for, until, among: HOLD_AMONG })
  }
  return { item: null, again: true }
}

/** @returns null when the phone is held or paused */
function take(
  tables: Tables,
  of: { phone_id: string; boot_id: string },
  { priority, turn }: { priority: number; turn: number },
  now: Date,
): ClaimedItem | null {
  const item = tables.claims.next(of)
  if (!item) return null
  const { queue_item_id, attempt } = item
  tables.leases.take({ ...of, queue_item_id, attempt, at: now.toISOString() })
  tables.turns.serve({ phone_id: of.phone_id, priority, turn })
  return item
}

/**
 * Only one item at a time runs that the daemon's last deaths have interrupted so often that the next one condemns it: what killed the daemon
 * on one phone must not condemn what happened to run on another. What a dead boot left on a phone runs no more and holds nobody up, however
 * long that phone stays away.
 */
function mustWaitForSuspect(
  tables: Tables,
  { queue_item_id, infra_failures }: HeadItem,
  boot_id: string,
): boolean {
  const isSuspect = (id: string) => tables.attempts.interruptedInARow(id, SUSPECT_AFTER)
  // Every interruption counts as such a failure, so that hardly any claim has to look at the attempts.
  if (infra_failures < SUSPECT_AFTER || !isSuspect(queue_item_id)) return false
  // One that has got further since is cleared: whatever kills the daemon now, it would be blamed no more.
  const onProbation = (id: string) => isSuspect(id) && !tables.attempts.hasProgressed(id)
  return tables.holds.onPhonesAfterFailures({ boot_id, failures: SUSPECT_AFTER }).some(onProbation)
}

/** The hold that ends last, null when the account may work. */
function longestHold(
  tables: Tables,
  accountId: string,
  now: Date,
): { held_for: HeldFor; untilMs: number } | null {
  if (tables.handOvers.openOf(accountId) !== null)
    return { held_for: 'person', untilMs: now.getTime() + PERSON_PAUSE_MS }
  const facts = holdFactsOf(tables, accountId)
  const holds = facts === null ? [] : holdsOf(now.getTime(), facts)
  return holds.toSorted((a, b) => b.untilMs - a.untilMs)[0] ?? null
}

/**
 * Makes at most `limit` items ready whose hold is over. They queue up anew behind what their phone has served meanwhile: with their old
 * turns, a night's worth of them would hold up everybody else in the morning.
 * @returns how many
 */
export function releaseHeld(tables: Tables, of: { at: string; limit: number }): number {
  putLaterOnesBehind(tables, of)
  const due = tables.holds.due(of)
  for (const { queue_item_id, phone_id, priority, system } of due)
    tables.holds.release({ queue_item_id, turn: tables.turns.next({ phone_id, priority, system }) })
  return due.length
}

/**
 * What came for the same accounts while nobody looked at their phones has never been put aside and would keep its place, before older items
 * that queue up anew now: it queues up behind them.
 */
function putLaterOnesBehind(tables: Tables, of: { at: string; limit: number }): void {
  const due = tables.holds.due(of)
  const accounts = new Map(due.map((item) => [`${item.phone_id} ${item.account_id}`, item]))
  for (const { phone_id, account_id, held_for } of accounts.values())
    tables.holds.hold({ phone_id, account_id, held_for, until: of.at, among: HOLD_AMONG })
}
