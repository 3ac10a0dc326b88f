import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startCare } from './care-farm.ts'

test('a connected phone is asked within seconds, and its battery is told and kept', async (t) => {
  const { care, store, until } = await startCare(t)
  care.start()

  await until(() => care.of('phone_01') !== null, 'a reading')

  const { level, temperature_c, status, health, powered, warnings } = care.of('phone_01') ?? {}
  assert.deepEqual(
    { level, temperature_c, status, health, powered, warnings },
    { level: 87, temperature_c: 29.1, status: 'charging', health: 'good', powered: true, warnings: [] },
  )
  await until(() => store.read.phoneSamples.latest('phone_01') !== undefined, 'a stored sample')
  assert.equal(store.read.phoneSamples.latest('phone_01')?.level, 87)
})

test('a phone that is not connected is not asked', async (t) => {
  const { care, clock, commands, state } = await startCare(t)
  state.word = 'offline'
  care.start()

  await clock.advance(300_000)

  assert.deepEqual(commands, [])
})

test('what hardly changes is stored every quarter of an hour', async (t) => {
  const { care, clock, store, until } = await startCare(t)
  care.start()
  await until(() => store.read.phoneSamples.latest('phone_01') !== undefined, 'a stored sample')

  for (let minute = 0; minute < 40; minute++) await clock.advance(60_000)

  const stored = store.read.phoneSamples.ofPhone('phone_01', '2026-01-01').length
  assert.ok(stored >= 3 && stored <= 4, `${stored} samples in 40 minutes`)
})

test('a battery that is a little warmer with each reading is told anew every ten minutes, not every minute', async (t) => {
  const { care, board, clock, fault } = await startCare(t)
  care.start()
  let changes = 0
  board.onChange(() => (changes += 1))
  for (let minute = 0; minute < 30; minute++) {
    await fault({ fault: 'battery', temperature_c: 43 + minute / 10 })
    for (let second = 0; second < 60; second++) await clock.advance(1000)
  }

  assert.ok(changes >= 2 && changes <= 4, `${changes} changes in 30 minutes`)
})

/** A fault of the phone, and what the board says then. */
const CONDITIONS = [
  {
    name: 'hot',
    fault: { fault: 'battery', temperature_c: 43 },
    source: 'care',
    condition: {
      state: 'too_hot',
      reason: 'its battery has 43 °C',
      next: 'it rests, and takes work again below 38 °C',
    },
  },
  {
    name: 'empty',
    fault: { fault: 'battery', level: 18, charging: false },
    source: 'care',
    condition: {
      state: 'low_battery',
      reason: 'its battery is at 18 % and gets no power',
      next: 'a person gives it power; it takes work again at 35 %',
    },
  },
  {
    name: 'full',
    fault: { fault: 'storage', free_mb: 120 },
    source: 'storage',
    condition: {
      state: 'low_storage',
      reason: 'only 120 MiB are free on it',
      next: 'a person makes room; it takes work again with 800 MiB',
    },
  },
] as const

for (const { name, fault, source, condition } of CONDITIONS) {
  test(`a phone that is ${name} rests, and takes work again when it is not`, async (t) => {
    const farm = await startCare(t)
    await farm.fault(fault)
    farm.care.start()
    await farm.until(() => farm.board.of('phone_01').has(source), 'the condition')
    const pinned = farm.board.of('phone_01').get(source)

    await farm.fault({ fault: 'battery', temperature_c: 30, level: 80, charging: true })
    await farm.fault({ fault: 'clear' })
    await farm.fault({ fault: 'battery', temperature_c: 30 })
    await farm.until(() => !farm.board.of('phone_01').has(source), 'the end of the condition')

    assert.deepEqual(pinned, condition)
    assert.deepEqual(farm.interrupted, [])
  })
}

test('at 46 °C a run is asked to stop', async (t) => {
  const { care, fault, interrupted, until } = await startCare(t)
  await fault({ fault: 'battery', temperature_c: 46.5 })
  care.start()

  await until(() => interrupted.length > 0, 'the stop')

  assert.deepEqual(interrupted, ['phone_01: the phone is too hot to go on: 46.5 °C'])
})

test('a battery that says it is dead is warned of', async (t) => {
  const { care, fault, until } = await startCare(t)
  await fault({ fault: 'battery', health: 'dead' })
  care.start()

  await until(() => care.of('phone_01') !== null, 'a reading')

  assert.deepEqual(care.of('phone_01')?.warnings, ['it says of itself: dead'])
})

test('between two items a phone rests, and whoever hands out work is told when that is over', async (t) => {
  const { care, clock, woken, work } = await startCare(t, { restMs: 60_000 })

  const before = care.resting('phone_01')
  await work()
  const after = care.resting('phone_01')
  await clock.advance(60_000)

  assert.equal(before, null)
  assert.deepEqual(after, { code: 'phone_resting', message: 'phone phone_01 rests between two items' })
  assert.equal(care.resting('phone_01'), null)
  assert.deepEqual(woken, ['phone_01'])
})

test('the work of the day puts a phone behind those that have done less', async (t) => {
  const { care, store } = await startCare(t)
  const run = { phone_id: 'phone_01', queue_item_id: 'item_1', attempt: 1, boot_id: 'boot_1' }
  await store.write('claim', ({ leases }) => {
    leases.take({ ...run, at: '2026-03-22T02:00:00.000Z' })
    leases.release({ ...run, at: '2026-03-22T08:00:00.000Z' })
  })

  assert.equal(care.handicapMs('phone_01'), 30 * 60_000)
})

test('batteries are told in numbers', async (t) => {
  const { care, until } = await startCare(t)
  care.start()
  await until(() => care.of('phone_01') !== null, 'a reading')

  const percent = care.metrics().find(({ name }) => name === 'phonefarm_phone_battery_percent')

  assert.deepEqual(percent?.samples, [{ labels: { phone_id: 'phone_01' }, value: 87 }])
})
