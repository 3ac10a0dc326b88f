import type { Logger } from 'pino'
import { parseAction, type Action, type ActionAccount } from '../domain/action.ts'
import type { JudgeSnapshot } from '../domain/judge.ts'
import { RunError } from '../domain/errors.ts'
import { forJudges, parseStoredSnapshot } from '../domain/runtime-snapshot.ts'
import { withSnapshotDefaults } from '../domain/snapshot-defaults.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { Tables } from '../store/store.ts'
import { factsOf } from './record-end.ts'

/**
 * The item's account as it is now: its username may have changed since the request was accepted.
 * @throws RunError 'input' when it is gone or inactive, 'account_mismatch' when it lives on another phone by now
 */
export function accountOf(read: Tables, { account_id, phone_id }: ClaimedItem): ActionAccount {
  const account = read.accounts.find(account_id)
  if (!account) throw new RunError('input', `account ${account_id} is no longer registered`)
  if (account.status !== 'active') throw new RunError('input', `account ${account_id} is inactive`)
  if (account.phone_id !== phone_id)
    throw new RunError('account_mismatch', `account ${account_id} no longer lives on phone ${phone_id}`)
  return { account_id, app: account.app, username: account.username }
}

/** What a run is to do, and the runtime snapshot that is current now; both stay as they are while it runs. */
export interface WorkNow {
  action: Action
  /** Null when none was synced. */
  snapshot: JudgeSnapshot | null
  /** Inputs of the action that are the snapshot's, because the caller left them out. */
  defaultsFromSnapshot: readonly string[]
}

/** The item's action with what the account's current snapshot says. What a snapshot says too much or wrongly is told to the log and left out. */
export function workOf(read: Tables, item: ClaimedItem, log: Pick<Logger, 'warn'>): WorkNow {
  const planned = parseAction(read.actions.read(item.action_id))
  const row = read.runtimeSnapshots.find(item.account_id)
  if (!row) return { action: planned, snapshot: null, defaultsFromSnapshot: [] }
  const stored = parseStoredSnapshot(row.body)
  const { snapshot, tooBig } = forJudges(stored)
  const { action, fromSnapshot, ignored } = withSnapshotDefaults(planned, stored.personality)
  const facts = { ...factsOf(item), account_id: item.account_id, snapshot_id: row.snapshot_id }
  if (tooBig.length > 0) {
    log.warn({ ...facts, keys: tooBig.length }, 'personality is too big: judges are not given all of it')
  }
  if (ignored.length > 0) log.warn({ ...facts, inputs: ignored }, 'personality has no valid default there')
  return { action, snapshot, defaultsFromSnapshot: fromSnapshot }
}
