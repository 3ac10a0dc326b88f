import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Action, EditProgress } from '../../src/domain/action.ts'
import { createToldProgress } from '../../src/scheduler/told-progress.ts'
import type { ClaimedItem } from '../../src/store/claims.ts'
import { openStore } from '../../src/store/store.ts'

const NOW = new Date('2026-03-22T08:30:00.000Z')

const item: ClaimedItem = {
  queue_item_id: 'i-1',
  attempt: 2,
  boot_id: 'boot-1',
  process_id: 'p-1',
  position: 0,
  phone_id: 'phone_01',
  account_id: 'account_01',
  action_id: 1,
  progress: null,
  work_failures: 0,
  infra_failures: 0,
}

const action: Action = {
  name: 'edit_profile',
  params: { display_name: 'a', bio: 'b', mutation_kind: 'operator_requested', randomized: false },
}

const field = (verified: boolean) => ({ before: '', after: 'a', changed: true, verified })
const progress = (fields: EditProgress['fields']): EditProgress => ({ kind: 'edit_profile', fields })

test('progress is told once for every unit of work, counted over all attempts, and again when it was not stored', async (t) => {
  const store = openStore({ file: ':memory:' })
  t.after(() => store.close())
  const told = createToldProgress(item, action, progress({}))
  const save = (reached: EditProgress) =>
    store.write('save_progress', (tables) => told.tell(tables, reached, NOW))

  await save(progress({ display_name: field(false) }))
  await save(progress({ display_name: field(true) }))
  await save(progress({ display_name: field(true) }))
  told.markStored()
  await save(progress({ display_name: field(true) }))
  await save(progress({ display_name: field(true), bio: field(true) }))

  assert.deepEqual(
    store.read.events
      .after(0, 10)
      .map(({ kind, attempt, phone_id, done, planned }) => [kind, attempt, phone_id, done, planned]),
    [
      ['progress', 2, 'phone_01', 1, 2],
      ['progress', 2, 'phone_01', 1, 2],
      ['progress', 2, 'phone_01', 2, 2],
    ],
  )
})
