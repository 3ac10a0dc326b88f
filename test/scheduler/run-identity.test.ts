import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import { PRUNE_START } from '../../src/store/retention.ts'
import { addProcess } from '../support/farm.ts'
import { runOne, startFarm } from './farm-scheduler.ts'

test('the username that a run has seen is stored with its process, and told in the timeline', async () => {
  const farm = await startFarm({
    execute: async (run) => {
      await run.onIdentity('user_01')
      return {}
    },
  })

  await runOne(farm)

  assert.deepEqual(farm.store.read.accountIdentities.lastVerified('account_01'), {
    account_id: 'account_01',
    username: 'user_01',
    verified_at: '2026-03-22T08:30:00.000Z',
    process_id: 'p1',
  })
  const told = farm.store.read.timeline.ofProcess('p1').find(({ event }) => event === 'identity_verified')
  assert.deepEqual(
    [told?.queue_item_id, told?.attempt, told?.phone_id, told?.detail],
    ['i1', 1, 'phone_01', 'the app acts as user_01'],
  )
})

test('a run that met another account is remembered, and does not touch what was proven before', async () => {
  const farm = await startFarm({
    execute: async (run) => {
      if (run.item.process_id === 'p1') await run.onIdentity('user_01')
      else throw new RunError('account_mismatch', 'the app acts as otto after a switch to user_01')
      return {}
    },
  })
  await runOne(farm)
  await addProcess(farm.store, farm.clock, { process_id: 'p2', items: [{ queue_item_id: 'i2' }] })

  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.deepEqual(farm.store.read.accountIdentities.lastMismatch('account_01'), {
    account_id: 'account_01',
    message: 'the app acts as otto after a switch to user_01',
    at: '2026-03-22T08:30:00.000Z',
    process_id: 'p2',
  })
  assert.equal(farm.store.read.accountIdentities.lastVerified('account_01')?.process_id, 'p1')
})

test('what was proven outlives the process that saw it', async () => {
  const farm = await startFarm({
    execute: async (run) => {
      await run.onIdentity('user_01')
      return {}
    },
  })
  await runOne(farm)
  await farm.store.write('prune', (tables) => {
    // The receiver has what it waits for.
    for (const { delivery_id, process_id, sequence, tries } of tables.deliveries.ofProcess('p1')) {
      tables.deliveries.delivered({
        delivery_id,
        process_id,
        sequence,
        tries,
        at: '2026-03-22T08:30:00.000Z',
      })
    }
    return tables.retention.prune('2027-01-01T00:00:00.000Z', PRUNE_START, { looked: 10, removed: 1000 })
  })

  const seen = farm.store.read.accountIdentities.lastVerified('account_01')

  assert.equal(farm.store.read.processes.find('p1'), undefined)
  assert.deepEqual([seen?.username, seen?.process_id], ['user_01', null])
})

test('an attempt is counted for its account in the transaction that ends it', async () => {
  let tries = 0
  const farm = await startFarm({
    execute: async (run) => {
      tries += 1
      await farm.clock.sleep(90_000, run.signal)
      if (tries === 1) throw new RunError('app_changed', 'no such button')
      return {}
    },
  })
  await addProcess(farm.store, farm.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  farm.scheduler.wake()
  await farm.clock.advance(600_000)
  await farm.scheduler.idle()

  const { since: _since, ...totals } = farm.store.read.accountDays.totals('account_01') ?? {}

  assert.deepEqual(totals, { account_id: 'account_01', runs: 2, completed: 1, failed: 1, seconds: 180 })
})
