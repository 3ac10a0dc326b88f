import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { createDaemonKeys } from '../src/daemon-keys.ts'
import { fullCaller } from '../src/domain/caller.ts'
import { createLog } from '../src/log.ts'
import { writeBackup } from '../src/store/backup.ts'
import { restoreBackup } from '../src/store/restore.ts'
import type { Store } from '../src/store/store.ts'
import { AT, databaseIn, openIn } from './store/data-place.ts'
import { createFakeClock } from './support/fake-clock.ts'

const OPERATOR = fullCaller('operator')
const TRACKER = { name: 'ugc-tracker', scopes: ['submit', 'read'] }

/** An empty data directory, and the daemon's keys on it as often as it is started; all of it goes with the test. */
function place(t: TestContext) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'phonefarm-keys-'))
  const stores: Store[] = []
  t.after(async () => {
    for (const store of stores) await store.close()
    rmSync(dataDir, { recursive: true })
  })
  return { dataDir, start: () => start(dataDir, stores) }
}

async function start(dataDir: string, stores: Store[]) {
  const kept = await openIn(dataDir)
  stores.push(kept.store)
  const clock = createFakeClock()
  const lines: string[] = []
  const log = createLog({
    level: 'debug',
    secrets: new Set(),
    clock,
    stream: { write: (line) => void lines.push(line) },
  })
  const parts = createDaemonKeys({
    store: kept.store,
    clock,
    apiKey: 'full-key-of-this-test',
    rate: null,
    log,
  })
  return { ...parts, store: kept.store, clock, log, lines }
}

/** Every byte below a directory. */
function bytesIn(directory: string): Buffer {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name))))
}

test('keys are found after a restart, and after a restore of a backup', async (t) => {
  const { dataDir, start } = place(t)
  const first = await start()
  const { key } = await first.keys.createKey(OPERATOR, TRACKER)
  const { file } = await writeBackup({
    source: databaseIn(dataDir),
    directory: path.join(dataDir, 'backups'),
    prefix: 'phonefarm',
    now: AT,
  })
  await first.store.close()
  const second = await start()
  const later = await second.keys.createKey(OPERATOR, { ...TRACKER, name: 'later' })
  const known = [key, later.key].map((text) => second.keyRing.find(`Bearer ${text}`)?.name)
  await second.store.close()

  await restoreBackup({ dataDir, backup: file, now: AT })

  const third = await start()
  assert.deepEqual(known, ['ugc-tracker', 'later'])
  assert.equal(third.keyRing.find(`Bearer ${key}`)?.name, 'ugc-tracker')
  assert.equal(third.keyRing.find(`Bearer ${later.key}`), null)
})

test('a key that was taken back after a backup stays so when that is restored', async (t) => {
  const { dataDir, start } = place(t)
  const first = await start()
  const [revoked, rotated, live] = await Promise.all(
    ['revoked', 'rotated', 'live'].map((name) => first.keys.createKey(OPERATOR, { ...TRACKER, name })),
  )
  const { file } = await writeBackup({
    source: databaseIn(dataDir),
    directory: path.join(dataDir, 'backups'),
    prefix: 'phonefarm',
    now: AT,
  })
  await first.keys.revokeKey(revoked?.key_id ?? '')
  await first.keys.rotateKey(OPERATOR, rotated?.key_id ?? '', { overlap_minutes: 0 })
  await first.store.close()

  const told = await restoreBackup({ dataDir, backup: file, now: AT })

  const { keyRing, keys } = await start()
  const found = [revoked, rotated, live].map((key) => keyRing.find(`Bearer ${key?.key}`)?.name)
  assert.deepEqual([told.revoked, found], [2, [undefined, undefined, 'live']])
  assert.deepEqual(
    keys
      .listKeys({})
      .keys.map(({ name, state }) => `${name} ${state}`)
      .toSorted(),
    ['live live', 'revoked revoked', 'rotated expired'],
  )
})

test('no secret of a key stands in the database, its log, a backup or the log of the daemon', async (t) => {
  const { dataDir, start } = place(t)
  const { keys, keyRing, log, lines } = await start()
  const made = await keys.createKey(OPERATOR, TRACKER)
  const next = await keys.rotateKey(OPERATOR, made.key_id, {})
  for (const { key } of [made, next]) {
    keyRing.find(`Bearer ${key}`)
    log.info(
      { err: new Error(`no key ${key}`), headers: { authorization: `Bearer ${key}` }, key },
      `got ${key}`,
    )
  }
  await keys.revokeKey(next.key_id)
  await writeBackup({
    source: databaseIn(dataDir),
    directory: path.join(dataDir, 'backups'),
    prefix: 'phonefarm',
    now: AT,
  })

  const stored = bytesIn(dataDir)
  assert.ok(stored.includes(next.key_id), 'the keys are not in what was looked at')
  assert.ok(lines.join('').includes('pfk_[hidden]'))
  for (const { key } of [made, next]) {
    const secret = key.slice('pfk_'.length + 13)
    assert.equal(secret.length, 43)
    assert.equal(stored.includes(secret), false)
    assert.equal(lines.join('').includes(secret), false)
  }
})

test('who was let in and who no more is in the log', async (t) => {
  const { keys, lines } = await place(t).start()

  const { key_id } = await keys.createKey(OPERATOR, TRACKER)
  const next = await keys.rotateKey(OPERATOR, key_id, {})
  await keys.revokeKey(key_id)

  const told = lines.map((line) => JSON.parse(line)).map((line) => [line.msg, line.key_id, line.key_name])
  assert.deepEqual(told, [
    ['key made', key_id, 'ugc-tracker'],
    ['key rotated', next.key_id, 'ugc-tracker'],
    ['key revoked', key_id, 'ugc-tracker'],
  ])
})

test('the day of the use is stored, and a full disk only costs the note', async (t) => {
  const { keys, keyRing, store, clock, lines } = await place(t).start()
  const { key } = await keys.createKey(OPERATOR, TRACKER)
  const usedOn = () => keys.listKeys({}).keys[0]?.last_used_on

  keyRing.find(`Bearer ${key}`)
  await clock.advance(0)
  const today = usedOn()
  store.storage.filled(new Error('no room'))
  await clock.advance(24 * 3_600_000)
  const found = keyRing.find(`Bearer ${key}`)?.name
  await clock.advance(0)

  assert.deepEqual([today, found, usedOn()], ['2026-03-22', 'ugc-tracker', '2026-03-22'])
  assert.match(lines.join(''), /use of a key was not noted/)
})
