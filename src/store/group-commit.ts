import type { Database } from 'better-sqlite3'
import { FarmError } from '../domain/errors.ts'

/** Many small changes, one fsync. */
export interface GroupCommit {
  /**
   * Runs `change` in a transaction shared with the other changes that wait at this turn of the event loop, inside a savepoint of its own:
   * what it throws undoes only itself and rejects only its own promise. Resolves after the commit has reached the disk.
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

/** A longer batch gains nothing and would hold up timers and requests for its whole length. */
const LONGEST_BATCH = 256

export function createGroupCommit(db: Database): GroupCommit {
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
    setImmediate(() => {
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
      begin.run()
      for (const change of batch) settle.push(attempt(change))
      commit.run()
    } catch (error) {
      if (db.inTransaction) rollback.run()
      const reason = asRefusal(error)
      for (const { fail } of batch) fail(reason)
      return
    }
    for (const answer of settle) answer()
  }

  /** @returns what tells the caller, to be called after the commit. @throws when the whole transaction is gone */
  function attempt({ run, done, fail }: Waiting): () => void {
    savepoint.run()
    try {
      run()
    } catch (error) {
      // A full disk or a failed read ends the whole transaction, not the statement (source: sqlite.org/lang_transaction.html).
      if (!db.inTransaction) throw error
      undo.run()
      release.run()
      return () => fail(asRefusal(error))
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

/** A full disk is no bug: callers are told to come again. */
function asRefusal(error: unknown): unknown {
  if (error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL')
    return new FarmError('unavailable', 'the disk of the data directory is full', {
      cause: error,
      detail: 'out_of_disk',
    })
  return error
}
