import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { openEvents } from '../support/event-source.ts'
import { keywordWarmup } from '../support/requests.ts'
import { afterKill, type StartedApi, startedApi } from '../support/started-api.ts'
import { KEY } from '../support/started-http.ts'

async function enqueue({ ask }: Pick<StartedApi, 'ask'>, request_id: string): Promise<string> {
  const told = await ask('/capability-requests/enqueue', {
    method: 'POST',
    body: { ...keywordWarmup(), request_id },
  })
  assert.equal(told.status, 202, told.text)
  return String(told.json['process_id'])
}

async function madeKey({ ask }: StartedApi, more: object): Promise<{ key: string; key_id: string }> {
  const told = await ask('/keys', { door: 'admin', method: 'POST', body: more })
  assert.equal(told.status, 201, told.text)
  return { key: String(told.json['key']), key_id: String(told.json['key_id']) }
}

test('a stream tells what happens, in the form of server-sent events', async (t) => {
  const api = await startedApi(t)
  const source = await openEvents(api.url)
  const process_id = await enqueue(api, 'first')

  const [accepted] = await source.take(1)

  assert.equal(source.status, 200)
  assert.equal(source.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  assert.equal(source.headers.get('cache-control'), 'no-store, no-transform')
  assert.equal(source.headers.get('x-accel-buffering'), 'no')
  const epoch = api.store.read.events.epoch()
  assert.deepEqual([accepted?.id, accepted?.event], [`${epoch}-1`, 'process'])
  assert.deepEqual([accepted?.data['process_id'], accepted?.data['milestone']], [process_id, 'accepted'])
  assert.ok(
    source.text().startsWith(`retry: 3000\nid: ${epoch}-0\n\nid: ${epoch}-1\nevent: process\ndata: {"`),
    source.text(),
  )
  source.close()
})

test('every event of a stream and of a page is as the description says', async (t) => {
  const api = await startedApi(t)
  const source = await openEvents(api.url, { query: '?after=oldest' })
  await enqueue(api, 'first')
  const [accepted] = await source.take(1)

  // Every answer of `ask` is held against /openapi.json.
  const { json } = await api.ask('/events')

  assert.deepEqual(json['events'], [accepted?.data])
  assert.deepEqual([json['next_cursor'], json['last_event_id'], json['reset']], [null, accepted?.id, null])
  source.close()
})

test('after a kill the next daemon tells what the caller has not heard, and nothing twice', async (t) => {
  const first = await startedApi(t)
  const source = await openEvents(first.url)
  await enqueue(first, 'heard')
  const [heard] = await source.take(1)
  await enqueue(first, 'missed')
  // No drain: the connection just ends, as when the process dies.
  source.close()

  const second = await startedApi(t, afterKill(first))
  const again = await openEvents(second.url, { headers: { 'last-event-id': source.lastId() } })
  await enqueue(second, 'later')
  const told = await again.take(2)

  assert.equal(heard?.data['request_id'], 'heard')
  assert.deepEqual(
    told.map(({ data }) => data['request_id']),
    ['missed', 'later'],
  )
  again.close()
})

test('Last-Event-ID goes before the address, which an EventSource does not change', async (t) => {
  const api = await startedApi(t)
  await enqueue(api, 'first')
  await enqueue(api, 'second')
  const epoch = api.store.read.events.epoch()

  const source = await openEvents(api.url, {
    query: '?after=oldest',
    headers: { 'last-event-id': `${epoch}-1` },
  })

  const [told] = await source.take(1)
  assert.equal(told?.data['request_id'], 'second')
  source.close()
})

test('who has missed something is told so first', async (t) => {
  const api = await startedApi(t)
  const source = await openEvents(api.url, { headers: { 'last-event-id': '00000000-7' } })
  await enqueue(api, 'first')

  const [reset, accepted] = await source.take(2)

  const epoch = api.store.read.events.epoch()
  assert.deepEqual(reset, {
    id: `${epoch}-0`,
    event: 'reset',
    data: { reason: 'restored', event_id: `${epoch}-0` },
  })
  assert.equal(accepted?.data['request_id'], 'first')
  source.close()
})

const REFUSED: [what: string, query: string, headers: Record<string, string>, path: string][] = [
  ['an unknown kind', '?kind=nothing', {}, '/kind'],
  ['an unknown parameter', '?proces_id=1', {}, '/proces_id'],
  ['a limit of a stream', '?limit=5', { accept: 'text/event-stream' }, '/limit'],
  ['an id of the future', '?after=%00', {}, '/after'],
  ['two ids', '?after=latest&after=oldest', {}, '/after'],
  ['an id and a cursor', '?after=latest&cursor=oldest', {}, '/after'],
  ['an empty id', '?after=', {}, '/after'],
  ['a header that is no id', '', { accept: 'text/event-stream', 'last-event-id': 'x' }, '/Last-Event-ID'],
]

for (const [what, query, headers, path] of REFUSED) {
  test(`${what} is refused`, async (t) => {
    const { ask } = await startedApi(t)

    const told = await ask(`/events${query}`, { headers })

    assert.deepEqual([told.status, told.json['error']], [422, 'invalid_request'], told.text)
    assert.deepEqual((told.json['details'] as { path: string }[])[0]?.path, path)
  })
}

test('a key for its own processes hears of its own only', async (t) => {
  const api = await startedApi(t)
  const { key } = await madeKey(api, { name: 'mine', scopes: ['submit', 'read'], own_only: true })
  const authorization = `Bearer ${key}`
  const source = await openEvents(api.url, { headers: { authorization } })
  await enqueue(api, 'of the operator')
  await enqueue({ ask: (path, asked) => api.ask(path, { ...asked, headers: { authorization } }) }, 'mine')

  const [told] = await source.take(1)
  const { json } = await api.ask('/events', { headers: { authorization } })

  assert.equal(told?.data['request_id'], 'mine')
  assert.deepEqual(json['events'], [told?.data])
  source.close()
})

test('a stream and a wait end when their key is revoked', async (t) => {
  const api = await startedApi(t)
  const { key, key_id } = await madeKey(api, { name: 'gone', scopes: ['submit', 'read'] })
  const headers = { authorization: `Bearer ${key}` }
  const process_id = await enqueue(api, 'first')
  const source = await openEvents(api.url, { headers })
  const waiting = api.ask(`/processes/${process_id}?wait=60`, { headers })
  while (!(await metrics(api)).includes('phonefarm_process_waits 1')) continue

  await api.ask(`/keys/${key_id}/revoke`, { door: 'admin', method: 'POST' })

  await assert.rejects(source.end())
  assert.equal((await waiting).status, 401)
  assert.match(await metrics(api), /phonefarm_event_streams 0\n[^]*phonefarm_process_waits 0\n/)
})

async function metrics({ ask }: StartedApi): Promise<string> {
  return (await ask('/metrics', { door: 'admin' })).text
}

test('HEAD opens no stream', async (t) => {
  const api = await startedApi(t)

  const headers = { accept: 'text/event-stream', authorization: `Bearer ${KEY}` }
  const told = await fetch(`${api.url}/events`, { method: 'HEAD', headers })

  assert.deepEqual([told.status, await told.text()], [200, ''])
  assert.match(await metrics(api), /phonefarm_event_streams 0\n/)
})

test('who reads nothing of a long history makes no memory grow: no more is read for him than he takes', async (t) => {
  const api = await startedApi(t)
  const reason = 'x'.repeat(4000)
  await api.store.write('record_phone_state', ({ phoneStates }) => {
    for (let count = 0; count < 5000; count++) {
      const at = '2026-03-22T08:30:00.000Z'
      phoneStates.add({ phone_id: 'phone_01', state: 'ready', reason, next: null, at })
    }
  })
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1')
  socket.pause()
  socket.write(
    `GET /events?after=oldest HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${KEY}\r\nAccept: text/event-stream\r\n\r\n`,
  )
  const sent = async () => Number(/phonefarm_events_sent_total (\d+)/.exec(await metrics(api))?.[1])

  let before = -1
  for (let now = await sent(); now !== before || now === 0; now = await sent()) {
    before = now
    await new Promise((resolve) => setTimeout(resolve, 100)) // longer than the pause between two pages
  }

  // What the kernel's buffers hold, far from 20 MB.
  assert.ok(before < 4500, `${before} events were taken`)
  socket.destroy()
  await once(socket, 'close')
})

test('a drain ends the stream as it should end', async (t) => {
  const api = await startedApi(t)
  const source = await openEvents(api.url)
  await enqueue(api, 'first')
  await source.take(1)

  api.processes.drainEvents()

  await source.end()
  const refused = await api.ask('/events', { headers: { accept: 'text/event-stream' } })
  assert.deepEqual([refused.status, refused.json['error']], [503, 'unavailable:draining'])
})
