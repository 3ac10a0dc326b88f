import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import Sqlite from 'better-sqlite3'
import { stdSerializers } from 'pino'
import { openDatabase } from '../../src/store/database.ts'

function temporaryFile(t: TestContext): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'phonefarm-database-'))
  t.after(() => rmSync(directory, { recursive: true }))
  return path.join(directory, 'phonefarm.db')
}

/** What the log tells when the file cannot be opened: the message and those of its causes, as pino writes them. */
function refusalOf(file: string): string {
  try {
    openDatabase(file).close()
  } catch (error) {
    return stdSerializers.err(Object(error)).message
  }
  return 'opened'
}

const SETTINGS: [pragma: string, value: unknown][] = [
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['foreign_keys', 1],
  ['busy_timeout', 5000],
  ['wal_autocheckpoint', 8000],
]

for (const opening of ['first', 'second']) {
  test(`the ${opening} opening of a file has every setting that our promises rest on`, (t) => {
    const file = temporaryFile(t)
    if (opening === 'second') openDatabase(file).close()
    const db = openDatabase(file)
    assert.deepEqual(
      SETTINGS.map(([pragma]) => [pragma, db.pragma(pragma, { simple: true })]),
      SETTINGS,
    )
    db.close()
  })
}

test('a file that is newer than this build is refused and closed', (t) => {
  const file = temporaryFile(t)
  const newer = new Sqlite(file)
  newer.pragma('user_version = 9999')
  newer.close()
  assert.match(refusalOf(file), /is at schema 9999 and this build knows/)
})

test('a database that cannot have a write-ahead log is refused', () => {
  // An empty name is a private database on disk, for which SQLite keeps its rollback journal.
  assert.match(refusalOf(''), /journal_mode of .* is delete, expected/)
})

test('a file that is no database is refused by its name and left as it is', (t) => {
  const file = temporaryFile(t)
  writeFileSync(file, 'not a database, but somebody wrote it')
  assert.equal(refusalOf(file), `database ${file} cannot be used: file is not a database`)
  assert.equal(readFileSync(file, 'utf8'), 'not a database, but somebody wrote it')
})

test('a database whose end is missing is refused by its name', (t) => {
  const file = temporaryFile(t)
  openDatabase(file).close()
  truncateSync(file, 8192)
  assert.equal(refusalOf(file), `database ${file} cannot be used: database disk image is malformed`)
})
