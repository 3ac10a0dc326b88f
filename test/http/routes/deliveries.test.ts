import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keywordWarmup } from '../support/requests.ts'
import { startedApi, type StartedApi } from '../support/started-api.ts'

/** A process whose only message was given up after one try. */
async function givenUp({ ask, store }: StartedApi): Promise<{ process_id: string; delivery_id: string }> {
  const told = await ask('/capability-requests/enqueue', { method: 'POST', body: keywordWarmup() })
  const process_id = String(told.json['process_id'])
  const [row] = store.read.deliveries.ofProcess(process_id)
  assert.ok(row)
  const at = new Date(0).toISOString()
  await store.write('callback_failed', ({ deliveries, deliveryTries, failingReceivers }) => {
    deliveries.exhausted({ ...row, at, last_error: 'answered 410 (gone)' })
    const { delivery_id } = row
    deliveryTries.add({ delivery_id, try: 1, at, status: 410, error: 'answered 410 (gone)', ms: 3 })
    const times = { failing_since: at, failed_at: at, probe_at: at }
    failingReceivers.put({ origin: 'https://a.example', failures: 9, ...times, last_error: 'no', probes: 4 })
  })
  return { process_id, delivery_id: row.delivery_id }
}

test('deliveries are told as the document of the API says', async (t) => {
  const api = await startedApi(t)
  const { process_id, delivery_id } = await givenUp(api)

  const told = await api.ask(`/processes/${process_id}/deliveries?status=exhausted`)

  assert.equal(told.status, 200)
  const [delivery] = told.json['deliveries'] as { delivery_id: string; tries: unknown[] }[]
  assert.deepEqual([delivery?.delivery_id, delivery?.tries.length], [delivery_id, 1])
})

test('a delivery is asked for anew, and all that were given up', async (t) => {
  const api = await startedApi(t)
  const { process_id, delivery_id } = await givenUp(api)

  const one = await api.ask(`/processes/${process_id}/deliveries/${delivery_id}/redeliver`, {
    method: 'POST',
  })
  const all = await api.ask(`/processes/${process_id}/deliveries/redeliver`, { method: 'POST' })
  const unknown = await api.ask(`/processes/${process_id}/deliveries/nothing/redeliver`, { method: 'POST' })

  assert.deepEqual([one.status, one.json['status']], [200, 'pending'])
  assert.deepEqual([all.status, all.json], [200, { redelivered: 0 }])
  assert.deepEqual([unknown.status, unknown.json.error], [404, 'delivery_not_found'])
})

test('callbacks of the farm are the operator’s: listed, asked for since a time and tested on his door', async (t) => {
  const api = await startedApi(t)
  await givenUp(api)

  const list = await api.ask('/callbacks?status=exhausted', { door: 'admin' })
  const since = { since: '2000-01-01T00:00:00Z' }
  const again = await api.ask('/callbacks/redeliver', { door: 'admin', method: 'POST', body: since })
  const body = { url: 'https://caller.example/updates' }
  const tested = await api.ask('/callbacks/test', { door: 'admin', method: 'POST', body })

  assert.deepEqual([list.status, (list.json['deliveries'] as unknown[]).length], [200, 1])
  assert.equal((list.json['receivers'] as unknown[]).length, 1)
  assert.deepEqual([again.status, again.json], [200, { redelivered: 1, next_cursor: null }])
  assert.deepEqual([tested.status, tested.json['delivered']], [200, false])
})
