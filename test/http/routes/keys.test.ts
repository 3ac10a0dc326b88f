import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { snapshot } from '../support/requests.ts'
import { startedApi, type StartedApi } from '../support/started-api.ts'
import { KEY, type Told } from '../support/started-http.ts'

const TRACKER = { name: 'ugc-tracker', scopes: ['read'] }

async function madeKey(
  { ask }: StartedApi,
  body: object = TRACKER,
): Promise<{ key: string; key_id: string }> {
  const { status, json, text } = await ask('/keys', { door: 'admin', method: 'POST', body })
  assert.equal(status, 201, text)
  return { key: String(json['key']), key_id: String(json['key_id']) }
}

const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })

test('a key is made while the daemon runs and works at once, at both doors, for what it was made', async (t) => {
  const api = await startedApi(t)

  const { key } = await madeKey(api)

  const reads = [
    await api.ask('/processes', bearer(key)),
    await api.ask('/processes', { door: 'admin', ...bearer(key) }),
  ]
  const submits = await api.ask('/runtime-snapshots/upsert', { method: 'POST', body: {}, ...bearer(key) })
  assert.deepEqual(
    [...reads, submits].map(({ status }) => status),
    [200, 200, 403],
  )
  assert.equal(submits.json['message'], 'key ugc-tracker may not submit')
})

test('the log tells by name and id whose key it was, and never the key', async (t) => {
  const api = await startedApi(t)
  const { key, key_id } = await madeKey(api)

  await api.ask('/capabilities', bearer(key))
  await api.ask('/capabilities', bearer(`${key}x`))

  const told = api.logged.filter(({ path }) => path === '/capabilities')
  assert.deepEqual(
    told.map((line) => [line['key'], line['key_id'], line['status']]),
    [
      ['ugc-tracker', key_id, 200],
      [undefined, undefined, 401],
    ],
  )
  assert.equal(JSON.stringify(api.logged).includes(key.slice(17)), false)
})

test('the list tells of every key and of no secret', async (t) => {
  const api = await startedApi(t)
  const { key, key_id } = await madeKey(api)

  const { json, text } = await api.ask('/keys?state=live&limit=1', { door: 'admin' })

  assert.equal(text.includes(key.slice(17)), false)
  assert.equal(text.includes('hash'), false)
  const [listed] = json['keys'] as Record<string, unknown>[]
  assert.deepEqual([listed?.['key_id'], listed?.['state'], json['next_cursor']], [key_id, 'live', null])
})

test('a key that was revoked is refused with the next request of the same connection', async (t) => {
  const api = await startedApi(t)
  const { key, key_id } = await madeKey(api)
  const before = await api.ask('/processes', bearer(key))

  const revoked = await api.ask(`/keys/${key_id}/revoke`, { door: 'admin', method: 'POST' })
  const again = await api.ask(`/keys/${key_id}/revoke`, { door: 'admin', method: 'POST' })
  const after = await api.ask('/processes', bearer(key))

  assert.deepEqual([before.status, revoked.status, again.status, after.status], [200, 200, 200, 401])
  assert.deepEqual([revoked.json['state'], again.json], ['revoked', revoked.json])
})

test('a body that comes after its key was revoked does nothing any more', async (t) => {
  const api = await startedApi(t)
  const { key, key_id } = await madeKey(api, { name: 'slow', scopes: ['submit'] })
  const body = JSON.stringify(snapshot())
  const head = `POST /runtime-snapshots/upsert HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`
  const { hostname, port } = new URL(api.url)
  const socket = connect(Number(port), hostname)
  const told = text(socket)
  const revoke = () => api.ask(`/keys/${key_id}/revoke`, { door: 'admin', method: 'POST' })

  socket.write(head)
  // Which says that the key has been looked at.
  await once(socket, 'readable')
  await revoke()
  socket.write(body)

  assert.match(await told, /HTTP\/1\.1 401 /)
  assert.equal(api.rowCounts()['runtime_snapshots'], 0)
})

test('a rotated key works beside the new one; without an overlap only the new one does', async (t) => {
  const api = await startedApi(t)
  const first = await madeKey(api)
  const rotate = async (keyId: string, body: object) =>
    (await api.ask(`/keys/${keyId}/rotate`, { door: 'admin', method: 'POST', body })).json
  const statusOf = async (key: unknown) => (await api.ask('/processes', bearer(String(key)))).status

  const second = await rotate(first.key_id, {})
  assert.deepEqual([await statusOf(first.key), await statusOf(second['key'])], [200, 200])
  const third = await rotate(String(second['key_id']), { overlap_minutes: 0 })
  assert.equal(third['error'], 'conflict:rotation_under_way')
  await api.ask(`/keys/${first.key_id}/revoke`, { door: 'admin', method: 'POST' })
  const fourth = await rotate(String(second['key_id']), { overlap_minutes: 0 })

  assert.deepEqual(
    [await statusOf(first.key), await statusOf(second['key']), await statusOf(fourth['key'])],
    [401, 401, 200],
  )
  assert.deepEqual([second['owner'], fourth['owner']], [first.key_id, first.key_id])
})

test('at the public door there are no keys to be made', async (t) => {
  const api = await startedApi(t)

  for (const [method, path] of [
    ['POST', '/keys'],
    ['GET', '/keys'],
    ['POST', '/keys/k-1/rotate'],
    ['POST', '/keys/k-1/revoke'],
  ] as const) {
    const told = await fetch(api.url + path, { method, headers: { authorization: `Bearer ${KEY}` } })
    assert.equal(told.status, 404, `${method} ${path}`)
  }
})

test('a key may be made by a key with the scope admin, but not one that may more', async (t) => {
  const api = await startedApi(t)
  const admin = await madeKey(api, { name: 'admin', scopes: ['admin', 'read'] })
  const make = (body: object) =>
    api.ask('/keys', { door: 'admin', method: 'POST', body, ...bearer(admin.key) })

  const less = await make({ name: 'reader', scopes: ['read'] })
  const more = await make({ name: 'submitter', scopes: ['read', 'submit'] })

  assert.deepEqual([less.status, more.status, more.json['error']], [201, 403, 'forbidden'])
})

const REFUSED: readonly (readonly [string, number, string, string[]])[] = [
  ['{"name":"a b","scopes":[]}', 422, 'invalid_request', ['/name', '/scopes']],
  ['{"scopes":["read"]}', 422, 'invalid_request', ['/name']],
  ['{"name":"main","scopes":["read"]}', 409, 'conflict:name_taken', []],
]

for (const [body, status, error, paths] of REFUSED) {
  test(`POST /keys refuses ${body} with ${error} and stores nothing`, async (t) => {
    const api = await startedApi(t)

    const told = await api.ask('/keys', { door: 'admin', method: 'POST', body })

    assert.deepEqual([told.status, told.json['error']], [status, error])
    assert.deepEqual(
      (told.json['details'] as { path: string }[]).map(({ path }) => path),
      paths,
    )
    assert.equal(api.rowCounts()['api_keys'], 0)
  })
}

test('an unknown key is not found', async (t) => {
  const api = await startedApi(t)

  for (const action of ['rotate', 'revoke']) {
    const told = await api.ask(`/keys/000000000000/${action}`, {
      door: 'admin',
      method: 'POST',
      ...(action === 'rotate' && { body: {} }),
    })
    assert.deepEqual([told.status, told.json['error']], [404, 'key_not_found'])
  }
})

/** The same for whoever has no key, a wrong one, or one that is no longer accepted: nothing of why may be told. */
test('every wrong key is refused with the same bytes', async (t) => {
  const api = await startedApi(t)
  const revoked = await madeKey(api)
  await api.ask(`/keys/${revoked.key_id}/revoke`, { door: 'admin', method: 'POST' })
  const live = await madeKey(api)
  const wrong = [
    '',
    'Bearer',
    `Basic ${live.key}`,
    `bearer ${live.key}x`,
    `Bearer ${live.key.slice(0, -1)}`,
    `Bearer ${revoked.key}`,
    `Bearer pfk_000000000000_${live.key.slice(17)}`,
    `Bearer ${live.key}, Bearer ${live.key}`,
    `Bearer ${'k'.repeat(8192)}`,
  ]

  const told: Told[] = []
  for (const authorization of wrong) told.push(await api.ask('/processes', { headers: { authorization } }))
  const raw = await api.raw(
    `GET /processes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ${live.key}\xe9\r\n\r\n`,
  )

  const [first] = told
  for (const { status, text, headers } of told) {
    assert.deepEqual([status, text, headers.get('www-authenticate')], [401, first?.text, 'Bearer'])
  }
  assert.match(raw, /^HTTP\/1\.1 401 /)
  assert.ok(raw.endsWith(first?.text ?? 'nothing was told'))
})
