import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, fypWarmup, keywordWarmup, maintenance } from '../support/requests.ts'
import { startedApi } from '../support/started-api.ts'

const ENQUEUE = '/capability-requests/enqueue'
const KW = keywordWarmup()
const MAINT = {
  ...keywordWarmup(),
  request_id: 'maint-1',
  capability: 'maintenance',
  target: { routing: 'queue', account_id: 'account_01' },
  inputs: maintenance().inputs,
}

for (const [capability, body, items] of [
  ['keyword_warmup', KW, 1],
  ['fyp_warmup', fypWarmup(), 2],
  ['maintenance', MAINT, 1],
] as const) {
  test(`a ${capability} request is accepted with 202 and can be polled`, async (t) => {
    const { ask } = await startedApi(t)

    const told = await ask(ENQUEUE, { method: 'POST', body })
    const { process_id, ...rest } = told.json
    const polled = await ask(`/processes/${String(process_id)}`)

    assert.equal(told.status, 202)
    assert.deepEqual(rest, { status: 'accepted', request_id: body.request_id, process_type: capability })
    assert.match(String(process_id), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.equal(polled.json['status'], 'queued')
    assert.equal((polled.json['linked_ids'] as { queue_item_ids: string[] }).queue_item_ids.length, items)
  })
}

test('a repeat answers 200 with the process as it is, whatever is new in it', async (t) => {
  const { ask, rowCounts } = await startedApi(t)
  const first = await ask(ENQUEUE, { method: 'POST', body: KW })
  const before = rowCounts()
  const process = (await ask(`/processes/${String(first.json['process_id'])}`)).json

  const same = await ask(ENQUEUE, { method: 'POST', body: KW })
  const other = await ask(ENQUEUE, { method: 'POST', body: changed(KW, '/inputs/keywords', ['other']) })

  assert.deepEqual([same.status, same.json], [200, { ...process, duplicate: true, process_status: 'queued' }])
  assert.deepEqual(other.json, { ...same.json, request_mismatch: true })
  assert.deepEqual(rowCounts(), before)
})

test('requests at the same moment with one key make one process', async (t) => {
  const { ask } = await startedApi(t)

  const told = await Promise.all(Array.from({ length: 20 }, () => ask(ENQUEUE, { method: 'POST', body: KW })))

  assert.deepEqual(
    told.map(({ status }) => status).toSorted((a, b) => a - b),
    [...Array.from({ length: 19 }, () => 200), 202],
  )
  assert.equal(new Set(told.map(({ json }) => json['process_id'])).size, 1)
})
