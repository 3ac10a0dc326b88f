import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import Sqlite from 'better-sqlite3'
import { listBackups, backupDirectoryOf } from '../../src/store/backup-list.ts'
import { checkDatabase } from '../../src/store/check-database.ts'
import { databaseIn, dataDirectory, openIn, placeFixture, processCount } from './data-place.ts'

/** Every released schema. */
const FIXTURES = ['schema-1.sql']

/** How many rows each table of the fixture has. */
function rowsIn(name: string): Map<string, number> {
  const fixture = new URL(`test/store/fixtures/${name}`, import.meta.resolve('#package.json'))
  const counts = new Map<string, number>()
  for (const [, table = ''] of readFileSync(fixture, 'utf8').matchAll(/^INSERT INTO (\w+)/gm))
    counts.set(table, (counts.get(table) ?? 0) + 1)
  return counts
}

for (const name of FIXTURES) {
  test(`a database of ${name} is brought up to date with every row, and nothing in it contradicts itself`, async (t) => {
    const dataDir = dataDirectory(t)
    placeFixture(dataDir, name)
    const kept = await openIn(dataDir)
    await kept.store.close()

    const db = new Sqlite(databaseIn(dataDir), { readonly: true })
    const expected = rowsIn(name)
    for (const [table, count] of expected) {
      assert.equal(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), count, table)
    }
    db.close()
    assert.ok(expected.size >= 11)
    assert.deepEqual(checkDatabase(databaseIn(dataDir)), { structure: [], rows: [] })
  })
}

test('what held a phone and what was waiting goes on as it was', async (t) => {
  const dataDir = dataDirectory(t)
  placeFixture(dataDir, 'schema-1.sql')
  const { store } = await openIn(dataDir)
  const lease = store.read.leases.ofPhone('phone_01')
  assert.deepEqual(
    [lease?.kind, lease?.queue_item_id, lease?.attempt],
    ['run', '01960000-0000-7000-8000-100000000002', 1],
  )
  assert.equal(store.read.claims.earliestDue(), '2026-03-22T08:59:00.000Z')
  const [receiver] = store.read.deliveries.waitingReceivers()
  assert.ok(receiver && receiver.due_at <= '2026-03-22T09:00:00.000Z')
  await store.close()
})

/** Where a start on an old database is killed: just before the named call that is made for the n-th time. */
const KILLS: [where: string, module: string, method: string, nth: number][] = [
  ['the copy is begun', 'better-sqlite3', 'backup', 1],
  ['the copy is made a file of its own', 'better-sqlite3', 'close', 2],
  ['the copy has its manifest', 'node:fs', 'renameSync', 1],
  ['the copy has its name', 'node:fs/promises', 'rename', 1],
  ['the copy’s name is on the disk', 'node:fs', 'fsyncSync', 4],
  ['the database is changed', 'better-sqlite3', 'transaction', 1],
  ['the new schema is marked', 'node:fs', 'renameSync', 2],
]

const PROGRAM = `
  import fs from 'node:fs'
  import promises from 'node:fs/promises'
  import { syncBuiltinESMExports } from 'node:module'
  import Sqlite from '${import.meta.resolve('better-sqlite3')}'
  const [dataDir, module, method, nth] = process.argv.slice(1)
  const target = { 'node:fs': fs, 'node:fs/promises': promises, 'better-sqlite3': Sqlite.prototype }[module]
  const real = target[method]
  let calls = 0
  target[method] = function (...args) {
    if (++calls === Number(nth)) process.kill(process.pid, 'SIGKILL')
    return real.apply(this, args)
  }
  syncBuiltinESMExports()
  const { openKeptDatabase } = await import('${new URL('../../src/store/kept-database.js', import.meta.url).href}')
  const reserve = { make: async () => true, release() {}, freeBytes: () => 1e12 }
  await openKeptDatabase({ dataDir, reserve, now: new Date('2026-03-21T00:00:00Z') })`

for (const [where, module, method, nth] of KILLS) {
  test(`a start on an old database that is killed before ${where} is made good by the next one`, async (t) => {
    const dataDir = dataDirectory(t)
    placeFixture(dataDir, 'schema-1.sql')

    const { signal, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', PROGRAM, dataDir, module, method, String(nth)],
      { encoding: 'utf8', timeout: 30_000 },
    )
    assert.equal(signal, 'SIGKILL', stderr)
    const kept = await openIn(dataDir)
    await kept.store.close()

    assert.equal(processCount(databaseIn(dataDir)), 5)
    assert.deepEqual(checkDatabase(databaseIn(dataDir)), { structure: [], rows: [] })
    const copies = listBackups(backupDirectoryOf(dataDir))
    assert.ok(copies.length >= 1)
    assert.deepEqual([...new Set(copies.map(({ manifest }) => manifest.schema))], [1])
    for (const { file } of copies) assert.equal(processCount(file), 5)
  })
}
