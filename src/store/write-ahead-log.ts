import { statSync } from 'node:fs'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Database } from './database.ts'
import { isDiskFull } from './storage-errors.ts'

/** What `PRAGMA wal_checkpoint` answers (source: sqlite.org/pragma.html#pragma_wal_checkpoint). */
const Checkpoint = Type.Tuple([
  Type.Object({ busy: Type.Integer(), log: Type.Integer(), checkpointed: Type.Integer() }),
])
const checkpoint = Compile(Checkpoint)

/** Where the write-ahead log of a database file stands. */
export function logFileOf(file: string): string {
  return `${file}-wal`
}

/** Bytes that the write-ahead log occupies; 0 when there is none. Only asks the directory: to open the file would break SQLite's locks. */
export function logBytesOf(file: string): number {
  return statSync(logFileOf(file), { throwIfNoEntry: false })?.size ?? 0
}

/** How many frames SQLite knows in the log: those of every commit that it found whole. Changes nothing. */
export function knownFrames(db: Database): number {
  const [{ log }] = checkpoint.Parse(db.pragma('wal_checkpoint(NOOP)'))
  return log
}

/** Copies what the log holds into the database file as far as no reader needs it; the log then begins anew with the next commit. */
export function copyLog(db: Database): void {
  db.pragma('wal_checkpoint(PASSIVE)')
}

/**
 * Copies everything that the log holds into the database file. The log itself stays, so that it is there until the file is closed in order.
 * @returns false when the disk has no room for that or a reader still needs the log
 */
export function foldLog(db: Database): boolean {
  try {
    const [{ busy, log, checkpointed }] = checkpoint.Parse(db.pragma('wal_checkpoint(FULL)'))
    return busy === 0 && log === checkpointed
  } catch (error) {
    if (isDiskFull(error)) return false
    throw error
  }
}

/** Empties the log into the database file, so that what may lie behind its last commit can never be taken for a part of it. */
export function emptyLog(db: Database): void {
  db.pragma('wal_checkpoint(TRUNCATE)')
}
