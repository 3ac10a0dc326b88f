import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../src/store/database.ts'
import type { PhoneSampleRow } from '../../src/store/phone-samples.ts'
import { openStore } from '../../src/store/store.ts'

const NOW = new Date('2026-03-22T08:30:00.000Z')

function sample(at: string, more: Partial<PhoneSampleRow> = {}): PhoneSampleRow {
  return {
    phone_id: 'phone_01',
    at,
    level: 80,
    temperature_c: 30,
    status: 'charging',
    health: 'good',
    voltage_mv: 4100,
    charge_uah: 3_600_000,
    design_uah: null,
    cycles: null,
    free_mb: 20_000,
    working: 0,
    ...more,
  }
}

/** A store with one phone. */
async function storeWithPhone(t: { after: (run: () => Promise<void>) => void }) {
  const store = openStore({ file: ':memory:' })
  t.after(store.close)
  const phone = { phone_id: 'phone_01', serial: 'R5CT60ABCDE', name: null, app_versions: '{}' }
  await store.write('put_phone', (tables) => tables.phones.put(phone, NOW))
  return store
}

test('samples are told oldest first, and pruned oldest first in slices', async (t) => {
  const store = await storeWithPhone(t)
  const times = ['2026-03-20T00:00:00.000Z', '2026-03-21T00:00:00.000Z', '2026-03-22T00:00:00.000Z']
  await store.write('record_samples', ({ phoneSamples }) =>
    times.forEach((at) => phoneSamples.add(sample(at))),
  )

  const removed = await store.write('record_samples', ({ phoneSamples }) =>
    phoneSamples.prune('2026-03-21T12:00:00.000Z', 1),
  )

  assert.equal(removed, 1)
  assert.deepEqual(
    store.read.phoneSamples.ofPhone('phone_01', '2026-01-01').map(({ at }) => at),
    times.slice(1),
  )
  assert.equal(store.read.phoneSamples.latest('phone_01')?.at, times[2])
})

test('a phone that was forgotten while it was asked leaves no sample', async (t) => {
  const store = await storeWithPhone(t)

  await store.write('record_samples', ({ phoneSamples }) =>
    phoneSamples.add(sample('2026-03-22T00:00:00.000Z', { phone_id: 'phone_02' })),
  )

  assert.equal(store.read.phoneSamples.latest('phone_02'), undefined)
})

test('pruning of samples goes by their age through its index', () => {
  const db = openDatabase(':memory:')
  const plan = db
    .prepare<[], { detail: string }>(
      'EXPLAIN QUERY PLAN SELECT phone_id, at FROM phone_samples WHERE at < 1 ORDER BY at LIMIT 5',
    )
    .all()

  assert.match(plan[0]?.detail ?? '', /USING (COVERING )?INDEX phone_samples_by_age/)
})

test('the first setup that was remembered stays until everything is put back', async (t) => {
  const store = await storeWithPhone(t)
  const remember = (setup: string, at: string, serial = 'R5CT60ABCDE') =>
    store.write('remember_setup', (tables) =>
      tables.phoneSetups.remember({ phone_id: 'phone_01', serial, setup, at }),
    )

  await remember('{"a":"1"}', '2026-03-22T00:00:00.000Z')
  await remember('{"a":"2"}', '2026-03-22T01:00:00.000Z')
  const kept = store.read.phoneSetups.ofPhone('phone_01')
  await remember('{"a":"3"}', '2026-03-22T02:00:00.000Z', 'another device')
  const replaced = store.read.phoneSetups.ofPhone('phone_01')
  if (replaced) await store.write('setup_restored', (tables) => tables.phoneSetups.forget(replaced))

  assert.equal(kept?.setup, '{"a":"1"}')
  assert.equal(replaced?.setup, '{"a":"3"}')
  assert.deepEqual(store.read.phoneSetups.all(), [])
})

test('the work of a day is the time that runs held a phone, of those that go on until now', async (t) => {
  const store = await storeWithPhone(t)
  const run = { phone_id: 'phone_01', queue_item_id: 'item_1', attempt: 1, boot_id: 'boot_1' }
  await store.write('claim', ({ leases }) => {
    leases.take({ ...run, at: '2026-03-22T06:00:00.000Z' })
    leases.release({ ...run, at: '2026-03-22T07:00:00.000Z' })
    leases.take({ ...run, attempt: 2, at: '2026-03-22T08:00:00.000Z' })
  })

  const worked = store.read.phoneWork.workedMs('2026-03-21T08:30:00.000Z', NOW.toISOString())

  assert.deepEqual([...worked], [['phone_01', 90 * 60_000]])
})
