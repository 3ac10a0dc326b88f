import assert from 'node:assert/strict'
import { test } from 'node:test'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { RunError } from '../../src/domain/errors.ts'
import { createProcesses, type Processes } from '../../src/processes/processes.ts'
import type { Execute } from '../../src/scheduler/run.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { countingIds, eventually, openFarm } from '../support/farm.ts'
import { cancelRequest, keywordWarmupRequest } from '../support/requests.ts'
import { createdId } from '../support/store.ts'
import { schedulerOn, type Farm } from './farm-scheduler.ts'
import { scriptedExecute, untilStopped } from './scripted-execute.ts'

const COUNT = 500
const NUMBERS = Array.from({ length: COUNT }, (_, index) => String(index + 1).padStart(3, '0'))

interface Fleet extends Farm {
  processes: Processes
  /** A group of all 500 accounts, each on a phone of its own. */
  processId: string
}

/** What a warmup's result looks like, with every count that a long one has. */
const RESULT = {
  videos_seen: 40,
  videos_watched: 30,
  videos_skipped: 10,
  seconds_watched: 412.5,
  keywords: [
    { keyword: 'meal prep', seen: 20, watched: 15, skipped: 5 },
    { keyword: 'high protein', seen: 20, watched: 15, skipped: 5 },
  ],
}

async function startFleet(execute: Execute, mostRuns = COUNT): Promise<Fleet> {
  const clock = createFakeClock()
  const store = await openFarm(clock, { phones: NUMBERS.map((number) => `phone_${number}`) })
  const scheduler = schedulerOn(store, clock, { execute, limits: { mostRuns } })
  await scheduler.start()
  const processes = createProcesses({
    store,
    clock,
    newId: countingIds('id'),
    runs: scheduler,
    callbackAllow: parseAllowList(''),
    knownApps: () => ['clips'],
    wake: scheduler.wake,
  })
  const account_ids = NUMBERS.map((number) => `account_${number}`)
  const target = { routing: 'group', account_ids }
  const processId = await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest({ target })))
  return { clock, store, scheduler, processes, processId }
}

const isNumbered = ({ item: { account_id } }: Parameters<Execute>[0], every: number) =>
  Number(account_id.replace('account_', '')) % every === 0

const refuse = () => {
  throw new RunError('input', 'the app does not know this keyword')
}

const OUTCOMES: [name: string, execute: Execute, status: string, counts: number[]][] = [
  ['all of which are done', async () => RESULT, 'completed', [500, 0]],
  [
    'of which some fail',
    async (run) => (isNumbered(run, 5) ? refuse() : RESULT),
    'failed_terminal',
    [400, 100],
  ],
  ['all of which fail', async () => refuse(), 'failed_terminal', [0, 500]],
]

for (const [name, execute, status, counts] of OUTCOMES) {
  test(`a group of 500 ${name} ends ${status}`, async () => {
    const { scheduler, processes, processId } = await startFleet(execute)
    await scheduler.idle()

    const process = processes.readProcess(processId)

    assert.equal(process.status, status)
    const { totals } = process.result
    assert.deepEqual([totals?.['completed'], totals?.['failed'], totals?.['cancelled']], [...counts, 0])
  })
}

test('results of a group come as its items end', async () => {
  const script = scriptedExecute()
  const { processes, processId } = await startFleet(script.execute, 20)
  for (let run = 0; run < 7; run++) (await script.nth(run)).succeed(RESULT)
  // Each of them has made room for another one by then.
  await script.nth(26)

  const { status, result, partial_progress } = processes.readProcess(processId)

  assert.equal(status, 'executing')
  assert.equal(result.items?.length, 7)
  assert.equal(result.totals?.['videos_seen'], 280)
  const { total, completed, running, pending } = partial_progress
  assert.deepEqual(
    { total, completed, running, pending },
    { total: 500, completed: 7, running: 20, pending: 473 },
  )
})

test('a cancel of a group ends what waits at once, keeps what is done and counts as cancelled', async () => {
  let served = 0
  const fleet = await startFleet((run) => {
    served += 1
    return served <= 40 ? Promise.resolve(RESULT) : untilStopped(run)
  }, 20)
  const { processes, processId, scheduler } = fleet
  await eventually(() => served === 60)

  const answer = await processes.cancelProcess(processId, cancelRequest({ strategy: 'soft' }))
  await scheduler.idle()

  assert.equal(answer.cancelled_queue_item_ids.length, 440)
  assert.equal(answer.active_queue_item_ids.length, 20)
  const { status, partial_progress, result } = processes.readProcess(processId)
  assert.equal(status, 'cancelled')
  const { completed, cancelled, running, pending } = partial_progress
  assert.deepEqual(
    { completed, cancelled, running, pending },
    { completed: 40, cancelled: 460, running: 0, pending: 0 },
  )
  assert.equal(result.items?.length, 500)
})

const callbackBody = Compile(
  Type.Object({
    milestone: Type.String(),
    sequence: Type.Integer(),
    process: Type.Object({ result: Type.Object({ items: Type.Optional(Type.Array(Type.Unknown())) }) }),
  }),
)

test("a group's callbacks are as few as its milestones, and the last one carries every result", async () => {
  const { store, scheduler, processId } = await startFleet(async () => RESULT, 20)
  await scheduler.idle()

  const bodies = store.read.deliveries.ofProcess(processId).map(({ body }) => body)
  const told = bodies.map((body) => callbackBody.Parse(JSON.parse(body)))
  assert.deepEqual(
    told.map(({ milestone, sequence }) => [milestone, sequence]),
    [
      ['accepted', 1],
      ['executing', 2],
      ['completed', 3],
    ],
  )
  assert.equal(told.at(-1)?.process.result.items?.length, 500)
  assert.ok((bodies.at(-1)?.length ?? 0) < 512 * 1024, `${bodies.at(-1)?.length} bytes`)
})
