import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import type { ItemResult } from '../../src/domain/action.ts'
import type { Run } from '../../src/scheduler/run.ts'
import { addProcess } from '../support/farm.ts'
import { startFarm, storeCancel, type Farm } from './farm-scheduler.ts'
import { scriptedExecute } from './scripted-execute.ts'

const KEY = { capability: 'keyword_warmup', app: 'clips', app_version: '1.2', pack_hash: 'abc' } as const
const DRIVEN = { app: 'clips', app_version: '1.2', pack_hash: 'abc' }
const WATCHED: ItemResult = { videos_seen: 2, videos_watched: 2 }
const CHANGED = new RunError('app_changed', 'expected the element open_search within 20 s')

/** A farm on which every run ends as the test's list says, one after the other; what comes after the list is watched well. */
async function farmOf(ends: readonly (ItemResult | RunError)[], driven = DRIVEN): Promise<Farm> {
  let run = 0
  return startFarm({
    execute: async ({ onDriven }: Run) => {
      onDriven(driven)
      const end = ends[run++] ?? WATCHED
      if (end instanceof RunError) throw end
      return end
    },
  })
}

/** Submits so many items, each a process of its own, and runs them until nothing is left. */
async function runAll({ store, clock, scheduler }: Farm, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    const process_id = `p${number}`
    await addProcess(store, clock, { process_id, items: [{ queue_item_id: `i${number}` }] })
  }
  scheduler.wake()
  await scheduler.idle()
  await clock.advance(3_600_000)
  await scheduler.idle()
}

test('three completed runs in a row earn a verification, and the runs are linked', async () => {
  const farm = await farmOf([])

  await runAll(farm, 3)

  const row = farm.store.read.verifications.find(KEY)
  assert.equal(row?.status, 'verified')
  assert.equal(row?.reason, '3 runs in a row completed with every effect proven')
  const runs = ['1', '2', '3'].map((number) => ({
    process_id: `p${number}`,
    queue_item_id: `i${number}`,
    at: '2026-03-22T08:30:00.000Z',
    outcome: 'completed',
  }))
  assert.deepEqual(JSON.parse(row?.runs ?? ''), runs)
})

test('one failed run leaves it as it is', async () => {
  const farm = await farmOf([WATCHED, WATCHED, WATCHED, CHANGED])

  await runAll(farm, 3)
  await addProcess(farm.store, farm.clock, { process_id: 'late', items: [{ queue_item_id: 'late' }] })
  farm.scheduler.wake()
  await farm.scheduler.idle()

  // The failed item's next attempt goes well: one failure of the last two runs is not enough.
  assert.equal(farm.store.read.verifications.find(KEY)?.status, 'verified')
})

test('two failed runs withdraw it, and the timeline of the one that did says why', async () => {
  const farm = await farmOf([WATCHED, WATCHED, WATCHED, CHANGED, CHANGED])

  await runAll(farm, 4)

  const row = farm.store.read.verifications.find(KEY)
  assert.equal(row?.status, 'withdrawn')
  assert.equal(
    row?.reason,
    '2 of the last 2 runs ended as app_changed: expected the element open_search within 20 s',
  )
  const events = farm.store.read.timeline.ofProcess('p4').filter(({ event }) => event.startsWith('verif'))
  assert.deepEqual(
    events.map(({ event, attempt, detail }) => ({ event, attempt, detail })),
    [
      {
        event: 'verification_withdrawn',
        attempt: 2,
        detail:
          'keyword_warmup in clips 1.2 by pack abc: 2 of the last 2 runs ended as app_changed: expected the element open_search within 20 s',
      },
    ],
  )
})

test('it is earned again only by good runs after the withdrawal', async () => {
  const farm = await farmOf([WATCHED, WATCHED, WATCHED, CHANGED, CHANGED])

  await runAll(farm, 6)

  // The failed item's third attempt and two more items.
  const row = farm.store.read.verifications.find(KEY)
  assert.equal(row?.status, 'verified')
  const runs: { queue_item_id: string }[] = JSON.parse(row?.runs ?? '[]')
  assert.deepEqual(runs.map(({ queue_item_id }) => queue_item_id).toSorted(), ['i4', 'i5', 'i6'])
})

for (const [what, driven] of [
  ['another version of the app', { ...DRIVEN, app_version: '1.3' }],
  ['another pack', { ...DRIVEN, pack_hash: 'def' }],
] as const) {
  test(`runs of ${what} say nothing about this one`, async () => {
    const farm = await farmOf([], driven)

    await runAll(farm, 3)

    assert.equal(farm.store.read.verifications.find(KEY), undefined)
    assert.equal(farm.store.read.verifications.find({ ...KEY, ...driven })?.status, 'verified')
  })
}

test('a run on a phone that has not told the version of its app counts for none', async () => {
  let run = 0
  const farm = await startFarm({
    execute: async ({ onDriven }: Run) => {
      onDriven({ ...DRIVEN, app_version: null })
      run++
      return WATCHED
    },
  })

  await runAll(farm, 3)

  assert.equal(run, 3)
  assert.deepEqual(farm.store.read.verifications.ofApp(KEY), [])
})

test('a run that was cancelled while the app was not as expected counts neither way', async () => {
  const { execute, nth } = scriptedExecute()
  const farm = await startFarm({ execute })
  await addProcess(farm.store, farm.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  farm.scheduler.wake()
  const held = await nth(0)
  held.run.onDriven(DRIVEN)
  await storeCancel(farm.store, farm.clock)

  held.fail(CHANGED)
  await farm.scheduler.idle()

  assert.equal(farm.store.read.queueItems.find('i1')?.status, 'CANCELLED')
  assert.deepEqual(farm.store.read.capabilityRuns.latest(KEY, 10), [])
})

test('no more than the last fifty runs of a capability are kept', async () => {
  const farm = await farmOf([])

  await runAll(farm, 55)

  const runs = farm.store.read.capabilityRuns.latest(KEY, 100)
  assert.equal(runs.length, 50)
  assert.equal(farm.store.read.verifications.find(KEY)?.status, 'verified')
})
