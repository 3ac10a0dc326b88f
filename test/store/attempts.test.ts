import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AttemptRow, type AttemptOutcome } from '../../src/store/attempts.ts'
import { openDatabase } from '../../src/store/database.ts'
import { LeaseRow } from '../../src/store/leases.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'

const AT = '2026-03-22T08:30:00.000Z'

const ROWS = [
  { table: 'attempts', schema: AttemptRow },
  { table: 'leases', schema: LeaseRow },
]

for (const { table, schema } of ROWS) {
  test(`the row schema of ${table} has exactly the table's columns`, () => {
    const columns = openDatabase(':memory:').pragma(`table_info(${table})`) as { name: string }[]

    assert.deepEqual(
      Object.keys(schema.properties),
      columns.map(({ name }) => name),
    )
  })
}

const HISTORIES: { outcomes: AttemptOutcome[]; inARow: boolean }[] = [
  { outcomes: [], inARow: false },
  { outcomes: ['interrupted'], inARow: false },
  { outcomes: ['interrupted', 'interrupted'], inARow: true },
  { outcomes: ['failed', 'interrupted', 'interrupted'], inARow: true },
  { outcomes: ['interrupted', 'failed', 'interrupted'], inARow: false },
  { outcomes: ['interrupted', 'interrupted', 'stopped'], inARow: false },
]

for (const { outcomes, inARow } of HISTORIES) {
  test(`[${outcomes.join(', ')}] does ${inARow ? '' : 'not '}end with two interruptions`, async () => {
    const clock = createFakeClock()
    const store = await openFarm(clock)
    await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
    await store.write('put_phone', ({ attempts }) => {
      for (const [index, outcome] of outcomes.entries()) {
        const key = { queue_item_id: 'i1', attempt: index + 1, boot_id: 'boot-1' }
        attempts.begin({ ...key, phone_id: 'phone_01', started_at: AT })
        attempts.end({ ...key, ended_at: AT, outcome, error: null })
      }
    })

    assert.equal(store.read.attempts.interruptedInARow('i1', 2), inARow)
  })
}

test('a session of an attempt that is over is not stored', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  const key = { queue_item_id: 'i1', attempt: 1, boot_id: 'boot-1' }

  const stored = await store.write('put_phone', ({ attempts }) => {
    attempts.begin({ ...key, phone_id: 'phone_01', started_at: AT })
    attempts.end({ ...key, ended_at: AT, outcome: 'stopped', error: null })
    return attempts.setSession({ ...key, session_id: 's1', container: 'http://127.0.0.1:4723', at: AT })
  })

  assert.equal(stored, false)
})
