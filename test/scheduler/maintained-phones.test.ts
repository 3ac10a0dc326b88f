import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sessionsOf, takeStock } from '../../src/scheduler/left-behind.ts'
import { openOffice } from '../support/store.ts'

test('a phone on which a dead boot was at work is held and cleaned before anything else uses it', async (t) => {
  const { store } = await openOffice(t)
  const at = '2026-03-22T08:30:00.000Z'
  const hold = { kind: 'maintenance', phone_id: 'phone_01', holder: 'recovery', boot_id: 'dead' } as const
  await store.write('begin_recovery', (tables) => tables.leases.takeFor(hold, at))

  const left = await store.write('begin_rescue', (tables) => takeStock(tables, 'alive', at))

  assert.deepEqual(
    left.map(({ phone_id, serial }) => [phone_id, serial]),
    [['phone_01', 'serial-01']],
  )
  assert.deepEqual(left.flatMap(sessionsOf), [{ account_id: null, session_id: null, container: null }])
  const { holder, boot_id } = store.read.leases.ofPhone('phone_01') ?? {}
  assert.deepEqual([holder, boot_id], ['rescue', 'alive'])
})

test("a maintenance of this boot's own is left alone", async (t) => {
  const { store } = await openOffice(t)
  const at = '2026-03-22T08:30:00.000Z'
  const hold = { kind: 'maintenance', phone_id: 'phone_01', holder: 'recovery', boot_id: 'alive' } as const
  await store.write('begin_recovery', (tables) => tables.leases.takeFor(hold, at))

  assert.deepEqual(await store.write('begin_rescue', (tables) => takeStock(tables, 'alive', at)), [])
})
