import { mkdirSync } from 'node:fs'
import path from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'

/** Held as long as this process owns the data directory. */
export interface DataDirectoryLock {
  /** Lets another daemon have it. May be called twice; the end of the process does the same. */
  release: () => void
}

/**
 * Makes the data directory when it is not there and takes it for this process alone. The lock is the operating system's, on a file of its
 * own, so that it is gone with the process however that ends.
 * @throws when another daemon holds it
 */
export function lockDataDirectory(directory: string): DataDirectoryLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const db = new Sqlite(path.join(directory, 'phonefarm.lock'), { timeout: 0 })
  try {
    // With the default journal an exclusive transaction holds a POSIX lock on the whole file.
    db.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    db.close()
    if (!isBusy(cause)) throw cause
    throw new Error(`data directory ${directory} is in use by another phonefarm daemon`, { cause })
  }
  return { release: () => release(db) }
}

function release(db: Database): void {
  if (db.open) db.close()
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
}
