import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStore } from '../../src/store/store.ts'
import { createEventPruning } from '../../src/upkeep/event-pruning.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { recordingLog } from '../support/recording-log.ts'

test('every ten minutes events older than three days go, and those beyond the number that is kept', async (t) => {
  const clock = createFakeClock()
  const store = openStore({ file: ':memory:' })
  t.after(() => store.close())
  await store.write('put_phone', ({ phones }) =>
    phones.put({ phone_id: 'phone_01', serial: 'serial-01', name: null, app_versions: '{}' }, clock.now()),
  )
  const state = (count: number, at: string) =>
    store.write('record_phone_state', ({ phoneStates }) => {
      for (let number = 0; number < count; number++)
        phoneStates.add({ phone_id: 'phone_01', state: 'ready', reason: null, next: null, at })
    })
  const limits = { days: 3, rows: 30, slice: 4 }
  const pruning = createEventPruning({ store, clock, log: recordingLog().log, limits })
  pruning.start()

  await state(10, '2026-03-19T08:39:59.999Z')
  await state(20, '2026-03-19T08:40:00.001Z')
  await clock.advance(10 * 60_000 + 100)
  const old = store.read.events.oldestId()
  await state(25, '2026-03-22T08:40:00.000Z')
  await clock.advance(10 * 60_000 - 1)
  await clock.advance(200)

  assert.equal(old, 11)
  assert.equal(store.read.events.oldestId(), 31)
  await pruning.stop()
})

test('a pause that failed is followed by another try', async () => {
  const clock = createFakeClock()
  const { log, lines } = recordingLog()
  let tries = 0
  const write = () => {
    tries++
    return Promise.reject(new Error('the disk is full'))
  }
  const pruning = createEventPruning({ store: { write }, clock, log })
  pruning.start()

  await clock.advance(20 * 60_000)
  await pruning.stop()

  assert.equal(tries, 2)
  assert.deepEqual(
    lines.map(({ msg }) => msg),
    ['old events could not be removed', 'old events could not be removed'],
  )
})
