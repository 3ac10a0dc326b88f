import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import Sqlite from 'better-sqlite3'
import { listBackups, readManifest } from '../../src/store/backup-list.ts'
import { removeOldBackups, writeBackup } from '../../src/store/backup.ts'
import { AT, databaseIn, dataDirectory, fill, openIn, processCount } from './data-place.ts'

test('a backup is one whole file with a manifest that says what is in it', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await fill(kept, 3)
  const directory = path.join(dataDir, 'elsewhere')

  const { file, manifest } = await writeBackup({
    source: databaseIn(dataDir),
    directory,
    prefix: 'phonefarm',
    now: AT,
  })

  assert.equal(file, path.join(directory, 'phonefarm-20260322T083000000Z.db'))
  assert.deepEqual(readdirSync(directory).toSorted(), [
    'phonefarm-20260322T083000000Z.db',
    'phonefarm-20260322T083000000Z.json',
  ])
  assert.deepEqual(readManifest(file), manifest)
  const bytes = readFileSync(file)
  assert.equal(manifest.sha256, createHash('sha256').update(bytes).digest('hex'))
  assert.equal(manifest.bytes, bytes.length)
  assert.deepEqual(
    [manifest.file, manifest.taken_at, manifest.last_process_id, manifest.rows['processes']],
    ['phonefarm-20260322T083000000Z.db', '2026-03-22T08:30:00.000Z', 'process_003', 3],
  )
  assert.equal(processCount(file), 3)
  await kept.store.close()
})

test('a backup in a directory of everybody is for its owner alone', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  const directory = path.join(dataDir, 'elsewhere')
  mkdirSync(directory, { mode: 0o755 })

  await writeBackup({ source: databaseIn(dataDir), directory, prefix: 'phonefarm', now: AT })

  const modes = readdirSync(directory).map((name) => statSync(path.join(directory, name)).mode & 0o777)
  assert.deepEqual(modes, [0o600, 0o600])
  await kept.store.close()
})

test('a backup holds one moment although the daemon goes on writing', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await fill(kept, 3)
  const phone = { phone_id: 'phone_01', name: null, app_versions: '{}' }
  const copying = new AbortController()
  const writing = (async () => {
    for (let number = 1; !copying.signal.aborted; number++) {
      await kept.store.write('put_phone', (tables) =>
        tables.phones.put({ ...phone, serial: `serial-${number}` }, AT),
      )
    }
  })()
  const made = []
  for (let number = 1; number <= 3; number++) {
    const now = new Date(AT.getTime() + number)
    made.push(
      await writeBackup({ source: databaseIn(dataDir), directory: dataDir, prefix: 'phonefarm', now }),
    )
  }
  copying.abort()
  await writing
  assert.deepEqual(
    made.map(({ file }) => processCount(file)),
    [3, 3, 3],
  )
  await kept.store.close()
})

test('a damaged database gives no backup, and nothing half made stays', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await fill(kept, 3)
  await kept.store.close()
  const db = new Sqlite(databaseIn(dataDir))
  db.unsafeMode()
  db.pragma('writable_schema = ON')
  db.exec(`UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'accounts_of_phone')
    WHERE name = 'queue_items_of_phone'`)
  db.close()
  const directory = path.join(dataDir, 'backups')
  await assert.rejects(
    writeBackup({ source: databaseIn(dataDir), directory, prefix: 'phonefarm', now: AT }),
    (error) => {
      assert.ok(error instanceof Error && error.cause instanceof Error)
      assert.match(error.cause.message, /^its copy is damaged: .*index/)
      return true
    },
  )
  assert.deepEqual(readdirSync(directory), [])
})

test('what a killed backup left goes with the next one', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  const directory = path.join(dataDir, 'backups')
  const order = { source: databaseIn(dataDir), directory, prefix: 'phonefarm' }
  await writeBackup({ ...order, now: new Date(0) })
  writeFileSync(path.join(directory, 'phonefarm-1.db.partial'), 'half')
  writeFileSync(path.join(directory, 'phonefarm-1.db.partial-journal'), 'half')
  await writeBackup({ ...order, now: AT })
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.includes('partial')),
    [],
  )
  await kept.store.close()
})

test('only whole backups are listed, newest first, and only the oldest of a kind are removed', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  const directory = path.join(dataDir, 'backups')
  const order = { source: databaseIn(dataDir), directory }
  const files: string[] = []
  for (const [prefix, at] of [
    ['phonefarm', '2026-03-20T00:00:00Z'],
    ['before-schema-2', '2026-03-19T00:00:00Z'],
    ['phonefarm', '2026-03-21T00:00:00Z'],
    ['phonefarm', '2026-03-22T00:00:00Z'],
    ['phonefarm', '2026-03-23T00:00:00Z'],
  ] as const) {
    files.push((await writeBackup({ ...order, prefix, now: new Date(at) })).file)
  }
  truncateSync(files[4] ?? '', 4096)
  rmSync(String(files[3]).replace('.db', '.json'))
  assert.deepEqual(
    listBackups(directory).map(({ file }) => file),
    [files[2], files[0], files[1]],
  )
  removeOldBackups(directory, 'phonefarm', 1)
  assert.deepEqual(files.map(existsSync), [false, true, true, true, true])
  await kept.store.close()
})
