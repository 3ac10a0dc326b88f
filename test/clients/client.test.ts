import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createClient, PhonefarmError, type TransportOptions } from '../../clients/typescript/src/client.ts'
import { keywordWarmup, cancel } from '../http/support/requests.ts'
import { startedApi } from '../http/support/started-api.ts'
import { KEY } from '../http/support/started-http.ts'

async function startedFarm(t: TestContext, options: Partial<TransportOptions> = {}) {
  const api = await startedApi(t)
  return { ...api, farm: createClient({ baseUrl: api.url, key: KEY, ...options }) }
}

/** Answers of these statuses, one after the other, and what was asked. */
function scripted(answers: readonly (number | 'lost')[], headers: Record<string, string> = {}) {
  const asked: string[] = []
  const left = [...answers]
  const fetch: NonNullable<TransportOptions['fetch']> = async (url, { method }) => {
    asked.push(`${method} ${url}`)
    const status = left.shift() ?? 200
    if (status === 'lost') throw new TypeError('the connection is gone')
    const error = status === 429 ? 'rate_limited' : 'unavailable:draining'
    const body =
      status === 200 ? { phones: [], next_cursor: null } : { error, message: 'not now', details: [] }
    return new Response(JSON.stringify(body), { status, headers: { 'x-request-id': 'r-1', ...headers } })
  }
  return { asked, farm: createClient({ baseUrl: 'http://farm.example/api/', key: KEY, fetch }) }
}

const SOON = { 'retry-after': '0' }

test('a process is created, read, listed, waited for and found cancelled', async (t) => {
  const { farm } = await startedFarm(t)

  const accepted = await farm.request('enqueueCapabilityRequest', { body: keywordWarmup() as never })
  const path = { process_id: accepted.process_id }
  const seen: string[] = []
  const waiting = farm.waitForProcess(path.process_id, { onChange: ({ status }) => void seen.push(status) })
  const listed = await farm.request('listProcesses', {
    query: { status: ['queued', 'executing'], limit: 10 },
  })
  await farm.request('cancelProcess', { path, body: cancel() })
  const ended = await waiting

  assert.equal(accepted.status, 'accepted')
  assert.deepEqual(
    listed.processes.map(({ process_id }) => process_id),
    [path.process_id],
  )
  assert.equal(ended.status, 'cancelled')
  assert.equal(seen.at(-1), 'cancelled')
})

test('an id may hold anything', async (t) => {
  const { farm } = await startedFarm(t)

  await assert.rejects(farm.request('readPhone', { path: { phone_id: 'a b/ü?' } }), {
    status: 404,
    code: 'phone_not_found',
  })
})

test('a refusal is an error that carries code, problems and the id of the request', async (t) => {
  const { farm } = await startedFarm(t)
  const body = { ...keywordWarmup(), priority: 1 }

  const error = await farm
    .request('enqueueCapabilityRequest', { body: body as never })
    .catch((one: unknown) => one)

  assert.ok(error instanceof PhonefarmError)
  assert.deepEqual(
    [error.status, error.code, error.detail, error.details.map(({ path }) => path)],
    [422, 'invalid_request', undefined, ['/priority']],
  )
  assert.match(error.requestId ?? '', /^made-\d+$/)
})

test('texts and pictures are given as they are', async (t) => {
  const { farm } = await startedFarm(t)

  const picture = await farm.request('takeScreenshot', { path: { phone_id: 'phone_01' } })

  assert.equal(picture.headers.get('content-type'), 'image/png')
  assert.equal(await picture.text(), 'PNG')
})

test('what is refused for the moment is tried again, and then given up', async () => {
  const recovering = scripted([503, 429], SOON)
  const refusing = scripted([503, 503, 503, 503, 503], SOON)

  const told = await recovering.farm.request('listPhones', {})

  assert.deepEqual(told.phones, [])
  assert.deepEqual(recovering.asked, Array(3).fill('GET http://farm.example/api/phones'))
  await assert.rejects(refusing.farm.request('listPhones', {}), {
    status: 503,
    code: 'unavailable',
    detail: 'draining',
    retryAfterSeconds: 0,
    requestId: 'r-1',
  })
  assert.equal(refusing.asked.length, 4)
})

test('a pause that is too long is left to the caller', async () => {
  const { farm, asked } = scripted([429], { 'retry-after': '3600' })

  await assert.rejects(farm.request('listPhones', {}), { code: 'rate_limited', retryAfterSeconds: 3600 })
  assert.equal(asked.length, 1)
})

test('what may have arrived is sent again only when a repeat does nothing twice', async () => {
  const repeated = scripted(['lost'])
  const once = scripted(['lost'])
  const path = { key_id: 'k-1' }

  await repeated.farm.request('cancelProcess', { path: { process_id: 'p-1' }, body: cancel() })

  assert.equal(repeated.asked.length, 2)
  await assert.rejects(once.farm.request('rotateKey', { path, body: {} }), {
    status: null,
    code: 'no_answer',
  })
  assert.equal(once.asked.length, 1)
})

test('a caller that gives up is told his own reason, also in the middle of a pause', async () => {
  const { farm } = scripted([503], { 'retry-after': '30' })
  const reason = new Error('enough')
  const over = new AbortController()

  const asking = farm.request('listPhones', {}, { signal: over.signal })
  over.abort(reason)

  await assert.rejects(asking, reason)
})

test('an answer that is not of a farm is called so', async () => {
  const fetch = async () => new Response('<h1>Bad gateway</h1>', { status: 403 })
  const farm = createClient({ baseUrl: 'http://farm.example', key: KEY, fetch })

  await assert.rejects(farm.request('listPhones', {}), { status: 403, code: 'unexpected_answer' })
})

/** Answers one after the other; a function may throw what `fetch` would. */
function answering(answers: readonly (() => Response)[]) {
  const asked: string[] = []
  const left = [...answers]
  const fetch: NonNullable<TransportOptions['fetch']> = async (url) => {
    asked.push(url)
    const next = left.shift()
    if (!next) throw new TypeError('nobody is there')
    return next()
  }
  return { asked, fetch }
}

const record = (status: string, headers: Record<string, string> = {}) =>
  Response.json({ process_id: 'p-1', status }, { headers })

test('an answer that breaks off in the middle is asked for again', async () => {
  const broken = () =>
    new Response(
      new ReadableStream({
        pull(stream) {
          stream.enqueue(new TextEncoder().encode('{"phones": ['))
          stream.error(new TypeError('terminated'))
        },
      }),
    )
  const { asked, fetch } = answering([broken, () => Response.json({ phones: [], next_cursor: null })])
  const farm = createClient({ baseUrl: 'http://farm.example', key: KEY, fetch })

  assert.deepEqual((await farm.request('listPhones', {})).phones, [])
  assert.equal(asked.length, 2)
})

test('an answer that stops in the middle is given up when the time of the try is over', async () => {
  const stuck = () => new Response(new ReadableStream({}))
  const { fetch } = answering([stuck])
  const farm = createClient({ baseUrl: 'http://farm.example', key: KEY, fetch, timeoutMs: 5, tries: 1 })

  await assert.rejects(farm.request('listPhones', {}), { status: null, code: 'no_answer' })
})

test('a page of somebody in between, with status 200, is no answer of a farm', async () => {
  const { asked, fetch } = answering([() => new Response('<h1>Sign in</h1>')])
  const farm = createClient({ baseUrl: 'http://farm.example', key: KEY, fetch })

  await assert.rejects(farm.request('listPhones', {}), { status: 200, code: 'unexpected_answer' })
  assert.equal(asked.length, 1)
})

test('what a proxy answers 503 to may have been done, so it is sent again only when a repeat does nothing twice', async () => {
  const busy = () => new Response('<h1>Busy</h1>', { status: 503, headers: SOON })
  const { asked, fetch } = answering([busy])
  const farm = createClient({ baseUrl: 'http://farm.example', key: KEY, fetch })

  await assert.rejects(farm.request('rotateKey', { path: { key_id: 'k-1' }, body: {} }), { status: 503 })
  assert.equal(asked.length, 1)
})

test('waiting for a process asks the farm to wait although a proxy takes the tags away', async () => {
  const { asked, fetch } = answering([
    () => record('queued'),
    () => record('executing'),
    () => record('completed'),
  ])
  const farm = createClient({ baseUrl: 'http://farm.example', key: KEY, fetch })

  const ended = await farm.waitForProcess('p-1')

  assert.equal(ended.status, 'completed')
  assert.deepEqual(
    asked.map((url) => new URL(url).searchParams.get('wait')),
    ['0', '30', '30'],
  )
})

test('waiting for a process outlasts a farm that is away; one that was never there is told at once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const away = () => {
    throw new TypeError('nobody is there')
  }
  const { asked, fetch } = answering([() => record('queued'), away, away, () => record('completed')])
  const farm = createClient({ baseUrl: 'http://farm.example', key: KEY, fetch, tries: 1 })

  const waiting = farm.waitForProcess('p-1')
  for (let turn = 0; turn < 100; turn++) {
    t.mock.timers.tick(1000)
    await new Promise((resolve) => setImmediate(resolve))
  }

  assert.equal((await waiting).status, 'completed')
  assert.equal(asked.length, 4)
  await assert.rejects(farm.waitForProcess('p-1'), { status: null, code: 'no_answer' })
})

test('waiting for a process ends when the time is over', async (t) => {
  const { farm } = await startedFarm(t)
  const { process_id } = await farm.request('enqueueCapabilityRequest', { body: keywordWarmup() as never })

  await assert.rejects(farm.waitForProcess(process_id, { timeoutMs: 1 }), { status: null, code: 'not_ended' })
})
