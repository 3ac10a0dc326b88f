import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fypWarmup, maintenance } from './support/requests.ts'
import { afterKill, startedApi, type StartedApi } from './support/started-api.ts'
import type { Told } from './support/started-http.ts'

interface Sent {
  route: string
  body: object
}

const CAPABILITIES = '/capability-requests/enqueue'
const MAINTENANCE = '/maintenance/requests'

/** Two accounts: a repeat that planned again would show in the number of items. */
const group = (system = 'ugc-tracker') => ({
  route: CAPABILITIES,
  body: { ...fypWarmup(), requested_by: { system, user: null, metadata: {} } },
})

const direct = () => ({ route: MAINTENANCE, body: maintenance() })

/** The same work by the other route. */
function viaCapability(): Sent {
  const { account_id, ...rest } = maintenance()
  const target = { routing: 'queue', account_id }
  return { route: CAPABILITIES, body: { ...rest, capability: 'maintenance', mode: 'manual', target } }
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, () => make())

function sendAtOnce({ ask }: StartedApi, sent: readonly Sent[]): Promise<Told[]> {
  return Promise.all(sent.map(({ route, body }) => ask(route, { method: 'POST', body })))
}

/** How often each status was answered, and the ids that were told. */
function summary(told: readonly Told[]) {
  const count = (status: number) => told.filter((one) => one.status === status).length
  const repeats = told.filter(({ status }) => status === 200)
  return {
    accepted: count(202),
    repeated: count(200),
    flagged: repeats.filter(({ json }) => json['duplicate'] === true && json['process_status'] === 'queued')
      .length,
    ids: new Set(told.map(({ json }) => json['process_id'])).size,
  }
}

test('50 identical requests at once make one process', async (t) => {
  const api = await startedApi(t)

  const told = await sendAtOnce(api, times(50, group))

  assert.deepEqual(summary(told), { accepted: 1, repeated: 49, flagged: 49, ids: 1 })
  assert.equal(api.rowCounts()['processes'], 1)
  assert.equal(api.rowCounts()['queue_items'], 2)
  assert.equal(api.rowCounts()['callbacks'], 1)
})

test('50 identical requests after a kill are repeats of what was acknowledged before it', async (t) => {
  const before = await startedApi(t)
  const [first] = await sendAtOnce(before, times(50, group))
  const after = await startedApi(t, afterKill(before))

  const told = await sendAtOnce(after, times(50, group))

  assert.deepEqual(summary(told), { accepted: 0, repeated: 50, flagged: 50, ids: 1 })
  assert.equal(told[0]?.json['process_id'], first?.json['process_id'])
  assert.equal(after.rowCounts()['queue_items'], 2)
})

test('the same request of two systems makes one process for each', async (t) => {
  const api = await startedApi(t)
  const sent = times(25, () => [group('ugc-tracker'), group('console')]).flat()

  const told = await sendAtOnce(api, sent)

  assert.deepEqual(summary(told), { accepted: 2, repeated: 48, flagged: 48, ids: 2 })
  assert.equal(api.rowCounts()['queue_items'], 4)
})

test('both creation routes share the key of a maintenance', async (t) => {
  const api = await startedApi(t)
  const sent = times(25, () => [direct(), viaCapability()]).flat()

  const told = await sendAtOnce(api, sent)

  assert.deepEqual(summary(told), { accepted: 1, repeated: 49, flagged: 49, ids: 1 })
  assert.equal(told.filter(({ json }) => json['request_mismatch'] === true).length, 0)
  assert.equal(api.rowCounts()['queue_items'], 1)
})
