import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { NEWEST_INCIDENT } from '../../src/store/incidents.ts'
import { createPruning } from '../../src/upkeep/pruning.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'
import { recordingLog } from '../support/recording-log.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NEVER = new AbortController().signal

async function farm(t: TestContext, keepDays: number | null = 90) {
  const clock = createFakeClock()
  const { log, lines } = recordingLog()
  const store = await openFarm(clock)
  t.after(() => store.close())
  const freed: string[] = []
  const pruning = createPruning({
    store,
    keepDays,
    clock,
    log,
    limits: { looked: 10, removed: 12 },
    onFilesFreed: (files) => void freed.push(...files.map(({ sha256 }) => sha256)),
  })
  t.after(pruning.stop)

  /** A process with items that are over, and its messages delivered unless `pending`. */
  async function finished(process_id: string, { items = 1, pending = false } = {}): Promise<void> {
    const ids = Array.from({ length: items }, (_, index) => `${process_id}-${index}`)
    await addProcess(store, clock, {
      process_id,
      items: ids.map((queue_item_id) => ({ queue_item_id, ready: false })),
    })
    const at = clock.now().toISOString()
    await store.write('end_attempt', (tables) => {
      for (const queue_item_id of ids) {
        const fence = { queue_item_id, attempt: 1, boot_id: 'boot-1' }
        tables.attempts.begin({ ...fence, phone_id: 'phone_01', started_at: at })
        tables.leases.take({ ...fence, phone_id: 'phone_01', at })
        tables.leases.release({ ...fence, phone_id: 'phone_01', at })
        tables.timeline.add({ process_id, event: 'item_done', queue_item_id }, clock.now())
      }
      tables.queueItems.cancelPending(process_id, '{"message":"no","category":"cancelled"}', clock.now())
      const times = { error: null, executing_at: null, retrying_at: null, finished_at: at }
      tables.processes.move({ process_id, from: 'PLANNED', to: 'CANCELLED', ...times, told: 0 })
      if (!pending) {
        for (const { delivery_id, sequence, tries } of tables.deliveries.ofProcess(process_id))
          tables.deliveries.delivered({ delivery_id, process_id, sequence, tries, at })
      }
    })
  }

  function started(): { done: boolean; all: Promise<void> } {
    const run = { done: false, all: Promise.resolve() }
    run.all = pruning.pruneOnce(NEVER).finally(() => (run.done = true))
    return run
  }

  /** Lets the pauses between the slices pass. */
  async function prune(): Promise<void> {
    const run = started()
    while (!run.done) await clock.advance(20)
    await run.all
  }

  const isThere = (process_id: string) => store.read.processes.find(process_id) !== undefined
  return { clock, store, lines, freed, pruning, finished, started, prune, isThere }
}

test('a finished process goes with all that was its own when it is older than it is kept', async (t) => {
  const { clock, store, finished, prune, isThere } = await farm(t)
  await finished('p-1')
  await clock.advance(DAY_MS)
  await finished('p-2')
  await clock.advance(89.5 * DAY_MS)

  await prune()

  assert.deepEqual([isThere('p-1'), isThere('p-2')], [false, true])
  assert.deepEqual(
    [
      store.read.queueItems.find('p-1-0'),
      store.read.attempts.ofItem('p-1-0'),
      store.read.timeline.ofProcess('p-1'),
      store.read.deliveries.ofProcess('p-1'),
    ],
    [undefined, [], [], []],
  )
  assert.equal(store.read.timeline.ofProcess('p-2').length, 2)
})

test('what is not over, and what has messages that still go out, is kept however old it is', async (t) => {
  const { clock, store, finished, prune, isThere } = await farm(t)
  await addProcess(store, clock, { process_id: 'p-1', items: [{ queue_item_id: 'i-1' }] })
  await finished('p-2', { pending: true })
  await finished('p-3')
  await clock.advance(400 * DAY_MS)
  await prune()
  assert.deepEqual([isThere('p-1'), isThere('p-2'), isThere('p-3')], [true, true, false])
})

test('a process with more rows than a slice removes goes in several, and never shows a part of its items', async (t) => {
  const { clock, store, finished, started, isThere } = await farm(t)
  await finished('p-1', { items: 30 })
  await clock.advance(100 * DAY_MS)
  const seen = new Set<number>()
  const run = started()
  let slices = 0
  for (; !run.done; slices++) {
    await clock.advance(10)
    if (isThere('p-1')) seen.add(store.read.queueItems.ofProcess('p-1').length)
  }
  await run.all
  assert.ok(slices > 4)
  assert.deepEqual([...seen], [30])
  assert.equal(isThere('p-1'), false)
})

test('more processes than a slice looks at are walked through to the end', async (t) => {
  const { clock, finished, prune, isThere, lines } = await farm(t)
  const ids = Array.from({ length: 35 }, (_, index) => `p-${String(index).padStart(3, '0')}`)
  for (const id of ids) await finished(id)
  await clock.advance(91 * DAY_MS)
  await prune()
  assert.deepEqual(ids.filter(isThere), [])
  assert.deepEqual(
    lines.map(({ msg, processes }) => [msg, processes]),
    [['old processes removed', 35]],
  )
})

test('a key whose process is gone may be used anew', async (t) => {
  const { clock, store, finished, prune } = await farm(t)
  await finished('p-1')
  const key = ['keyword_warmup', 'ugc-tracker', 'request of p-1'] as const
  assert.equal(store.read.processes.findByRequest(...key)?.process_id, 'p-1')
  await clock.advance(91 * DAY_MS)
  await prune()
  assert.equal(store.read.processes.findByRequest(...key), undefined)
})

test('the turns of systems that nothing waits for go, those ahead of their phone stay', async (t) => {
  const { store, prune } = await farm(t)
  const of = { phone_id: 'phone_01', priority: 0 }
  const next = (system: string) => store.write('accept', ({ turns }) => turns.next({ ...of, system }))
  for (let request = 0; request < 25; request++) await next(`request ${request}`)
  for (let item = 0; item < 3; item++) await next('tracker')
  await store.write('claim', ({ turns }) => turns.serve({ ...of, turn: 1 }))

  await prune()

  // As if it had never asked, which is at the clock; the flood still takes turns.
  assert.deepEqual([await next('request 0'), await next('tracker')], [1, 3])
  await prune()
  assert.deepEqual([await next('request 0'), await next('tracker')], [1, 4])
})

test('leases that are over go, a held one stays', async (t) => {
  const { clock, store, finished, prune } = await farm(t)
  await finished('p-1')
  await store.write('take_phone', (tables) =>
    tables.leases.take({
      phone_id: 'phone_02',
      queue_item_id: 'p-1-0',
      attempt: 2,
      boot_id: 'b',
      at: clock.now().toISOString(),
    }),
  )
  await clock.advance(91 * DAY_MS)
  await prune()
  assert.equal(store.read.leases.ofPhone('phone_02')?.attempt, 2)
  assert.deepEqual(
    store.read.leases
      .history({ phone_id: 'phone_01', before: 1000, limit: 10 })
      .map(({ lease_id }) => lease_id),
    [],
  )
})

test('it is done ten minutes after the start and then every day', async (t) => {
  const { clock, finished, isThere, pruning } = await farm(t)
  await finished('p-1')
  await clock.advance(91 * DAY_MS)
  pruning.start()
  await clock.advance(10 * 60 * 1000 - 1)
  assert.equal(isThere('p-1'), true)
  await clock.advance(1)
  assert.equal(isThere('p-1'), false)
  await finished('p-2')
  await clock.advance(92 * DAY_MS)
  assert.equal(isThere('p-2'), false)
})

test('everything is kept for ever when that is wanted', async (t) => {
  const { clock, finished, prune, isThere } = await farm(t, null)
  await finished('p-1')
  await clock.advance(1000 * DAY_MS)
  await prune()
  assert.equal(isThere('p-1'), true)
})

test('the states of a phone go when they are old, but for the one that it is in', async (t) => {
  const { clock, store, prune } = await farm(t)
  for (const state of ['offline', 'ready', 'paused']) {
    const at = clock.now().toISOString()
    await store.write('put_phone', ({ phoneStates }) =>
      phoneStates.add({ phone_id: 'phone_01', state, reason: null, next: null, at }),
    )
  }
  await clock.advance(91 * DAY_MS)
  await prune()

  const left = store.read.phoneStates.ofPhone({ phone_id: 'phone_01', before: 1000, limit: 10 })
  assert.deepEqual(
    left.map(({ state }) => state),
    ['paused'],
  )
})

test('incidents and what was tried about them go when they are old; a quarantine that a phone is in stays, with its incident', async (t) => {
  const { clock, store, prune } = await farm(t)
  const began_at = clock.now().toISOString()
  const tried = { phone_id: 'phone_01', symptom: 'session_fault', boot_id: 'boot-1', began_at, detail: null }
  await store.write('begin_rung', ({ incidents, recoveries }) => {
    for (const incident_id of ['over', 'open', 'quarantined']) {
      const cause = { scope: 'phone', subject: 'phone_01', symptom: 'session_fault', reason: 'no' } as const
      incidents.open({ ...cause, incident_id, phones: '["phone_01"]', began_at })
      if (incident_id !== 'open') incidents.end({ incident_id, ended_at: began_at, outcome: 'recovered' })
    }
    for (let number = 0; number < 25; number++) {
      const recovery_id = recoveries.begin({ ...tried, incident_id: 'over', rung: 'reopen_session' })
      recoveries.end({ recovery_id, ended_at: began_at, outcome: 'helped', detail: null })
    }
    recoveries.begin({ ...tried, incident_id: 'quarantined', rung: 'quarantine' })
  })
  await clock.advance(91 * DAY_MS)

  await prune()

  const left = store.read.recoveries.history({ phone_id: 'phone_01', before: 1000, limit: 100 })
  assert.deepEqual(
    left.map(({ rung }) => rung),
    ['quarantine'],
  )
  assert.deepEqual(
    store.read.incidents
      .list(NEWEST_INCIDENT, 10)
      .map(({ incident_id }) => incident_id)
      .toSorted(),
    ['open', 'quarantined'],
  )
})

test('what a person has done for an account goes when it is old, and what is still to be done stays', async (t) => {
  const { clock, store, prune } = await farm(t)
  const opened_at = clock.now().toISOString()
  const asked = { account_id: 'account_01', phone_id: 'phone_01', process_id: null, queue_item_id: null }
  await store.write('put_account', ({ handOvers }) => {
    handOvers.open({ ...asked, hand_over_id: 'h1', reason: 'login', needed: 'sign in', opened_at })
    handOvers.close({ account_id: 'account_01', closed_at: opened_at, closed_by: null, note: 'done' })
    handOvers.open({ ...asked, hand_over_id: 'h2', reason: 'login', needed: 'sign in', opened_at })
  })
  await clock.advance(91 * DAY_MS)
  await prune()

  const left = store.read.handOvers.ofAccount({
    account_id: 'account_01',
    opened_at: '~',
    hand_over_id: '',
    limit: 10,
  })
  assert.deepEqual(
    left.map(({ hand_over_id }) => hand_over_id),
    ['h2'],
  )
})

test('the evidence of a removed process goes with it; a file that another process still has is not told as free', async (t) => {
  const { clock, store, freed, finished, prune } = await farm(t)
  await finished('old')
  const piece = {
    queue_item_id: 'old-0',
    attempt: 1,
    kind: 'logcat',
    name: 'x',
    content_type: 'text/plain',
    bytes: 1,
    at: clock.now().toISOString(),
    detail: '{}',
    missing: null,
  } as const
  await store.write('keep_evidence', ({ artifacts }) => {
    artifacts.add({ ...piece, artifact_id: 'a-1', process_id: 'old', sha256: 'only-mine' })
    artifacts.add({ ...piece, artifact_id: 'a-2', process_id: 'old', sha256: 'shared' })
    artifacts.add({ ...piece, artifact_id: 'a-3', process_id: 'other', sha256: 'shared' })
  })
  await clock.advance(91 * DAY_MS)

  await prune()

  assert.deepEqual(freed, ['only-mine'])
  assert.deepEqual(store.read.artifacts.ofProcess({ process_id: 'old', before: '~', limit: 10 }), [])
})

test('a run that counted for a capability goes with its process, and what it has earned stays', async (t) => {
  const { clock, store, finished, prune, isThere } = await farm(t)
  await finished('p-1')
  const key = { capability: 'fyp_warmup', app: 'clips', app_version: '1.2', pack_hash: 'abc' } as const
  const at = clock.now().toISOString()
  const run = { phone_id: 'phone_01', process_id: 'p-1', queue_item_id: 'p-1-0', attempt: 1, at }
  await store.write('end_attempt', (tables) => {
    tables.capabilityRuns.add({ ...key, ...run, outcome: 'completed', detail: '{"message":null}' })
    tables.verifications.put({ ...key, status: 'verified', since: at, reason: 'earned', runs: '[]' })
  })
  await clock.advance(91 * DAY_MS)

  await prune()

  assert.equal(isThere('p-1'), false)
  assert.deepEqual(store.read.capabilityRuns.latest(key, 10), [])
  assert.equal(store.read.verifications.find(key)?.status, 'verified')
})
