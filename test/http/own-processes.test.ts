import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Caller } from '../../src/domain/caller.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { createKeyRing } from '../../src/http/key-ring.ts'
import { sha256 } from '../../src/http/key-text.ts'
import { keyCaller, ownCaller } from '../support/callers.ts'
import { openOffice } from '../support/store.ts'
import { cancel, keywordWarmup, maintenance } from './support/requests.ts'
import { startedHttp, type Asked, type Told } from './support/started-http.ts'

/** The API with the key of each caller, which is the caller's name; in the ring they need not be stored. */
async function given(t: TestContext, callers: readonly Caller[]) {
  const office = await openOffice(t)
  const { ask } = await startedHttp(t, {
    processes: office.processes,
    keyRing: createKeyRing({
      full: callers.map((caller) => ({ caller: { ...caller, key_id: null }, hash: sha256(caller.name) })),
      clock: systemClock,
    }),
  })
  const as = (name: string) => (path: string, asked?: Asked) =>
    ask(path, { ...asked, headers: { authorization: `Bearer ${name}` } })
  return { office, as }
}

type Ask = (path: string, asked?: Asked) => Promise<Told>

const ENQUEUE = '/capability-requests/enqueue'
const MAINTENANCE = '/maintenance/requests'

async function created(ask: Ask, path: string, body: object): Promise<string> {
  const { status, json } = await ask(path, { method: 'POST', body })
  assert.equal(status, 202)
  return String(json['process_id'])
}

async function listed(ask: Ask): Promise<unknown[]> {
  const { json } = await ask('/processes')
  return (json['processes'] as { process_id: string }[]).map(({ process_id }) => process_id)
}

for (const [path, body] of [
  [ENQUEUE, keywordWarmup()],
  [MAINTENANCE, maintenance()],
] as const) {
  test(`what a key creates at ${path} is there for it and for nobody else's`, async (t) => {
    const { as } = await given(t, [ownCaller('ann'), ownCaller('ben')])

    const processId = await created(as('ann'), path, body)

    assert.equal((await as('ann')(`/processes/${processId}`)).status, 200)
    assert.equal((await as('ben')(`/processes/${processId}`)).status, 404)
    assert.deepEqual([await listed(as('ann')), await listed(as('ben'))], [[processId], []])
  })

  test(`an idempotency key that another used is 409 at ${path}, and says nothing of his process`, async (t) => {
    const { as } = await given(t, [ownCaller('ann'), ownCaller('ben')])
    const processId = await created(as('ann'), path, body)

    const told = await as('ben')(path, { method: 'POST', body })

    assert.equal(told.status, 409)
    assert.deepEqual(told.json, {
      error: 'conflict:request_id_taken',
      message: `request_id ${body.request_id} is taken`,
      details: [{ path: '/request_id', message: 'is taken' }],
    })
    assert.ok(!told.text.includes(processId))
  })

  test(`a key that speaks for one system is 403 in the name of another at ${path}`, async (t) => {
    const { office, as } = await given(t, [keyCaller({ name: 'crm', system: 'crm' })])

    const told = await as('crm')(path, { method: 'POST', body })

    assert.deepEqual([told.status, told.json['error']], [403, 'forbidden'])
    assert.deepEqual(told.json['details'], [
      { path: '/requested_by/system', message: 'must be crm with this key' },
    ])
    assert.deepEqual(office.processes.listProcesses({}).processes, [])
  })
}

test('another may not cancel, and nothing tells that there was something to cancel', async (t) => {
  const { office, as } = await given(t, [ownCaller('ann'), ownCaller('ben')])
  const processId = await created(as('ann'), ENQUEUE, keywordWarmup())

  const others = await as('ben')(`/processes/${processId}/cancel`, { method: 'POST', body: cancel() })
  const broken = await as('ben')(`/processes/${processId}/cancel`, { method: 'POST', body: '{' })

  assert.deepEqual([others.status, broken.status], [404, 404])
  assert.equal(office.processes.readProcess(processId).status, 'queued')
})

test('a key that speaks for one system cancels in its name only', async (t) => {
  const { office, as } = await given(t, [keyCaller({ name: 'crm', system: 'crm' }), ownCaller('ann')])
  const processId = await created(as('ann'), ENQUEUE, keywordWarmup())

  const told = await as('crm')(`/processes/${processId}/cancel`, { method: 'POST', body: cancel() })

  assert.deepEqual([told.status, told.json['error']], [403, 'forbidden'])
  assert.equal(office.processes.readProcess(processId).status, 'queued')
})

test('explain tells a key for its own processes only of no other system', async (t) => {
  const { as } = await given(t, [ownCaller('ann'), ownCaller('ben')])
  const requested_by = { system: 'bens-secret-system' }
  await created(as('ben'), ENQUEUE, { ...keywordWarmup(), requested_by })
  const processId = await created(as('ann'), ENQUEUE, keywordWarmup())

  const { text } = await as('ann')(`/processes/${processId}/explain`)

  assert.match(text, /1 item is served before it/)
  assert.ok(!text.includes('bens-secret-system'), text)
})
