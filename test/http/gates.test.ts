import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Caller } from '../../src/domain/caller.ts'
import { type ApiKey, fullKey } from '../../src/http/api-keys.ts'
import { bodyFor, ROUTES } from './support/every-route.ts'
import { recordedProcesses } from './support/recorded-processes.ts'
import { KEY, type StartOptions, startedHttp } from './support/started-http.ts'

async function started(t: TestContext, options: Partial<StartOptions> = {}) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes, ...options })), calls }
}

/** A rate that gives nothing back while a test runs. */
const THREE: Caller['rate'] = { per_second: 0.001, burst: 3 }

/** `key-to-<name>` with a budget of three. */
function keyOfThree(name: string): ApiKey {
  return fullKey(name, `key-to-${name}`, THREE)
}

const as = (name: string) => ({ headers: { authorization: `Bearer key-to-${name}` } })

test('a key that has used up its budget is told when it may go on; another one and open routes are not touched', async (t) => {
  const { ask } = await started(t, { keys: [keyOfThree('busy'), keyOfThree('calm')] })

  const told = [
    await ask('/phones', as('busy')),
    await ask('/nothing', as('busy')),
    await ask('/phones', as('busy')),
  ]
  const refused = await ask('/phones', as('busy'))

  assert.deepEqual(
    told.map(({ status, headers }) => [status, headers.get('ratelimit')]),
    [
      [200, '"key";r=2;t=1000'],
      [404, '"key";r=1;t=1000'],
      [200, '"key";r=0;t=1000'],
    ],
  )
  assert.deepEqual([refused.status, refused.json.error, refused.json.details], [429, 'rate_limited', []])
  assert.equal(refused.headers.get('retry-after'), '1000')
  assert.equal(refused.headers.get('ratelimit'), '"key";r=0;t=1000')
  assert.equal(refused.headers.get('ratelimit-policy'), '"key";q=3;w=3000')
  assert.equal((await ask('/phones', as('calm'))).status, 200)
  assert.equal((await ask('/healthz', as('busy'))).status, 200)
})

test('a refused request changes nothing, and its body is not looked at', async (t) => {
  const { ask, calls } = await started(t, { keys: [keyOfThree('busy')] })
  for (let tries = 0; tries < 3; tries++) await ask('/nothing', as('busy'))

  for (const [method, path, scope] of ROUTES.filter(([, , needed]) => needed !== null)) {
    const told = await ask(path, { method, ...bodyFor(method), ...as('busy') })
    assert.equal(told.status, 429, `${method} ${path} of ${scope}`)
  }
  const told = await ask('/maintenance/requests', { method: 'POST', body: 'no json', ...as('busy') })

  assert.equal(told.status, 429)
  assert.deepEqual(calls, [])
})

test('what is refused for its scope, its framing or its method is counted too', async (t) => {
  const key = keyOfThree('reader')
  const { ask, raw } = await started(t, { keys: [{ ...key, caller: { ...key.caller, scopes: ['read'] } }] })
  const head = 'Host: x\r\nAuthorization: Bearer key-to-reader\r\nConnection: close\r\n\r\n'

  assert.equal((await ask('/phones/p/pause', { method: 'POST', ...as('reader') })).status, 403)
  assert.match(await raw(`GET /a/../b HTTP/1.1\r\n${head}`), /^HTTP\/1\.1 400 /)
  assert.match(await raw(`BREW /processes HTTP/1.1\r\n${head}`), /^HTTP\/1\.1 405 /)

  const told = await raw(`BREW /processes HTTP/1.1\r\n${head}`)
  assert.match(told, /^HTTP\/1\.1 429 [^]*RateLimit: "key";r=0;t=1000\r\n[^]*Retry-After: 1000\r\n/)
  assert.equal((await ask('/phones', as('reader'))).status, 429)
})

test('a key without a limit is told of none', async (t) => {
  const { ask } = await started(t)

  const { headers } = await ask('/phones')

  assert.deepEqual([headers.get('ratelimit'), headers.get('ratelimit-policy')], [null, null])
})

test('the two doors share what a key may ask', async (t) => {
  const { ask } = await started(t, { keys: [keyOfThree('busy')] })
  for (let tries = 0; tries < 3; tries++) await ask('/phones', as('busy'))

  assert.equal((await ask('/phones', { door: 'admin', ...as('busy') })).status, 429)
})

const WRONG = { headers: { authorization: 'Bearer wrong' } }

test('of 10,000 wrong keys from one source ten are looked at, and the right one passes all the while', async (t) => {
  const { ask, raw, logged } = await started(t)
  const one = 'GET /phones HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\n'
  // Thirteen at a time on one connection: fewer than may wait on it.
  const thirteen = `${`${one}\r\n`.repeat(12)}${one}Connection: close\r\n\r\n`

  const statuses: string[] = []
  for (let times = 0; times < 770; times++) {
    const told = await raw(thirteen)
    for (const [, status = ''] of told.matchAll(/HTTP\/1\.1 (\d+)/g)) statuses.push(status)
    if (times % 100 === 0) assert.equal((await ask('/phones')).status, 200)
  }

  assert.equal(statuses.length, 10_010)
  assert.equal(statuses.filter((status) => status === '401').length, 10)
  assert.equal(statuses.filter((status) => status === '429').length, 10_000)
  assert.equal(logged.filter(({ msg }) => msg === 'a source presents wrong keys').length, 1)
})

test('a refused try says when the next one is looked at; requests without a key are 401 all the while', async (t) => {
  const { ask } = await started(t)
  for (let tries = 0; tries < 10; tries++) assert.equal((await ask('/phones', WRONG)).status, 401)

  const told = await ask('/phones', WRONG)

  assert.deepEqual([told.status, told.json.error], [429, 'rate_limited'])
  const seconds = Number(told.headers.get('retry-after'))
  assert.ok(seconds > 0 && seconds <= 60, String(seconds))
  assert.equal((await ask('/phones', { headers: { authorization: '' } })).status, 401)
  assert.equal((await ask('/healthz', WRONG)).status, 200)
})

test('wrong keys of requests that are none are counted with the others', async (t) => {
  const { ask, raw } = await started(t)
  const head = 'Host: x\r\nAuthorization: Bearer wrong\r\nConnection: close\r\n\r\n'
  for (let tries = 0; tries < 5; tries++) {
    assert.match(await raw(`BREW /phones HTTP/1.1\r\n${head}`), /^HTTP\/1\.1 401 /)
    assert.match(await raw(`CONNECT x:443 HTTP/1.1\r\n${head}`), /^HTTP\/1\.1 401 /)
  }

  assert.match(await raw(`BREW /phones HTTP/1.1\r\n${head}`), /^HTTP\/1\.1 429 /)
  assert.match(await raw(`CONNECT x:443 HTTP/1.1\r\n${head}`), /^HTTP\/1\.1 429 /)
  assert.equal((await ask('/phones', WRONG)).status, 429)
  assert.equal((await ask('/phones')).status, 200)
})

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

const NOWHERE = ['x-powered-by', 'server', 'access-control-allow-origin', 'set-cookie']

test('every answer is of no use to a page of another site, and tells nothing of what made it', async (t) => {
  const { ask } = await started(t)
  const asked = [
    ['/phones', { headers: { origin: 'https://evil.example', cookie: 'a=b' } }],
    ['/healthz', {}],
    ['/nothing', {}],
    ['/phones', { headers: { authorization: '' } }],
    ['/phones', { method: 'OPTIONS', headers: { 'access-control-request-method': 'GET' } }],
    ['/maintenance/requests', { method: 'POST', body: 'no json' }],
  ] as const

  for (const [path, how] of asked) {
    const { headers } = await ask(path, how)
    assert.deepEqual(
      Object.fromEntries(Object.keys(EVERYWHERE).map((name) => [name, headers.get(name)])),
      EVERYWHERE,
    )
    assert.deepEqual(
      NOWHERE.filter((name) => headers.has(name)),
      [],
      path,
    )
  }
})

test('what is no request is answered with the same headers', async (t) => {
  const { raw } = await started(t)

  for (const text of [
    'hello\r\n\r\n',
    'BREW / HTTP/1.1\r\nHost: x\r\n\r\n',
    'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
  ]) {
    const head = (await raw(text)).split('\r\n\r\n')[0]?.toLowerCase().split('\r\n') ?? []
    for (const [name, value] of Object.entries(EVERYWHERE)) {
      assert.ok(head.includes(`${name}: ${value}`.toLowerCase()), `${name} of ${text}`)
    }
  }
})

test('a head that the parser gave up is read in time that grows with its length', async (t) => {
  const { raw } = await started(t)
  // Took minutes when blanks could be shared out in many ways; the test ends by its own limit then.
  const blanks = ' '.repeat(15_000)

  const told = await raw(`BREW / HTTP/1.1\r\nHost: x\r\nAuthorization:${blanks}\rx${blanks}\r\n\r\n`)

  assert.match(told, /^HTTP\/1\.1 4\d\d /)
})

test('with a hundred and one headers a request is refused, and none is dropped unseen', async (t) => {
  const { raw, calls } = await started(t)
  const many = (count: number) => Array.from({ length: count }, (_, index) => `X-${index}: 1\r\n`).join('')
  const first = 'GET /processes HTTP/1.1\r\nHost: x\r\nConnection: close\r\n'
  const key = `Authorization: Bearer ${KEY}\r\n\r\n`

  assert.match(await raw(`${first}${many(97)}${key}`), /^HTTP\/1\.1 200 /)
  assert.equal(calls.length, 1)
  assert.match(await raw(`${first}${many(98)}${key}`), /^HTTP\/1\.1 431 /)
  assert.match(await raw(`${first}${'a:\r\n'.repeat(3500)}${key}`), /^HTTP\/1\.1 431 /)
  assert.equal(calls.length, 1)
})
