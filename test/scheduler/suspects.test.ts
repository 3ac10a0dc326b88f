import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CloseOrphan } from '../../src/scheduler/rescue.ts'
import { addProcess } from '../support/farm.ts'
import { firstBoot, reopened, statusOf, type Boot } from './crashed-farm.ts'
import { schedulerOn } from './farm-scheduler.ts'
import { scriptedExecute, type ScriptedExecute } from './scripted-execute.ts'

/** Longer than any pause before the next attempt at what a death has interrupted. */
const A_WHILE_MS = 60_000

/** A boot that has handed out what it could. */
async function working(
  { store, clock }: Boot,
  bootId: string,
  closeOrphan: CloseOrphan = async () => undefined,
): Promise<ScriptedExecute> {
  const script = scriptedExecute()
  const scheduler = schedulerOn(store, clock, { execute: script.execute, bootId, closeOrphan })
  const started = scheduler.start()
  await clock.advance(A_WHILE_MS)
  await started
  return script
}

const running = ({ runs }: ScriptedExecute) => runs.map(({ run }) => run.item.queue_item_id).toSorted()

/** What runs on two phones has seen the daemon die twice. */
async function twiceDead(...args: Parameters<typeof firstBoot>): Promise<Boot> {
  let boot = await firstBoot(...args)
  const items = [
    { queue_item_id: 'poison', phone_id: 'phone_01' },
    { queue_item_id: 'bystander', phone_id: 'phone_02' },
  ]
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items })
  for (const bootId of ['boot-1', 'boot-2']) {
    assert.deepEqual(running(await working(boot, bootId)), ['bystander', 'poison'])
    await boot.store.close()
    boot = reopened(boot)
  }
  return boot
}

test('of the items that the last two deaths have interrupted only one runs at a time', async (t) => {
  const boot = await twiceDead(t, ['phone_01', 'phone_02'])

  const script = await working(boot, 'boot-3')
  assert.equal(script.runs.length, 1)
  const [first] = running(script)
  script.runs[0]?.succeed()
  await boot.clock.advance(A_WHILE_MS)

  assert.equal(script.runs.length, 2)
  assert.equal(statusOf(boot.store, String(first)), 'DONE')
  await boot.store.close()
})

test('the third death condemns the item that ran alone, and nothing that had run beside it', async (t) => {
  const boot = await twiceDead(t, ['phone_01', 'phone_02'])
  const [condemned] = running(await working(boot, 'boot-3'))
  await boot.store.close()
  const last = reopened(boot)

  const script = await working(last, 'boot-4')
  for (const held of script.runs) held.succeed()
  await last.clock.advance(A_WHILE_MS)

  const other = condemned === 'poison' ? 'bystander' : 'poison'
  assert.deepEqual(
    [statusOf(last.store, String(condemned)), statusOf(last.store, other)],
    ['DEAD_LETTER', 'DONE'],
  )
  await last.store.close()
})

test('other work goes on beside a suspect', async (t) => {
  const boot = await twiceDead(t, ['phone_01', 'phone_02', 'phone_03'])
  const items = [{ queue_item_id: 'other', phone_id: 'phone_03' }]
  await addProcess(boot.store, boot.clock, { process_id: 'p2', items })

  const script = await working(boot, 'boot-3')

  assert.equal(script.runs.length, 2)
  assert.ok(running(script).includes('other'))
  await boot.store.close()
})

test('a suspect on a phone that stays away after the death does not hold up the others', async (t) => {
  const boot = await twiceDead(t, ['phone_01', 'phone_02'])
  const [first] = running(await working(boot, 'boot-3'))
  const away = boot.store.read.queueItems.find(String(first))?.phone_id
  await boot.store.close()
  const last = reopened(boot)

  const script = await working(last, 'boot-4', async ({ phone_id }) => {
    if (phone_id === away) throw new Error('no such device')
  })

  assert.deepEqual(running(script), [first === 'poison' ? 'bystander' : 'poison'])
  await last.store.close()
})
