import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { backupDirectoryOf } from '../../src/store/backup-list.ts'
import { writeBackup } from '../../src/store/backup.ts'
import { createBackups } from '../../src/upkeep/backups.ts'
import { doChore, type Chore, type ChoreResult } from '../../src/upkeep/chores.ts'
import { AT, databaseIn, dataDirectory, fill, openIn, processCount } from '../store/data-place.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { recordingLog } from '../support/recording-log.ts'

const HOUR_MS = 3_600_000

function scheduled(t: TestContext, { everyMs = 24 * HOUR_MS, directory = dataDirectory(t) } = {}) {
  const clock = createFakeClock()
  const { log, lines } = recordingLog()
  const chores: Chore[] = []
  const answer: { next: ChoreResult | Error; freeBytes: number } = { next: { file: 'a.db' }, freeBytes: 1000 }
  const backups = createBackups({
    source: 'phonefarm.db',
    directory,
    everyMs: everyMs === 0 ? null : everyMs,
    clock,
    log,
    doChore: async (chore) => {
      chores.push(chore)
      if (answer.next instanceof Error) throw answer.next
      return answer.next
    },
    freeBytes: () => answer.freeBytes,
    neededBytes: () => 500,
  })
  t.after(backups.stop)
  backups.start()
  return { clock, chores, answer, backups, lines }
}

test('a backup is made a minute after the first start and then every so often', async (t) => {
  const { clock, chores, backups } = scheduled(t)
  assert.deepEqual(backups.check(), { ok: true, message: 'no backup yet' })
  await clock.advance(60_000)
  assert.deepEqual(chores, [
    {
      chore: 'backup',
      source: 'phonefarm.db',
      directory: chores[0]?.chore === 'backup' ? chores[0].directory : '',
      now: '2026-03-22T08:31:00.000Z',
      keep: 7,
    },
  ])
  assert.deepEqual(backups.check(), { ok: true, message: 'last backup 2026-03-22T08:31:00.000Z' })
  await clock.advance(3 * 24 * HOUR_MS)
  assert.equal(chores.length, 4)
})

test('a start soon after a backup waits for the rest of the time', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await kept.store.close()
  const directory = backupDirectoryOf(dataDir)
  const now = new Date('2026-03-22T02:30:00.000Z')
  await writeBackup({ source: databaseIn(dataDir), directory, prefix: 'phonefarm', now })
  const { clock, chores, backups } = scheduled(t, { directory })
  assert.equal(backups.check().message, 'last backup 2026-03-22T02:30:00.000Z')
  await clock.advance(18 * HOUR_MS - 1)
  assert.equal(chores.length, 0)
  await clock.advance(1)
  assert.equal(chores.length, 1)
})

const TROUBLE: [what: string, answer: { next: ChoreResult | Error; freeBytes: number }][] = [
  ['the copy is damaged', { next: { error: 'its copy is damaged' }, freeBytes: 1000 }],
  ['its process breaks', { next: new Error('ended with 1'), freeBytes: 1000 }],
  ['the disk has too little room', { next: { file: 'a.db' }, freeBytes: 499 }],
]

for (const [what, answer] of TROUBLE) {
  test(`when ${what}, it is said and tried again in an hour`, async (t) => {
    const { clock, chores, backups, lines, answer: given } = scheduled(t)
    Object.assign(given, answer)
    await clock.advance(60_000)
    assert.deepEqual(
      lines.map(({ level, msg }) => [level, msg]),
      [['error', 'backup failed']],
    )
    assert.equal(backups.check().message, 'no backup yet')
    Object.assign(given, { next: { file: 'a.db' }, freeBytes: 1000 })
    const before = chores.length
    await clock.advance(HOUR_MS)
    assert.equal(chores.length, before + 1)
  })
}

test('none is made when none is wanted', async (t) => {
  const { clock, chores, backups } = scheduled(t, { everyMs: 0 })
  await clock.advance(48 * HOUR_MS)
  assert.deepEqual([chores, backups.check().message], [[], 'no backups are made'])
})

test('a process of its own makes the backup beside a daemon that writes, and keeps the newest', async (t) => {
  const dataDir = dataDirectory(t)
  const kept = await openIn(dataDir)
  await fill(kept, 4)
  const directory = backupDirectoryOf(dataDir)
  const order = { chore: 'backup' as const, source: databaseIn(dataDir), directory, keep: 2 }
  const files: string[] = []
  for (const now of ['2026-03-22T08:30:00Z', '2026-03-23T08:30:00Z', '2026-03-24T08:30:00Z']) {
    const told = await doChore({ ...order, now }, AbortSignal.timeout(30_000))
    assert.ok('file' in told, JSON.stringify(told))
    files.push(told.file)
  }
  assert.deepEqual(
    readdirSync(directory)
      .filter((name) => name.endsWith('.db'))
      .toSorted(),
    ['phonefarm-20260323T083000000Z.db', 'phonefarm-20260324T083000000Z.db'],
  )
  assert.equal(processCount(path.join(directory, path.basename(files[2] ?? ''))), 4)
})

test('a process of its own tells what it could not do, and what it found', async (t) => {
  const dataDir = dataDirectory(t)
  const signal = AbortSignal.timeout(30_000)
  const missing = databaseIn(dataDir)
  const failed = await doChore(
    { chore: 'backup', source: missing, directory: dataDir, now: AT.toISOString(), keep: 1 },
    signal,
  )
  assert.match('error' in failed ? failed.error : '', /no backup of .* could be made in .*: unable to open/)
  const kept = await openIn(dataDir)
  await fill(kept, 1)
  assert.deepEqual(await doChore({ chore: 'check', source: missing }, signal), { structure: [], rows: [] })
  await kept.store.close()
})
