import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient, type Told } from '../../clients/typescript/src/client.ts'
import { readMessages } from '../../clients/typescript/src/server-sent.ts'
import { cancel, keywordWarmup } from '../http/support/requests.ts'
import { startedApi } from '../http/support/started-api.ts'
import { KEY } from '../http/support/started-http.ts'

/** A body of these pieces, which then ends or breaks off. */
function streamOf(pieces: readonly string[], end: 'ends' | 'breaks' = 'ends'): Response {
  const left = [...pieces]
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift()
      if (piece !== undefined) controller.enqueue(new TextEncoder().encode(piece))
      else if (end === 'ends') controller.close()
      else controller.error(new Error('cut off'))
    },
  })
  return new Response(body)
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const one of stream) found.push(one)
  return found
}

const NEVER = new AbortController().signal

test('messages are read however the stream is cut into pieces', async () => {
  const text =
    ': hello\nretry: 10\n\nid: 1\nevent: process\ndata: {"a":\ndata: 1}\n\nid: 2\r\ndata:x\r\n\r\n: alive\n\nid: 3\n'
  const expected = [
    { event: 'message', data: '', id: undefined, retryMs: 10 },
    { event: 'process', data: '{"a":\n1}', id: '1', retryMs: undefined },
    { event: 'message', data: 'x', id: '2', retryMs: undefined },
  ]

  for (const size of [1, 2, 3, 7, 1000]) {
    const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
    assert.deepEqual(await all(readMessages(streamOf(pieces), 1000, NEVER)), expected, `pieces of ${size}`)
  }
})

test('a stream that is silent, or whose lines never end, is given up', async () => {
  const silent = new Response(new ReadableStream({}))

  await assert.rejects(all(readMessages(silent, 5, NEVER)), { name: 'TimeoutError' })
  await assert.rejects(all(readMessages(streamOf(['x'.repeat(1_000_001), 'y']), 1000, NEVER)), /no end/)
})

test('whoever stops listening is heard although the platform has forgotten his signal', async () => {
  const over = new AbortController()
  const reason = new Error('enough')
  // As Node 20's fetch after memory was collected: the stream goes on whatever the signal says.
  const fetch = async () => new Response(new ReadableStream({}))
  const farm = createClient({ baseUrl: 'http://farm.example', key: KEY, fetch })

  const listening = all(farm.events({}, { signal: over.signal }))
  await new Promise((resolve) => setImmediate(resolve))
  over.abort(reason)

  await assert.rejects(listening, reason)
})

const event = (id: number) => `id: ${id}\nevent: process\ndata: {"event_id":"${id}"}\n\n`

test('whoever listens hears everything once, over connections that break, and is told when he missed something', async () => {
  const connections = [
    streamOf(['retry: 1\n\n', event(1), event(2)], 'breaks'),
    new Response('{"error":"unavailable:starting","message":"soon","details":[]}', {
      status: 503,
      headers: { 'retry-after': '0' },
    }),
    streamOf([event(3)]),
    streamOf(['id: 9\nevent: reset\ndata: {"reason":"expired","event_id":"9"}\n\n']),
  ]
  const asked: (string | undefined)[] = []
  const fetch = async (url: string, { headers }: RequestInit) => {
    assert.equal(url, 'http://farm.example/events?kind=process&system=a&system=b')
    asked.push(new Headers(headers).get('last-event-id') ?? undefined)
    return connections.shift() ?? new Response('gone', { status: 404 })
  }
  const farm = createClient({ baseUrl: 'http://farm.example', key: KEY, fetch })

  const told: string[] = []
  const listening = (async () => {
    for await (const one of farm.events({ kind: 'process', system: ['a', 'b'] })) {
      told.push(one.type === 'event' ? one.event.event_id : one.reset.reason)
    }
  })()

  await assert.rejects(listening, { status: 404 })
  assert.deepEqual(told, ['1', '2', '3', 'expired'])
  assert.deepEqual(asked, [undefined, '2', '2', '3', '9'])
})

test('what happens at a real farm is heard, and again from any event on', { timeout: 60_000 }, async (t) => {
  const api = await startedApi(t)
  const farm = createClient({ baseUrl: api.url, key: KEY })
  const { process_id } = await farm.request('enqueueCapabilityRequest', { body: keywordWarmup() as never })
  await farm.request('cancelProcess', { path: { process_id }, body: cancel() })

  const heard = async (after: string) => {
    const found: Told[] = []
    for await (const one of farm.events({ process_id }, { after })) {
      found.push(one)
      if (one.type === 'event' && one.event.event === 'cancelled') break
    }
    return found.map((one) => (one.type === 'event' ? one.event : null))
  }
  const first = await heard('oldest')
  const again = await heard(first[0]?.event_id ?? '')

  assert.deepEqual([first[0]?.event, first.at(-1)?.event], ['accepted', 'cancelled'])
  assert.deepEqual(again, first.slice(1))
})
