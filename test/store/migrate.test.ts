import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import Sqlite from 'better-sqlite3'
import { migrate, type Migration } from '../../src/store/migrate.ts'

const STEPS: Migration[] = [
  { number: 1, name: '0001-first.sql', sql: 'CREATE TABLE first (a TEXT) STRICT;' },
  { number: 2, name: '0002-second.sql', sql: 'CREATE TABLE second (b TEXT) STRICT;' },
]

const tablesOf = (db: Sqlite.Database) =>
  db.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()

test('a new database gets every migration and the number of the last', () => {
  const db = new Sqlite(':memory:')
  assert.equal(migrate(db, STEPS), 2)
  assert.deepEqual(tablesOf(db), [{ name: 'first' }, { name: 'second' }])
  assert.equal(db.pragma('user_version', { simple: true }), 2)
})

test('an older database gets only what it lacks', () => {
  const db = new Sqlite(':memory:')
  migrate(db, STEPS.slice(0, 1))
  db.exec("INSERT INTO first VALUES ('kept')")
  migrate(db, STEPS)
  assert.deepEqual(db.prepare('SELECT a FROM first').all(), [{ a: 'kept' }])
  assert.equal(tablesOf(db).length, 2)
})

test('a newer database is refused by name and left alone', () => {
  const db = new Sqlite(':memory:')
  db.pragma('user_version = 7')
  assert.throws(() => migrate(db, STEPS), {
    message: 'database :memory: is at schema 7 and this build knows 2: install a newer build',
  })
  assert.deepEqual(tablesOf(db), [])
})

test('a migration that fails is undone as a whole and the ones before it stay', () => {
  const db = new Sqlite(':memory:')
  const broken = { number: 3, name: '0003-broken.sql', sql: 'CREATE TABLE third (c TEXT) STRICT; NONSENSE;' }
  assert.throws(() => migrate(db, [...STEPS, broken]), /migration 0003-broken.sql of :memory: failed/)
  assert.deepEqual(tablesOf(db), [{ name: 'first' }, { name: 'second' }])
  assert.equal(db.pragma('user_version', { simple: true }), 2)
})

test('data/schema.sql shows the schema that the migrations make', () => {
  const db = new Sqlite(':memory:')
  migrate(db)
  const made = db
    .prepare<[], { sql: string }>(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    .all()
    .map(({ sql }) => `${sql};\n`)
    .join('\n')
  const shown = readFileSync(new URL('data/schema.sql', import.meta.resolve('#package.json')), 'utf8')
  assert.equal(shown, made)
})
