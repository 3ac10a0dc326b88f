import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cancel, keywordWarmup } from '../support/requests.ts'
import { type StartedApi, startedApi } from '../support/started-api.ts'
import { KEY } from '../support/started-http.ts'

async function enqueued(api: StartedApi): Promise<string> {
  const told = await api.ask('/capability-requests/enqueue', { method: 'POST', body: keywordWarmup() })
  assert.equal(told.status, 202, told.text)
  return `/processes/${String(told.json['process_id'])}`
}

const cancelIt = (api: StartedApi, path: string) =>
  api.ask(`${path}/cancel`, { method: 'POST', body: cancel() })

/** Resolves when somebody waits. */
async function someoneWaits(api: StartedApi): Promise<void> {
  for (let text = ''; !text.includes('phonefarm_process_waits 1');) {
    text = (await api.ask('/metrics', { door: 'admin' })).text
  }
}

test('a record has an ETag, and is 304 as long as it is the same', async (t) => {
  const api = await startedApi(t)
  const path = await enqueued(api)
  const { headers } = await api.ask(path)
  const etag = headers.get('etag') ?? ''

  const same = await api.ask(path, { headers: { 'if-none-match': etag } })
  await cancelIt(api, path)
  const another = await api.ask(path, { headers: { 'if-none-match': etag } })

  assert.match(etag, /^"[\w-]{22}"$/)
  assert.deepEqual([same.status, same.text, same.headers.get('etag')], [304, '', etag])
  assert.deepEqual([another.status, another.json['status']], [200, 'cancelled'])
})

test('wait answers as soon as the record has changed', async (t) => {
  const api = await startedApi(t)
  const path = await enqueued(api)
  const { headers } = await api.ask(path)
  const waiting = api.ask(`${path}?wait=60`, { headers: { 'if-none-match': headers.get('etag') ?? '' } })
  await someoneWaits(api)

  await cancelIt(api, path)

  const told = await waiting
  assert.deepEqual([told.status, told.json['status']], [200, 'cancelled'])
})

test('wait answers at once when the caller has another record, and when the process has ended', async (t) => {
  const api = await startedApi(t)
  const path = await enqueued(api)

  const another = await api.ask(`${path}?wait=60`, { headers: { 'if-none-match': '"another"' } })
  await cancelIt(api, path)
  const ended = await api.ask(`${path}?wait=60`)
  const known = await api.ask(`${path}?wait=60`, {
    headers: { 'if-none-match': ended.headers.get('etag') ?? '' },
  })

  assert.deepEqual([another.status, another.json['status']], [200, 'queued'])
  assert.deepEqual([ended.status, ended.json['status'], known.status], [200, 'cancelled', 304])
})

test('at the end of the wait the record is answered as it is', async (t) => {
  const api = await startedApi(t)
  const path = await enqueued(api)
  const first = api.ask(`${path}?wait=60`)
  await someoneWaits(api)
  api.processes.drainEvents()

  const { status, json, headers } = await first
  const same = await api.ask(`${path}?wait=60`, { headers: { 'if-none-match': headers.get('etag') ?? '' } })

  assert.deepEqual([status, json['status'], same.status], [200, 'queued', 304])
})

test('the place of a caller who leaves is free at once', async (t) => {
  const api = await startedApi(t)
  const path = await enqueued(api)
  const leaving = new AbortController()
  const authorization = `Bearer ${KEY}`
  const left = fetch(`${api.url}${path}?wait=60`, { headers: { authorization }, signal: leaving.signal })
  await someoneWaits(api)

  leaving.abort()

  await assert.rejects(left)
  for (let text = ''; !text.includes('phonefarm_process_waits 0');) {
    text = (await api.ask('/metrics', { door: 'admin' })).text
  }
})

for (const wait of ['-1', '61', '1.5', '', 'x', '1&wait=2', '1e1', '%00']) {
  test(`wait=${wait} is refused`, async (t) => {
    const api = await startedApi(t)
    const path = await enqueued(api)

    const told = await api.ask(`${path}?wait=${wait}`)

    assert.deepEqual([told.status, told.json['error']], [422, 'invalid_request'])
  })
}
