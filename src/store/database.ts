import Sqlite, { type Database } from 'better-sqlite3'
import { migrate } from './migrate.ts'

export type { Database }

/** Pages of the write-ahead log before it is folded back: fewer, larger checkpoints give about 1.9 times the accepts of the default 1000. */
const AUTOCHECKPOINT_PAGES = 8000

/** What a log that had to grow is cut to when it begins anew. */
const LOG_KEPT_BYTES = 64 * 1024 * 1024

/** Wait for a reader such as the sqlite3 shell or a backup; a second daemon never gets this far (see data-directory.ts). */
const BUSY_MS = 5000

/** A full group of changes touches more than the default of 2 MiB. */
const CACHE_KIB = 16 * 1024

/** `PRAGMA synchronous` answers numbers (source: sqlite.org/pragma.html#pragma_synchronous). */
const FULL = 2

/** `PRAGMA temp_store` as well (source: sqlite.org/pragma.html#pragma_temp_store). */
const IN_MEMORY = 2

/**
 * Opens (or creates) the database file and brings its schema up to date. `:memory:` for tests.
 * @throws when the file is newer than this build or no database, or when a setting that our promises rest on did not take; the message
 *   names the file, which is left as it is
 */
export function openDatabase(file: string): Database {
  let db: Database | undefined
  try {
    db = new Sqlite(file)
    configure(db)
    migrate(db)
    // Every change has a savepoint, whose pages are kept aside: beyond 64 KiB in a temporary file that is made and removed each time, else.
    // Only now: what an index that a migration makes over a million rows is sorted in is better a file.
    expect(db, 'temp_store', 'MEMORY', IN_MEMORY)
    return db
  } catch (cause) {
    db?.close()
    throw new Error(`database ${file} cannot be used`, { cause })
  }
}

function configure(db: Database): void {
  db.pragma(`busy_timeout = ${BUSY_MS}`)
  expect(db, 'journal_mode', 'WAL', db.memory ? 'memory' : 'wal')
  // better-sqlite3 opens an existing WAL file at NORMAL, which loses acknowledged commits in a power cut; a 202 is a promise.
  expect(db, 'synchronous', 'FULL', FULL)
  expect(db, 'foreign_keys', 'ON', 1)
  expect(db, 'wal_autocheckpoint', String(AUTOCHECKPOINT_PAGES), AUTOCHECKPOINT_PAGES)
  expect(db, 'cache_size', String(-CACHE_KIB), -CACHE_KIB)
  expect(db, 'journal_size_limit', String(LOG_KEPT_BYTES), LOG_KEPT_BYTES)
}

/** Sets a pragma and reads it back, because SQLite ignores one that it cannot honor without a word. */
function expect(db: Database, name: string, wanted: string, answer: string | number): void {
  db.pragma(`${name} = ${wanted}`)
  const actual = db.pragma(name, { simple: true })
  if (actual !== answer) throw new Error(`${name} of ${db.name} is ${String(actual)}, expected ${answer}`)
}
