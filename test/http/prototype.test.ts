import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keywordWarmup, maintenance, snapshot } from './support/requests.ts'
import { startedApi } from './support/started-api.ts'
import type { Asked } from './support/started-http.ts'

/** Names by which a careless copy reaches the prototype of every object. */
const POISONS: readonly string[] = [
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"a":{"__proto__":{"toString":1,"polluted":1}},"hasOwnProperty":1,"toString":null,"valueOf":{"__proto__":null}}',
  '{"__proto__":null}',
]

/** The pointers of every object in a body, the body itself included. */
function objectsIn(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.entries(value).flatMap(([name, member]) => objectsIn(member, `${at}/${name}`))
  return Array.isArray(value) ? inside : [at, ...inside]
}

/** The body's text with the object at the pointer replaced by JSON that no literal can write. */
function textWith(body: object, pointer: string, json: string): string {
  const mark = 'here-it-goes'
  if (pointer === '') return json
  const copy: unknown = structuredClone(body)
  const steps = pointer.split('/').slice(1)
  const last = steps.pop() ?? ''
  const place = steps.reduce<unknown>((at, step) => Reflect.get(at as object, step), copy)
  Reflect.set(place as object, last, mark)
  return JSON.stringify(copy).replace(`"${mark}"`, json)
}

const BODIES: readonly (readonly [path: string, method: string, body: object])[] = [
  ['/capability-requests/enqueue', 'POST', keywordWarmup()],
  ['/maintenance/requests', 'POST', maintenance()],
  ['/runtime-snapshots/upsert', 'POST', snapshot()],
  ['/phones/phone_03', 'PUT', { serial: 'vp-03', app_versions: { clips: '1.0' } }],
  [
    '/accounts/account_02',
    'PUT',
    { phone_id: 'phone_02', app: 'clips', username: 'u', status: 'active', settings: {} },
  ],
]

for (const [path, method, body] of BODIES) {
  test(`${method} ${path}: no object of the body reaches the prototype of others`, async (t) => {
    const { ask } = await startedApi(t)
    const before = Reflect.ownKeys(Object.prototype)

    for (const pointer of objectsIn(body)) {
      for (const poison of POISONS) {
        const { status } = await ask(path, { method, body: textWith(body, pointer, poison) })
        assert.ok(status < 500, `${pointer} ${poison}: ${status}`)
      }
    }

    assert.deepEqual(Reflect.ownKeys(Object.prototype), before)
    assert.equal(Reflect.get({}, 'polluted'), undefined)
  })
}

for (const poison of POISONS) {
  test(`metadata ${poison} is plain data, given back as it came`, async (t) => {
    const { ask } = await startedApi(t)
    const sent: Asked = {
      method: 'POST',
      body: textWith(keywordWarmup(), '/requested_by', `{"system":"s","metadata":${poison}}`),
    }

    const { status, json } = await ask('/capability-requests/enqueue', sent)
    const { text } = await ask(`/processes/${String(json['process_id'])}`)
    const again = await ask('/capability-requests/enqueue', sent)

    assert.equal(status, 202)
    assert.ok(text.includes(`"metadata":${poison}`), text)
    assert.deepEqual([again.status, again.json['request_mismatch']], [200, undefined])
  })
}

test('a request that differs in nothing but a "__proto__" of its metadata is another request', async (t) => {
  const { ask } = await startedApi(t)
  const body = (json: string) =>
    textWith(keywordWarmup(), '/requested_by', `{"system":"s","metadata":${json}}`)

  await ask('/capability-requests/enqueue', { method: 'POST', body: body('{"__proto__":{"a":1}}') })
  const second = await ask('/capability-requests/enqueue', {
    method: 'POST',
    body: body('{"__proto__":{"a":2}}'),
  })

  assert.deepEqual([second.status, second.json['request_mismatch']], [200, true])
})
