import Type from 'typebox'
import type { AccountView } from '../domain/account.ts'
import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import {
  handOverHolder,
  neededOf,
  parseAccountResume,
  type AccountResume,
  type HandOver,
} from '../domain/hand-over.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { HandOverRow } from '../store/hand-overs.ts'
import type { Store, Tables } from '../store/store.ts'
import { accountViewOf, findAccount, handOverOf } from './account-record.ts'
import { createPageQuery, pageOf, type Query } from './page-query.ts'

export interface HandOvers {
  /**
   * Lets an account go on that waits for a person: its items may be claimed again, and the phone that was kept for the person is given back.
   * What had ended stays ended. @throws FarmError 'invalid_request', 'account_not_found', 'conflict' (`account_not_on_hold`)
   */
  resumeAccount: (accountId: string, body: unknown) => Promise<AccountView>
  /** What people had to do for an account, newest first. @throws FarmError 'invalid_request', 'account_not_found' */
  listHandOvers: (accountId: string, query: Query) => { hand_overs: HandOver[]; next_cursor: string | null }
}

export interface HandOversDeps {
  store: Store
  clock: Clock
  /** Called after a commit that may let an account's items be claimed. */
  wake: () => void
}

const pageQuery = createPageQuery({
  filters: {},
  cursor: Type.Object({ opened_at: Type.String(), hand_over_id: Type.String() }),
})
/** Sorts after every stored value. */
const NEWEST = { opened_at: '~', hand_over_id: '' }

export function createHandOvers({ store, clock, wake }: HandOversDeps): HandOvers {
  const { read } = store
  return {
    async resumeAccount(accountId, body) {
      const request = parseAccountResume(body)
      const account = await store.write('resume_account', (tables) =>
        resume(tables, clock.now(), accountId, request),
      )
      wake()
      return account
    },
    listHandOvers(accountId, query) {
      const { limit, after } = pageQuery(query)
      findAccount(read, accountId)
      const found = read.handOvers.ofAccount({
        account_id: accountId,
        ...(after ?? NEWEST),
        limit: limit + 1,
      })
      const { rows, next_cursor } = pageOf(found, limit, ({ opened_at, hand_over_id }) => ({
        opened_at,
        hand_over_id,
      }))
      return { hand_overs: rows.map(handOverOf), next_cursor }
    },
  }
}

/** What an ended attempt hands over to a person. */
export interface Asked {
  item: ClaimedItem
  /** What the app said. */
  reason: string
  hand_over_id: string
  /** How long the phone is kept for the person to look at it; 0: not at all. */
  holdPhoneMs: number
}

/**
 * Puts the account on hold until a person has done what its app asks for, and keeps the phone as it is for a while. Call it in the
 * transaction that ends the attempt, when the run's lease is released.
 */
export function openHandOver(
  tables: Tables,
  { item, reason, hand_over_id, holdPhoneMs }: Asked,
  now: Date,
): void {
  const { account_id, phone_id, process_id, queue_item_id, attempt } = item
  const account = tables.accounts.find(account_id)
  if (!account) return
  const needed = neededOf({ ...account, phone_id })
  const opened_at = now.toISOString()
  const asked = { hand_over_id, account_id, phone_id, process_id, queue_item_id, reason, needed, opened_at }
  if (!tables.handOvers.open(asked)) return
  tables.timeline.add(
    { process_id, queue_item_id, attempt, phone_id, event: 'account_on_hold', detail: needed },
    now,
  )
  if (holdPhoneMs === 0 || tables.leases.ofPhone(phone_id) !== null) return
  const until = new Date(now.getTime() + holdPhoneMs).toISOString()
  const holder = handOverHolder(account_id)
  tables.leases.takeFor({ kind: 'person', phone_id, holder, until }, opened_at)
}

function resume(tables: Tables, now: Date, accountId: string, { note, by }: AccountResume): AccountView {
  const account = findAccount(tables, accountId)
  const open = tables.handOvers.openOf(accountId)
  if (!open) {
    throw new FarmError('conflict', `account ${accountId} does not wait for a person`, {
      detail: 'account_not_on_hold',
    })
  }
  const at = now.toISOString()
  tables.handOvers.close({ account_id: accountId, closed_at: at, closed_by: by, note })
  tellTimeline(tables, open, `${by ?? 'somebody'}: ${note}`, now)
  tables.leases.releaseFor({ kind: 'person', phone_id: open.phone_id, holder: handOverHolder(accountId) }, at)
  tables.holds.reconsider({ account_id: accountId, at })
  return accountViewOf(tables, account, now)
}

function tellTimeline(tables: Tables, open: HandOverRow, detail: string, now: Date): void {
  const { process_id, queue_item_id, phone_id } = open
  // It may have been pruned while the account waited.
  if (process_id === null || !tables.processes.find(process_id)) return
  const event = { process_id, queue_item_id, attempt: null, phone_id, event: 'account_resumed', detail }
  tables.timeline.add(event, now)
}
