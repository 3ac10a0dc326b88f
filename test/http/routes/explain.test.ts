import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keywordWarmup } from '../support/requests.ts'
import { startedApi } from '../support/started-api.ts'

test('a process is explained as the document describes it', async (t) => {
  const { ask } = await startedApi(t)
  const { json: accepted } = await ask('/capability-requests/enqueue', {
    method: 'POST',
    body: keywordWarmup(),
  })

  const { status, json } = await ask(`/processes/${String(accepted['process_id'])}/explain`)

  assert.equal(status, 200)
  assert.deepEqual(Object.keys(json), ['process_id', 'status', 'waiting', 'failures'])
  assert.deepEqual(json['failures'], [])
  const [reason] = json['waiting'] as Record<string, unknown>[]
  assert.deepEqual(Object.keys(reason ?? {}), ['queue_item_id', 'code', 'message', 'since', 'until'])
  assert.equal(reason?.['code'], 'about_to_start')
})

test('an unknown process is explained with 404', async (t) => {
  const { ask } = await startedApi(t)

  const { status, json } = await ask('/processes/00000000-0000-7000-8000-000000000000/explain')

  assert.deepEqual([status, json['error']], [404, 'process_not_found'])
})
