import type { Database } from 'better-sqlite3'
import { FarmError } from '../domain/errors.ts'

/** Many small changes, one fsync. */
export interface GroupCommit {
  /**
   * Runs `change` in a transaction shared with the other changes that come before a turn of the event loop brings no more, inside a savepoint of
   * its own: what it throws undoes only itself and rejects only its own promise. Resolves after the commit has reached the disk.
   * @param change synchronous: an await inside a transaction would let others in
   */
  write: <T>(change: () => T) => Promise<T>
  /** Commits what waits and refuses what comes later. */
  close: () => Promise<void>
}

interface Waiting {
  run: () => void
  /** Called after the commit. */
  done: () => void
  fail: (error: unknown) => void
}

/** What the disk says to the writer (storage-guard.ts). */
export interface CommitRules {
  /** Looks at what failed. @returns what the callers are told */
  refusal: (error: unknown) => unknown
  /** Why nothing may be committed any more, null as long as it may. */
  ended: () => Error | null
}

const NO_RULES: CommitRules = { refusal: (error) => error, ended: () => null }

/** A longer batch gains nothing and would hold up timers and requests for its whole length. */
const LONGEST_BATCH = 256

/**
 * A group is complete when a turn of the event loop has brought it nothing more: a turn costs microseconds, a commit a thousand. Above all
 * Node accepts one connection a turn (libuv #3696), so that with a commit in every turn 64 callers who come at once would wait for 64 of them.
 * At most so many turns, for callers who come one by one without an end.
 */
const MOST_TURNS = 64

/** @param onCommit called after every commit, when the callers were told; must not throw */
export function createGroupCommit(
  db: Database,
  rules: CommitRules = NO_RULES,
  onCommit: () => void = () => undefined,
): GroupCommit {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const savepoint = db.prepare('SAVEPOINT change')
  const release = db.prepare('RELEASE change')
  const undo = db.prepare('ROLLBACK TO change')
  let waiting: Waiting[] = []
  let scheduled = false
  let closed = false

  function write<T>(change: () => T): Promise<T> {
    if (closed)
      return Promise.reject(new FarmError('unavailable', 'the store is closed', { detail: 'stopping' }))
    return new Promise<T>((resolve, reject) => {
      // A holder, because the value exists only between `run` and `done`.
      const holder: { value?: T } = {}
      waiting.push({
        run: () => {
          const value = change()
          if (value instanceof Promise) throw new TypeError('a change must be synchronous')
          holder.value = value
        },
        // `run` has succeeded before `done` is called, so the value is a T even where T includes undefined.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        done: () => resolve(holder.value as T),
        fail: reject,
      })
      schedule()
    })
  }

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    gather(0, 1)
  }

  /** @param before how many changes waited a turn ago */
  function gather(before: number, turn: number): void {
    setImmediate(() => {
      const count = waiting.length
      if (count > before && count < LONGEST_BATCH && turn < MOST_TURNS) return gather(count, turn + 1)
      scheduled = false
      flush()
      if (waiting.length > 0) schedule()
    })
  }

  function flush(): void {
    const batch = waiting.slice(0, LONGEST_BATCH)
    waiting = waiting.slice(LONGEST_BATCH)
    if (batch.length === 0) return
    const settle: (() => void)[] = []
    try {
      throwIfEnded()
      begin.run()
      for (const change of batch) settle.push(attempt(change))
      commit.run()
    } catch (error) {
      const reason = rules.refusal(error)
      undoAll()
      for (const { fail } of batch) fail(reason)
      return
    }
    for (const answer of settle) answer()
    onCommit()
  }

  function throwIfEnded(): void {
    const reason = rules.ended()
    if (reason) throw reason
  }

  function undoAll(): void {
    try {
      if (db.inTransaction) rollback.run()
    } catch (error) {
      // The callers are told of the first failure; this one decides whether there may be another transaction.
      rules.refusal(error)
    }
  }

  /** @returns what tells the caller, to be called after the commit. @throws when the whole transaction is gone */
  function attempt({ run, done, fail }: Waiting): () => void {
    savepoint.run()
    try {
      run()
    } catch (error) {
      // A full disk or a failed read ends the whole transaction, not the statement (source: sqlite.org/lang_transaction.html).
      if (!db.inTransaction) throw error
      const reason = rules.refusal(error)
      throwIfEnded()
      undo.run()
      release.run()
      return () => fail(reason)
    }
    release.run()
    return done
  }

  async function close(): Promise<void> {
    closed = true
    while (waiting.length > 0) flush()
    await Promise.resolve()
  }

  return { write, close }
}
