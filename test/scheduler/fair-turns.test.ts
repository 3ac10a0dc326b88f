import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import type { Execute } from '../../src/scheduler/run.ts'
import { addProcess } from '../support/farm.ts'
import { startFarm, type Farm } from './farm-scheduler.ts'

/** An Execute that ends at once and remembers whom it served. */
function recorder(): { execute: Execute; order: string[] } {
  const order: string[] = []
  return {
    order,
    execute: async ({ item }) => {
      order.push(item.queue_item_id)
      return {}
    },
  }
}

interface Asked {
  system: string
  ids: readonly string[]
  mode?: 'manual' | 'unattended'
}

async function ask({ store, clock }: Farm, { system, ids, mode = 'manual' }: Asked): Promise<void> {
  const items = ids.map((queue_item_id) => ({ queue_item_id }))
  await addProcess(store, clock, { process_id: `process of ${ids[0]}`, system, mode, items })
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)
}

test('a system that asks for one item is served second although another has asked for 500', async () => {
  const { execute, order } = recorder()
  const farm = await startFarm({ execute })
  await ask(farm, { system: 'flood', ids: numbered('f', 500) })
  await farm.clock.advance(1000)
  await ask(farm, { system: 'quiet', ids: ['q1'] })

  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.deepEqual(order.slice(0, 4), ['f1', 'q1', 'f2', 'f3'])
  assert.equal(order.length, 501)
})

test('a system that asks while the first item of a flood runs is served next', async () => {
  const order: string[] = []
  const farm = await startFarm({
    execute: async ({ item }) => {
      order.push(item.queue_item_id)
      if (item.queue_item_id === 'f1') await ask(farm, { system: 'quiet', ids: ['q1'] })
      return {}
    },
  })
  await ask(farm, { system: 'flood', ids: numbered('f', 3) })

  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.deepEqual(order, ['f1', 'q1', 'f2', 'f3'])
})

test('three systems with many items each are served in turn', async () => {
  const { execute, order } = recorder()
  const farm = await startFarm({ execute })
  for (const system of ['a', 'b', 'c']) await ask(farm, { system, ids: numbered(system, 3) })

  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.deepEqual(order, ['a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'a3', 'b3', 'c3'])
})

test('items of one system run in the order in which they were asked for', async () => {
  const { execute, order } = recorder()
  const farm = await startFarm({ execute })
  for (const id of ['z', 'm', 'a']) {
    await ask(farm, { system: 'tracker', ids: [id] })
    await farm.clock.advance(1000)
  }

  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.deepEqual(order, ['z', 'm', 'a'])
})

test('manual work goes before unattended work, whoever floods', async () => {
  const { execute, order } = recorder()
  const farm = await startFarm({ execute })
  await ask(farm, { system: 'flood', ids: numbered('u', 3), mode: 'unattended' })
  await ask(farm, { system: 'tracker', ids: numbered('m', 2) })

  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.deepEqual(order, ['m1', 'm2', 'u1', 'u2', 'u3'])
})

test('a flood of manual work does not put newcomers behind an older flood of unattended work', async () => {
  const { execute, order } = recorder()
  const farm = await startFarm({ execute })
  await ask(farm, { system: 'flood', ids: numbered('u', 20), mode: 'unattended' })
  await ask(farm, { system: 'tracker', ids: numbered('m', 20) })
  farm.scheduler.wake()
  while (order.length < 21) await farm.clock.advance(0)
  await ask(farm, { system: 'quiet', ids: ['q1'], mode: 'unattended' })

  await farm.scheduler.idle()

  assert.ok(order.indexOf('q1') <= 23, `served as number ${order.indexOf('q1') + 1}`)
})

test('an item that is tried again keeps its turn', async () => {
  const order: string[] = []
  const farm = await startFarm({
    execute: async ({ item, attempt }) => {
      order.push(item.queue_item_id)
      if (item.queue_item_id === 'a1' && attempt === 1) throw new RunError('device', 'phone is gone')
      if (item.queue_item_id === 'a2') await farm.store.write('promote_due', promoteAll)
      return {}
    },
  })
  await ask(farm, { system: 'tracker', ids: numbered('a', 4) })

  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.deepEqual(order, ['a1', 'a2', 'a1', 'a3', 'a4'])
})

const promoteAll: Parameters<Farm['store']['write']>[1] = (tables) =>
  tables.claims.promoteDue({ at: '2027-01-01T00:00:00.000Z', limit: 10 })
