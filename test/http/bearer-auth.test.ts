import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Scope } from '../../src/domain/caller.ts'
import { type ApiKey, fullKey } from '../../src/http/api-keys.ts'
import { bodyFor, ROUTES } from './support/every-route.ts'
import { recordedProcesses } from './support/recorded-processes.ts'
import { KEY, type StartOptions, startedHttp } from './support/started-http.ts'

/** `key-to-<name>`, which may do no more than this. */
function keyWith(name: string, scopes: readonly Scope[]): ApiKey {
  const key = fullKey(name, `key-to-${name}`)
  return { ...key, caller: { ...key.caller, scopes } }
}

async function started(t: TestContext, options: Partial<StartOptions> = {}) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes, ...options })), calls }
}

test('every route but the open ones is 401 without a key, and so is what is no route', async (t) => {
  const { ask, calls } = await started(t)
  const locked = ROUTES.filter(([, , scope]) => scope !== null)
  const none = [
    ['GET', '/'],
    ['GET', '/nothing'],
    ['PATCH', '/processes'],
    ['GET', '/healthz/'],
    ['GET', '//healthz'],
  ]

  for (const [method = '', path = ''] of [...locked, ...none]) {
    const told = await ask(path, { door: 'admin', method, headers: { authorization: '' } })
    assert.deepEqual(
      [told.status, told.json.error, told.json.details],
      [401, 'unauthorized', []],
      `${method} ${path}`,
    )
    assert.equal(told.headers.get('www-authenticate'), 'Bearer')
  }
  assert.deepEqual(calls, [])
})

test('open routes need no key', async (t) => {
  const { ask } = await started(t)

  for (const [method, path] of ROUTES.filter(([, , scope]) => scope === null)) {
    assert.equal((await ask(path, { method, headers: { authorization: '' } })).status, 200, path)
  }
})

const WRONG_KEYS: readonly (readonly [string, string])[] = [
  ['another key', `Bearer ${KEY}x`],
  ['a part of the key', `Bearer ${KEY.slice(0, -1)}`],
  ['the key alone', KEY],
  ['another scheme', `Basic ${KEY}`],
  ['the scheme alone', 'Bearer'],
  ['two blanks', `Bearer  ${KEY}`],
  ['a list', `Bearer ${KEY}, Bearer ${KEY}`],
  ['8 KB', `Bearer ${'k'.repeat(8192)}`],
]

for (const [what, authorization] of WRONG_KEYS) {
  test(`${what} is not the key`, async (t) => {
    const { ask } = await started(t)

    assert.equal((await ask('/processes', { headers: { authorization } })).status, 401)
  })
}

test("the scheme's name may be in any case", async (t) => {
  const { ask } = await started(t)

  assert.equal((await ask('/processes', { headers: { authorization: `bearer ${KEY}` } })).status, 200)
})

test('of two authorization headers neither counts', async (t) => {
  const { raw } = await started(t)

  const told = await raw(
    `GET /processes HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${`Authorization: Bearer ${KEY}\r\n`.repeat(2)}\r\n`,
  )

  assert.match(told, /^HTTP\/1\.1 401 /)
})

test('a key may do what its scopes say and nothing else', async (t) => {
  const scopes: Scope[] = ['submit', 'read', 'operate', 'admin']
  const keys = scopes.map((scope) => keyWith(scope, [scope]))
  const { ask } = await started(t, { keys })

  for (const [method, path, needed] of ROUTES) {
    for (const scope of scopes) {
      const { status } = await ask(path, {
        door: 'admin',
        method,
        ...bodyFor(method),
        headers: { authorization: `Bearer key-to-${scope}` },
      })
      const allowed = needed === null || needed === scope
      assert.equal(status === 403, !allowed, `${method} ${path} with ${scope}: ${status}`)
    }
  }
})

test('a key that lacks the scope is refused before its body is looked at', async (t) => {
  const keys = [keyWith('read', ['read'])]
  const { ask, calls } = await started(t, { keys })

  const told = await ask('/maintenance/requests', {
    method: 'POST',
    body: 'no json',
    headers: { authorization: 'Bearer key-to-read', 'content-type': 'text/plain' },
  })

  assert.deepEqual([told.status, told.json.error], [403, 'forbidden'])
  assert.deepEqual(calls, [])
})
