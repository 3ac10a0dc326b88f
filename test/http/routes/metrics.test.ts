import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPrometheus } from '../../support/prometheus.ts'
import { cancel, keywordWarmup, maintenance } from '../support/requests.ts'
import { startedApi } from '../support/started-api.ts'

test('the metrics are told in the text format of Prometheus', async (t) => {
  const { ask } = await startedApi(t)

  const told = await ask('/metrics', { door: 'admin' })

  assert.equal(told.status, 200)
  assert.equal(told.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  assert.ok(readPrometheus(told.text).size > 20)
})

test('the metrics need a key that may read', async (t) => {
  const { ask } = await startedApi(t)

  const told = await ask('/metrics', { door: 'admin', headers: { authorization: '' } })

  assert.equal(told.status, 401)
})

test('what was accepted and cancelled is counted under the words of the API', async (t) => {
  const { ask } = await startedApi(t)
  await ask('/capability-requests/enqueue', { method: 'POST', body: keywordWarmup() })
  const { json } = await ask('/maintenance/requests', { method: 'POST', body: maintenance() })
  await ask(`/processes/${String(json['process_id'])}/cancel`, { method: 'POST', body: cancel() })

  const samples = readPrometheus((await ask('/metrics', { door: 'admin' })).text)

  const of = (name: string) => samples.get(name)
  assert.equal(of('phonefarm_processes{status="queued"}'), 1)
  assert.equal(of('phonefarm_processes{status="cancelled"}'), 1)
  assert.equal(of('phonefarm_processes{status="completed"}'), 0)
  assert.equal(of('phonefarm_queue_items{status="pending"}'), 1)
  assert.equal(of('phonefarm_callbacks{status="pending"}'), 4)
  assert.equal(of('phonefarm_phones{state="offline"}'), 3)
  assert.equal(of('phonefarm_leases_held{kind="run"}'), 0)
})
