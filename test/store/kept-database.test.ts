import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import Sqlite from 'better-sqlite3'
import { backupDirectoryOf } from '../../src/store/backup-list.ts'
import { writeBackup } from '../../src/store/backup.ts'
import { DatabaseDamaged } from '../../src/store/damage.ts'
import { writeMark } from '../../src/store/database-mark.ts'
import { AT, databaseIn, dataDirectory, fill, killedCopy, openIn, placeFixture } from './data-place.ts'

async function damageOf(dataDir: string): Promise<string> {
  try {
    const kept = await openIn(dataDir)
    await kept.store.close()
  } catch (error) {
    if (error instanceof DatabaseDamaged) return error.finding
    throw error
  }
  return 'none'
}

/** A directory with three processes whose daemon was killed, or ended in order. */
async function left(t: TestContext, how: 'killed' | 'closed'): Promise<string> {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await fill(kept, 3)
  if (how === 'killed') {
    const copy = killedCopy(t, dataDir)
    await kept.store.close()
    return copy
  }
  await kept.store.close()
  return dataDir
}

test('the first start makes a database, and the next ones know how it was left', async (t) => {
  const dataDir = dataDirectory(t)
  const first = await openIn(dataDir)
  assert.equal(first.endedUncleanly, false)
  const killed = killedCopy(t, dataDir)
  await first.store.close()

  const afterKill = await openIn(killed)
  assert.equal(afterKill.endedUncleanly, true)
  await afterKill.store.close()
  const afterStop = await openIn(killed)
  assert.equal(afterStop.endedUncleanly, false)
  await afterStop.store.close()
})

test('what was stored is there after a kill and after a stop in order', async (t) => {
  for (const how of ['killed', 'closed'] as const) {
    const kept = await openIn(await left(t, how))
    assert.equal(kept.store.read.processes.find('process_003')?.status, 'PLANNED')
    await kept.store.close()
  }
})

const LOSSES: [how: 'killed' | 'closed', what: string, harm: (file: string) => void, finding: RegExp][] = [
  ['killed', 'the file is gone', (file) => rmSync(file), /^the file is gone$/],
  ['closed', 'the file is gone', (file) => rmSync(file), /^the file is gone$/],
  ['closed', 'the file is empty', (file) => truncateSync(file, 0), /^the file is empty$/],
  ['killed', 'the file is empty', (file) => truncateSync(file, 0), /^the file is empty$/],
  [
    'closed',
    'the file is something else',
    (file) => writeFileSync(file, 'x'.repeat(8192)),
    /no SQLite database/,
  ],
  ['closed', 'the end of the file is gone', (file) => truncateSync(file, 16_384), /has 16384 bytes and/],
  ['killed', 'the log is gone', (file) => rmSync(`${file}-wal`), /write-ahead log is gone/],
  ['killed', 'the log is empty', (file) => truncateSync(`${file}-wal`, 0), /write-ahead log is empty/],
  [
    'killed',
    'the log is something else',
    (file) => writeFileSync(`${file}-wal`, 'x'.repeat(100_000)),
    /write-ahead log cannot be read/,
  ],
  [
    'killed',
    'the end of the log is gone',
    (file) => truncateSync(`${file}-wal`, 32 + 4120 * 20),
    /write-ahead log ends after \d+ of \d+ pages/,
  ],
  [
    'killed',
    'a page of an early commit in the log is damaged',
    (file) => {
      const log = readFileSync(`${file}-wal`)
      log.fill(0x55, 32 + 4120 * 2 + 100, 32 + 4120 * 2 + 200)
      writeFileSync(`${file}-wal`, log)
    },
    /write-ahead log ends after|commits of its write-ahead log cannot be read/,
  ],
]

for (const [how, what, harm, finding] of LOSSES) {
  test(`when ${what} after the daemon was ${how}, it is not replaced but named`, async (t) => {
    const dataDir = await left(t, how)
    harm(databaseIn(dataDir))
    const before = readdirSync(dataDir).filter((name) => !name.endsWith('-shm'))

    assert.match(await damageOf(dataDir), finding)

    assert.deepEqual(
      readdirSync(dataDir).filter((name) => !name.endsWith('-shm')),
      before,
    )
    assert.match(await damageOf(dataDir), finding)
  })
}

test('the line about the damage names the newest backup and what to do', async (t) => {
  const dataDir = await left(t, 'closed')
  const file = databaseIn(dataDir)
  const directory = backupDirectoryOf(dataDir)
  await writeBackup({ source: file, directory, prefix: 'phonefarm', now: new Date('2026-03-20T08:30:00Z') })
  await writeBackup({ source: file, directory, prefix: 'phonefarm', now: AT })
  rmSync(file)
  await assert.rejects(openIn(dataDir), {
    name: 'DatabaseDamaged',
    message: `database ${file} is damaged: the file is gone. Nothing was changed; "phonefarm restore ${path.join(directory, 'phonefarm-20260322T083000000Z.db')}" puts the backup of 2026-03-22T08:30:00.000Z in its place`,
  })
})

test('two commits that cannot be read are no power cut', async (t) => {
  const dataDir = await left(t, 'killed')
  rmSync(`${databaseIn(dataDir)}-shm`)
  const log = readFileSync(`${databaseIn(dataDir)}-wal`)
  log.fill(0x55, 32 + 4120 * 2 + 100, 32 + 4120 * 2 + 200)
  writeFileSync(`${databaseIn(dataDir)}-wal`, log)
  assert.match(await damageOf(dataDir), /^\d+ commits of its write-ahead log cannot be read$/)
})

test('a log without a database is not thrown away', async (t) => {
  const dataDir = await left(t, 'killed')
  rmSync(databaseIn(dataDir))
  rmSync(path.join(dataDir, 'database.json'))
  assert.equal(await damageOf(dataDir), 'the file is gone')
  assert.ok(existsSync(`${databaseIn(dataDir)}-wal`))
})

test('the last commit, torn by a power cut, is dropped and work goes on', async (t) => {
  const dataDir = await left(t, 'killed')
  // Shared memory does not outlive the power.
  rmSync(`${databaseIn(dataDir)}-shm`)
  const log = readFileSync(`${databaseIn(dataDir)}-wal`)
  log.fill(0x55, log.length - 500, log.length - 400)
  writeFileSync(`${databaseIn(dataDir)}-wal`, log)

  const kept = await openIn(dataDir)
  assert.equal(kept.store.read.processes.find('process_002')?.status, 'PLANNED')
  assert.equal(kept.store.read.processes.find('process_003'), undefined)
  await kept.store.close()
})

test('a mark that cannot be read makes the start look closely, and is made anew', async (t) => {
  const dataDir = await left(t, 'closed')
  writeFileSync(path.join(dataDir, 'database.json'), 'garbage')
  assert.equal(await damageOf(dataDir), 'none')
  assert.match(readFileSync(path.join(dataDir, 'database.json'), 'utf8'), /"in_use":false/)
})

test('what became suspect is checked before anything else, until it is found whole', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await fill(kept, 3)
  kept.suspect('SQLITE_CORRUPT')
  const killed = killedCopy(t, dataDir)
  await kept.store.close()
  assert.equal(await damageOf(killed), 'none')

  // An index that is another one's: no start would notice that by itself.
  const db = new Sqlite(databaseIn(killed))
  db.unsafeMode()
  db.pragma('writable_schema = ON')
  db.exec(`UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'accounts_of_phone')
    WHERE name = 'queue_items_of_phone'`)
  db.close()
  assert.equal(await damageOf(killed), 'none')
  writeMark(killed, { in_use: false, suspect: 'SQLITE_CORRUPT', damage: null })
  assert.match(await damageOf(killed), /index/)
})

test('a missing index or table is damage', async (t) => {
  const dataDir = await left(t, 'closed')
  const db = new Sqlite(databaseIn(dataDir))
  db.exec('DROP INDEX queue_items_ready')
  db.close()
  assert.match(await damageOf(dataDir), /^the schema lacks CREATE INDEX queue_items_ready/)
})

test('a database of an earlier schema is copied before it is changed', async (t) => {
  const dataDir = dataDirectory(t)
  placeFixture(dataDir, 'schema-1.sql')
  const kept = await openIn(dataDir)
  await kept.store.close()
  const names = readdirSync(backupDirectoryOf(dataDir))
  assert.deepEqual(names.toSorted(), [
    'before-schema-5-20260322T083000000Z.db',
    'before-schema-5-20260322T083000000Z.json',
  ])
  const manifest = JSON.parse(
    readFileSync(
      path.join(backupDirectoryOf(dataDir), String(names.find((name) => name.endsWith('.json')))),
      'utf8',
    ),
  )
  assert.equal(manifest.schema, 1)
  assert.deepEqual(manifest.rows, {
    accounts: 2,
    actions: 5,
    attempts: 3,
    callbacks: 12,
    leases: 1,
    phones: 2,
    processes: 5,
    queue_items: 5,
    runtime_snapshot_history: 1,
    runtime_snapshots: 1,
    timeline: 8,
  })
})

test('without a copy nothing is changed', async (t) => {
  const dataDir = dataDirectory(t)
  placeFixture(dataDir, 'schema-1.sql')
  writeFileSync(backupDirectoryOf(dataDir), 'a file where the folder should be')
  await assert.rejects(openIn(dataDir), {
    message: `database ${databaseIn(dataDir)} stays at schema 1: without a verified copy it is not changed`,
  })
  const db = new Sqlite(databaseIn(dataDir))
  assert.equal(db.pragma('user_version', { simple: true }), 1)
  db.close()
})

test('a newer database is refused and left alone', async (t) => {
  const dataDir = await left(t, 'closed')
  const db = new Sqlite(databaseIn(dataDir))
  db.pragma('user_version = 9999')
  db.close()
  await assert.rejects(openIn(dataDir), (error) => {
    assert.ok(error instanceof Error && error.cause instanceof Error)
    assert.match(error.cause.message, /is at schema 9999 and this build knows \d+: install a newer build/)
    return true
  })
})
