import { FarmError } from '../domain/errors.ts'
import type { ChangeName } from './changes.ts'
import { isCorruption, isDiskFull, isIoError } from './storage-errors.ts'

/**
 * What the disk lets us do.
 * - `ok`: everything.
 * - `full`: reading, and storing how running work goes on and ends; nothing new.
 * - `failed`: nothing may be written any more, and what is read may be wrong: the process must end.
 */
export type StorageState = 'ok' | 'full' | 'failed'

export interface Storage {
  state: () => StorageState
  /** Calls `listener` after every change of the state; `cause` is the error that brought it about. */
  onChange: (listener: (state: StorageState, cause: unknown) => void) => void
  /** There is room again; does nothing when the disk was not full. */
  recovered: () => void
  /** There is no room; what makes it so need not have been a write to the database. */
  filled: (cause: unknown) => void
  /** What is stored can be trusted no longer, whoever found out. */
  failed: (cause: unknown) => void
}

/** What the writer asks before a change and tells after a failure. */
export interface StorageGuard extends Storage {
  /** Why the change cannot be taken now, null when it can. */
  refuses: (name: ChangeName) => FarmError | null
  /** Looks at what made a change or a whole transaction fail. @returns what its callers are told */
  refusal: (error: unknown) => unknown
  /** Why nothing may be written any more, null as long as something may. */
  ended: () => FarmError | null
}

/**
 * What is refused while the disk is full: whatever begins something, or can wait. The rest is how running work goes on and ends, and is
 * stored in the room that the reserve file leaves.
 */
const CAN_WAIT: ReadonlySet<ChangeName> = new Set([
  'accept',
  'claim',
  'promote_due',
  'put_phone',
  'record_phone_state',
  'put_account',
  'upsert_snapshot',
  'redeliver',
  'put_key',
  'rotate_key',
  'key_used',
  'keep_evidence',
  'keep_model_answer',
  'prune',
] satisfies ChangeName[])

/** @param giveWay makes room when the disk has become full */
export function createStorageGuard(giveWay: () => void = () => undefined): StorageGuard {
  let state: StorageState = 'ok'
  let cause: unknown = null
  const listeners: ((state: StorageState, cause: unknown) => void)[] = []

  function become(next: StorageState, why: unknown): void {
    if (state === next || state === 'failed') return
    state = next
    cause = why
    if (next === 'full') giveWay()
    for (const listener of listeners) listener(next, why)
  }

  function refusal(error: unknown): unknown {
    if (isDiskFull(error)) {
      become('full', error)
      return storageFull(error)
    }
    if (!isIoError(error) && !isCorruption(error)) return error
    become('failed', error)
    return storageFailed(error)
  }

  return {
    state: () => state,
    onChange: (listener) => void listeners.push(listener),
    recovered: () => {
      if (state === 'full') become('ok', null)
    },
    filled: (why) => {
      if (state === 'ok') become('full', why)
    },
    failed: (why) => become('failed', why),
    refuses(name) {
      if (state === 'failed') return storageFailed(cause)
      return state === 'full' && CAN_WAIT.has(name) ? storageFull(cause) : null
    },
    refusal,
    ended: () => (state === 'failed' ? storageFailed(cause) : null),
  }
}

/** A full disk is no bug: callers are told to come again. */
function storageFull(cause: unknown): FarmError {
  return new FarmError('unavailable', 'the disk of the data directory is full: nothing new is stored', {
    detail: 'storage_full',
    cause,
  })
}

function storageFailed(cause: unknown): FarmError {
  return new FarmError('unavailable', 'the database cannot be trusted any more: the daemon is ending', {
    detail: 'storage_failed',
    cause,
  })
}
