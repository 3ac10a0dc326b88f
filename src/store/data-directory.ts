import path from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { makeDirectory } from './make-directory.ts'

/** Held as long as this process owns the data directory. */
export interface DataDirectoryLock {
  /** Lets another daemon have it. May be called twice; the end of the process does the same. */
  release: () => void
}

/**
 * Makes the data directory when it is not there and takes it for this process alone. The lock is the operating system's, on a file of its
 * own, so that it is gone with the process however that ends.
 * @throws when another daemon holds it, or when it cannot be made or written to; the message names it
 */
export function lockDataDirectory(directory: string): DataDirectoryLock {
  try {
    makeDirectory(directory)
  } catch (cause) {
    throw new Error(`data directory ${directory} cannot be made`, { cause })
  }
  const file = path.join(directory, 'phonefarm.lock')
  const db = openLock(file)
  try {
    // With the default journal an exclusive transaction holds a POSIX lock on the whole file.
    db.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    db.close()
    if (isBusy(cause))
      throw new Error(`data directory ${directory} is in use by another phonefarm daemon`, { cause })
    throw new Error(`${file} cannot be locked`, { cause })
  }
  return { release: () => release(db) }
}

function openLock(file: string): Database {
  try {
    return new Sqlite(file, { timeout: 0 })
  } catch (cause) {
    throw new Error(`${file} cannot be opened`, { cause })
  }
}

function release(db: Database): void {
  if (db.open) db.close()
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
}
