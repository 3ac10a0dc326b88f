import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { Agent, request } from 'undici'
import { parseIpRange } from '../../src/domain/ip-address.ts'
import { bodyFor, ROUTES } from './support/every-route.ts'
import { recordedProcesses } from './support/recorded-processes.ts'
import { KEY, type StartOptions, startedHttp } from './support/started-http.ts'

async function started(t: TestContext, options: Partial<StartOptions> = {}) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes, ...options })), calls }
}

const NEEDS_KEY = ROUTES.filter(([, , scope]) => scope !== null)
const ADMIN_ONLY = ROUTES.filter(([, , , door]) => door === 'admin')

test('what is behind the admin door only is no route at the public one, even for the full key', async (t) => {
  const { ask, calls } = await started(t)

  assert.ok(ADMIN_ONLY.length > 0)
  for (const [method, route] of ADMIN_ONLY) {
    const told = await ask(route, { method, ...bodyFor(method) })
    assert.deepEqual([told.status, told.json.error], [404, 'route_not_found'], `${method} ${route}`)
    const strange = await ask(route, { method: 'PATCH' })
    assert.equal(strange.status, 404, `PATCH ${route}`)
  }
  assert.deepEqual(calls, [])
})

test('every other route is behind both doors', async (t) => {
  const { ask } = await started(t)

  for (const [method, route] of ROUTES.filter(([, , , door]) => door !== 'admin')) {
    const there = await ask(route, { method: 'PATCH' })
    const alsoThere = await ask(route, { door: 'admin', method: 'PATCH' })
    assert.deepEqual([there.status, alsoThere.status], [405, 405], `${method} ${route}`)
  }
})

test('who asks from this machine needs a key at both doors', async (t) => {
  const { ask, url, admin, calls } = await started(t)
  assert.deepEqual([new URL(url).hostname, new URL(admin).hostname], ['127.0.0.1', '127.0.0.1'])

  for (const door of [undefined, 'admin'] as const) {
    for (const [method, route] of NEEDS_KEY) {
      const told = await ask(route, { ...(door && { door }), method, headers: { authorization: '' } })
      assert.deepEqual([told.status, told.json.error], [401, 'unauthorized'], `${method} ${route}`)
    }
  }
  assert.deepEqual(calls, [])
})

test('headers of tunnels and proxies take the place of no key', async (t) => {
  const proxies = [parseIpRange('127.0.0.0/8')].flatMap((range) => range ?? [])
  const { ask } = await started(t, { doors: { proxyTrust: { proxies, header: 'x-forwarded-for' } } })

  const headers = {
    authorization: '',
    'x-forwarded-for': '127.0.0.1',
    'cf-access-jwt-assertion': 'eyJ.eyJ.x',
    'cf-access-authenticated-user-email': 'ann@example.com',
    'tailscale-user-login': 'ann@example.com',
    'x-original-url': '/healthz',
    'x-rewrite-url': '/healthz',
  }

  for (const door of [undefined, 'admin'] as const) {
    assert.equal((await ask('/processes', { ...(door && { door }), headers })).status, 401)
  }
})

test('scopes that the operator has closed are no routes at the public door', async (t) => {
  const { ask, calls } = await started(t, { doors: { publicScopes: ['submit', 'read'] } })

  for (const [method, route, scope, door] of ROUTES) {
    const { status } = await ask(route, { method: 'PATCH' })
    const isOpen = scope === null || scope === 'submit' || scope === 'read'
    const others = ROUTES.some(
      ([, path, other]) => path === route && (other === 'submit' || other === 'read'),
    )
    assert.equal(status, door !== 'admin' && (isOpen || others) ? 405 : 404, `${method} ${route}`)
  }
  assert.equal((await ask('/phones/phone_01', { method: 'PUT', body: {} })).status, 405)
  assert.equal((await ask('/phones/phone_01', { door: 'admin', method: 'PUT', body: {} })).status < 300, true)
  assert.deepEqual(
    calls.map(({ name }) => name),
    ['putPhone'],
  )
})

test('each door describes the routes behind it', async (t) => {
  const { ask } = await started(t, { doors: { publicScopes: ['submit', 'read'] } })
  const described = async (door?: 'admin') => {
    const { json } = await ask('/openapi.json', { ...(door && { door }), headers: { authorization: '' } })
    return json['paths'] as Record<string, Record<string, unknown>>
  }

  const outside = await described()
  const inside = await described('admin')

  assert.deepEqual(['/metrics' in outside, '/metrics' in inside], [false, true])
  assert.deepEqual(Object.keys(outside['/phones/{phone_id}'] ?? {}), ['get'])
  assert.deepEqual(Object.keys(inside['/phones/{phone_id}'] ?? {}).toSorted(), ['delete', 'get', 'put'])
})

/** A folder for a socket, gone with the test. */
function folderOf(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-door-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('an admin door on a unix socket is its owner’s alone, wants a key, and takes any host', async (t) => {
  const socketPath = path.join(folderOf(t), 'admin.sock')
  const { admin, logged } = await started(t, { adminAt: { socketPath } })
  const dispatcher = new Agent({ connect: { socketPath } })
  t.after(() => dispatcher.close())
  const ask = async (authorization: string) => {
    const answer = await request('http://whatever.example/processes', {
      dispatcher,
      headers: { authorization },
    })
    await answer.body.dump()
    return answer.statusCode
  }

  assert.deepEqual([await ask(`Bearer ${KEY}`), await ask('')], [200, 401])
  assert.equal(admin, `unix:${socketPath}`)
  assert.equal(statSync(socketPath).mode & 0o777, 0o600)
  assert.deepEqual([...new Set(logged.map(({ source }) => source))], ['local'])
})

/** A head that a proxy has added `forwarded` to. */
const through = (...forwarded: string[]) =>
  [
    'GET /processes HTTP/1.1',
    'Host: x',
    `Authorization: Bearer ${KEY}`,
    'Connection: close',
    ...forwarded,
    '\r\n',
  ].join('\r\n')

test('the log says where a request comes from, whatever its caller has put before what the proxy added', async (t) => {
  const proxies = [parseIpRange('127.0.0.1')].flatMap((range) => range ?? [])
  const { raw, logged } = await started(t, { doors: { proxyTrust: { proxies, header: 'x-forwarded-for' } } })

  await raw(through('X-Forwarded-For: 198.51.100.1', 'X-Forwarded-For: 203.0.113.7'))
  await raw(through('X-Forwarded-For: 198.51.100.1, 203.0.113.8', 'CF-Connecting-IP: 198.51.100.1'))
  await raw(through('Forwarded: for=198.51.100.1', 'X-Real-IP: 198.51.100.1', 'True-Client-IP: 198.51.100.1'))

  assert.deepEqual(
    logged.map(({ source }) => source),
    ['203.0.113.7', '203.0.113.8', '127.0.0.1'],
  )
})

test('without proxies of ours the log says the peer', async (t) => {
  const { raw, logged } = await started(t)

  await raw(through('X-Forwarded-For: 203.0.113.7', 'CF-Connecting-IP: 203.0.113.7'))

  assert.deepEqual(
    logged.map(({ source }) => source),
    ['127.0.0.1'],
  )
})

test('a caller that has gone is no trouble', async (t) => {
  const { url, ask } = await started(t)
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(through('X-Forwarded-For: 203.0.113.7'))
  socket.resetAndDestroy()

  assert.equal((await ask('/healthz')).status, 200)
})
