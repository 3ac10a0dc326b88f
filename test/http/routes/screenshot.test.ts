import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { FarmError } from '../../../src/domain/errors.ts'
import { recordedProcesses } from '../support/recorded-processes.ts'
import { pictureOf, type StartOptions, startedHttp } from '../support/started-http.ts'

async function started(t: TestContext, options: Partial<StartOptions> = {}) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes, ...options })), calls }
}

test('a screenshot is a PNG in its own size unless something else is asked for', async (t) => {
  const asked: unknown[] = []
  const { ask } = await started(t, {
    async screenshot(phone, request) {
      asked.push(phone, request)
      return pictureOf('pixels')
    },
  })

  const told = await ask('/phones/phone_01/screenshot')

  assert.equal(told.headers.get('content-type'), 'image/png')
  assert.equal(told.text, 'pixels')
  assert.deepEqual(asked, [
    { phone_id: 'phone_01', serial: 'vp-01' },
    { format: 'png', width: null },
  ])
})

for (const [accept, format] of [
  ['image/jpeg', 'jpeg'],
  ['image/webp, image/jpeg;q=0.9, */*;q=0.1', 'jpeg'],
  ['image/*', 'png'],
  ['image/jpeg;q=0.5, image/png', 'png'],
  ['application/json', 'png'],
] as const) {
  test(`a screenshot for "Accept: ${accept}" is taken as ${format}`, async (t) => {
    const asked: unknown[] = []
    const { ask } = await started(t, {
      async screenshot(_phone, request) {
        asked.push(request)
        return pictureOf('pixels')
      },
    })

    await ask('/phones/phone_01/screenshot?width=180', { headers: { accept } })

    assert.deepEqual(asked, [{ format, width: 180 }])
  })
}

test('a screenshot tells when it was taken, its name, and whether there is anything on it', async (t) => {
  const { ask } = await started(t, { screenshot: async () => pictureOf('pixels', { black: true }) })

  const { headers } = await ask('/phones/phone_01/screenshot')

  assert.equal(headers.get('last-modified'), 'Sun, 22 Mar 2026 08:30:00 GMT')
  assert.equal(headers.get('etag'), '"tag-1"')
  assert.equal(headers.get('x-phonefarm-screen'), 'black')
  assert.equal(headers.get('cache-control'), 'no-store')
})

for (const [known, status] of [
  ['"tag-1"', 304],
  ['W/"tag-0", W/"tag-1"', 304],
  ['"tag-0"', 200],
] as const) {
  test(`a caller that has the picture ${known} is answered ${status}`, async (t) => {
    const { ask } = await started(t)

    const told = await ask('/phones/phone_01/screenshot', { headers: { 'if-none-match': known } })

    assert.equal(told.status, status)
    assert.equal(told.text, status === 304 ? '' : 'PNG')
  })
}

for (const query of ['width=0', 'width=5000', 'width=1e2', 'width=100&width=200', 'height=3']) {
  test(`a screenshot with ?${query} is refused`, async (t) => {
    const { ask } = await started(t)

    const told = await ask(`/phones/phone_01/screenshot?${query}`)

    assert.deepEqual([told.status, told.json['error']], [422, 'invalid_request'])
  })
}

for (const [code, error, status, retryAfter] of [
  ['conflict:phone_held', new FarmError('conflict', 'not now', { detail: 'phone_held' }), 409, null],
  [
    'unavailable:phone_not_reachable',
    new FarmError('unavailable', 'not now', { detail: 'phone_not_reachable' }),
    503,
    '5',
  ],
] as const) {
  test(`a screenshot that cannot be taken is ${status} ${code}`, async (t) => {
    const { ask } = await started(t, { screenshot: () => Promise.reject(error) })

    const told = await ask('/phones/phone_01/screenshot')

    assert.equal(told.status, status)
    assert.equal(told.headers.get('retry-after'), retryAfter)
    assert.deepEqual(told.json, { error: code, message: 'not now', details: [] })
  })
}
