import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import Sqlite from 'better-sqlite3'
import type { ReserveFile } from '../../src/store/reserve-file.ts'
import { openStore } from '../../src/store/store.ts'
import { createDiskWatch, type StorageFailure } from '../../src/upkeep/disk-watch.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { recordingLog } from '../support/recording-log.ts'

/** A store in memory on a disk whose free room the test says. */
function watched(t: TestContext, { room = true } = {}) {
  const clock = createFakeClock()
  const { log, lines } = recordingLog()
  const disk = { room, reserved: false }
  const reserve: ReserveFile = {
    make: async () => (disk.reserved ||= disk.room),
    release: () => (disk.reserved = false),
    freeBytes: () => 0,
  }
  const store = openStore({ file: ':memory:', giveWay: reserve.release })
  t.after(() => store.close())
  const failures: StorageFailure[] = []
  let rooms = 0
  const watch = createDiskWatch({
    store,
    reserve,
    clock,
    log,
    onRoom: () => rooms++,
    onFailed: (failure) => failures.push(failure),
  })
  t.after(watch.stop)
  const fail = (code: string) =>
    store.write('end_attempt', () => {
      throw new Sqlite.SqliteError('no', code)
    })
  return { clock, lines, disk, store, watch, failures, rooms: () => rooms, fail }
}

test('a full disk is said once, gives up the reserve, and is looked at until there is room', async (t) => {
  const { clock, lines, disk, store, watch, rooms, fail } = watched(t)
  await watch.start()
  assert.deepEqual([disk.reserved, watch.check()], [true, { ok: true }])

  disk.room = false
  await assert.rejects(fail('SQLITE_FULL'))
  await assert.rejects(fail('SQLITE_FULL'))
  assert.equal(disk.reserved, false)
  assert.deepEqual(watch.check(), { ok: false, message: 'the disk is full: nothing new is stored' })
  await clock.advance(60_000)
  await assert.rejects(
    store.write('accept', () => 1),
    { detail: 'storage_full' },
  )

  disk.room = true
  await clock.advance(2000)
  assert.deepEqual([disk.reserved, watch.check(), rooms()], [true, { ok: true }, 1])
  assert.equal(await store.write('accept', () => 1), 1)
  assert.deepEqual(
    lines.map(({ level, msg }) => [level, msg]),
    [
      ['error', 'disk is full: nothing new is stored'],
      ['info', 'disk has room again'],
    ],
  )
})

test('a disk that is full a second time is looked at again', async (t) => {
  const { clock, disk, store, watch, rooms, fail } = watched(t)
  await watch.start()
  for (let time = 1; time <= 2; time++) {
    disk.room = false
    await assert.rejects(fail('SQLITE_FULL'))
    disk.room = true
    await clock.advance(2000)
    assert.deepEqual([store.storage.state(), rooms()], ['ok', time])
  }
})

test('a start without room for the reserve takes in nothing until there is some', async (t) => {
  const { clock, disk, store, watch } = watched(t, { room: false })
  await watch.start()
  assert.equal(store.storage.state(), 'full')
  disk.room = true
  await clock.advance(2000)
  assert.equal(store.storage.state(), 'ok')
})

const FAILURES: [code: string, kind: StorageFailure['kind']][] = [
  ['SQLITE_IOERR_FSYNC', 'io'],
  ['SQLITE_CORRUPT', 'corruption'],
]

for (const [code, kind] of FAILURES) {
  test(`${code} is told once, as ${kind}, so that the process ends`, async (t) => {
    const { store, watch, failures, fail } = watched(t)
    await watch.start()
    await assert.rejects(fail(code))
    await assert.rejects(
      store.write('end_attempt', () => 1),
      { detail: 'storage_failed' },
    )
    assert.deepEqual(
      failures.map((failure) => failure.kind),
      [kind],
    )
    assert.equal(watch.check().ok, false)
  })
}
