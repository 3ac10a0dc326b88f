import assert from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { backupDirectoryOf } from '../../src/store/backup-list.ts'
import { writeBackup } from '../../src/store/backup.ts'
import { restoreBackup } from '../../src/store/restore.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess } from '../support/farm.ts'
import { AT, databaseIn, dataDirectory, fill, openIn, placeFixture, processCount } from './data-place.ts'

/** Three processes, a backup of them, two more processes, closed. */
async function backedUp(t: TestContext): Promise<{ dataDir: string; backup: string }> {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await fill(kept, 3)
  const directory = backupDirectoryOf(dataDir)
  const { file } = await writeBackup({
    source: databaseIn(dataDir),
    directory,
    prefix: 'phonefarm',
    now: AT,
  })
  const clock = createFakeClock()
  for (const nnn of ['004', '005'])
    await addProcess(kept.store, clock, {
      process_id: `process_${nnn}`,
      items: [{ queue_item_id: `i-${nnn}` }],
    })
  await kept.store.close()
  return { dataDir, backup: file }
}

test('a restore puts the backup in place, keeps what was there, and says what is newer in it', async (t) => {
  const { dataDir, backup } = await backedUp(t)

  const restored = await restoreBackup({ dataDir, backup, now: new Date('2026-03-22T09:00:00Z') })

  const previous = path.join(dataDir, 'replaced-20260322T090000000Z', 'phonefarm.db')
  assert.deepEqual(
    { ...restored, schema: 0 },
    {
      previous,
      schema: 0,
      taken_at: '2026-03-22T08:30:00.000Z',
      later: {
        processes: 2,
        unfinished: 2,
        first: ['004', '005'].map((nnn) => ({
          process_id: `process_${nnn}`,
          system: 'ugc-tracker',
          request_id: `request of process_${nnn}`,
          status: 'PLANNED',
        })),
      },
      revoked: 0,
    },
  )
  assert.deepEqual([processCount(databaseIn(dataDir)), processCount(previous)], [3, 5])
})

test('after a restore work goes on: keys are known, and what was not sent is sent', async (t) => {
  const { dataDir, backup } = await backedUp(t)
  for (const name of readdirSync(dataDir))
    if (name.startsWith('phonefarm.db')) rmSync(path.join(dataDir, name))

  const restored = await restoreBackup({ dataDir, backup, now: AT })
  const { store } = await openIn(dataDir)

  assert.deepEqual([restored.previous, restored.later], [null, null])
  assert.equal(
    store.read.processes.findByRequest('keyword_warmup', 'ugc-tracker', 'request of process_002')?.process_id,
    'process_002',
  )
  const [receiver] = store.read.deliveries.waitingReceivers()
  const at = AT.toISOString()
  const due = store.read.deliveries.due({ origin: receiver?.origin ?? '', at, limit: 10 })
  assert.deepEqual(
    due.map(({ process_id, milestone }) => [process_id, milestone]),
    [
      ['process_001', 'accepted'],
      ['process_002', 'accepted'],
      ['process_003', 'accepted'],
    ],
  )
  assert.deepEqual(store.read.claims.waitingPhones(), ['phone_01'])
  await store.close()
})

const BAD: [what: string, spoil: (backup: string) => void, message: RegExp][] = [
  [
    'is not what was written',
    (backup) => writeFileSync(backup, readFileSync(backup).fill(1, 9000, 9010)),
    /its SHA-256 is not the manifest's/,
  ],
  [
    'has no manifest and is damaged',
    (backup) => {
      rmSync(backup.replace('.db', '.json'))
      const bytes = readFileSync(backup)
      writeFileSync(backup, bytes.fill(0, 4096 * 3, 4096 * 5))
    },
    /is damaged|malformed/,
  ],
  [
    'is no database',
    (backup) => (rmSync(backup.replace('.db', '.json')), writeFileSync(backup, 'x')),
    /no database of ours|not a database/,
  ],
  [
    'is empty',
    (backup) => (rmSync(backup.replace('.db', '.json')), writeFileSync(backup, '')),
    /no database of ours/,
  ],
  [
    'is not there',
    (backup) => (rmSync(backup.replace('.db', '.json')), rmSync(backup)),
    /^there is no backup /,
  ],
]

for (const [what, spoil, message] of BAD) {
  test(`a backup that ${what} changes nothing`, async (t) => {
    const { dataDir, backup } = await backedUp(t)
    spoil(backup)
    const before = readdirSync(dataDir).toSorted()
    await assert.rejects(restoreBackup({ dataDir, backup, now: AT }), { message })
    assert.deepEqual(readdirSync(dataDir).toSorted(), before)
    assert.equal(processCount(databaseIn(dataDir)), 5)
  })
}

test('a database that cannot be read is moved aside all the same', async (t) => {
  const { dataDir, backup } = await backedUp(t)
  writeFileSync(databaseIn(dataDir), 'garbage')
  const restored = await restoreBackup({ dataDir, backup, now: AT })
  assert.equal(restored.later, null)
  assert.equal(readFileSync(restored.previous ?? '', 'utf8'), 'garbage')
  const kept = await openIn(dataDir)
  assert.ok(kept.store.read.processes.find('process_003'))
  await kept.store.close()
})

test('a restore that was killed after the database was moved aside leads to a refusal, and can be done again', async (t) => {
  const { dataDir, backup } = await backedUp(t)
  for (const name of readdirSync(dataDir))
    if (name.startsWith('phonefarm.db')) rmSync(path.join(dataDir, name))
  await assert.rejects(openIn(dataDir), { name: 'DatabaseDamaged' })
  await restoreBackup({ dataDir, backup, now: AT })
  assert.equal(processCount(databaseIn(dataDir)), 3)
  assert.ok(existsSync(databaseIn(dataDir)))
})

test('the copy from before a new schema can be restored, and is brought up to date by the next start', async (t) => {
  const dataDir = dataDirectory(t)
  placeFixture(dataDir, 'schema-1.sql')
  await (await openIn(dataDir)).store.close()
  const [copy] = readdirSync(backupDirectoryOf(dataDir)).filter((name) => name.endsWith('.db'))
  const backup = path.join(backupDirectoryOf(dataDir), String(copy))
  const { schema } = await restoreBackup({ dataDir, backup, now: AT })
  assert.equal(schema, 1)
  const kept = await openIn(dataDir, new Date('2026-03-23T08:30:00Z'))
  assert.equal(kept.store.read.processes.find('01960000-0000-7000-8000-000000000002')?.status, 'EXECUTING')
  await kept.store.close()
})

test('a database that was moved aside with changes in its log can be restored without losing them', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await fill(kept, 3)
  const aside = path.join(dataDir, 'aside')
  mkdirSync(aside)
  const old = path.join(aside, 'phonefarm.db')
  for (const suffix of ['', '-wal']) copyFileSync(`${databaseIn(dataDir)}${suffix}`, `${old}${suffix}`)
  await kept.store.close()

  await restoreBackup({ dataDir, backup: old, now: AT })

  assert.equal(processCount(databaseIn(dataDir)), 3)
  assert.deepEqual(
    readdirSync(dataDir).filter((name) => name.includes('restoring')),
    [],
  )
})

test('events after a restore have ids of another epoch, because their numbers are given again', async (t) => {
  const { dataDir, backup } = await backedUp(t)
  const epochOf = async () => {
    const kept = await openIn(dataDir)
    const epoch = kept.store.read.events.epoch()
    await kept.store.close()
    return epoch
  }
  const before = [await epochOf(), await epochOf()]

  await restoreBackup({ dataDir, backup, now: new Date('2026-03-22T09:00:00Z') })

  const after = [await epochOf(), await epochOf()]
  assert.equal(before[0], before[1])
  assert.equal(after[0], after[1])
  assert.notEqual(before[0], after[0])
})
