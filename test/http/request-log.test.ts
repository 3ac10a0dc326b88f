import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { recordedProcesses } from './support/recorded-processes.ts'
import { type StartOptions, startedHttp } from './support/started-http.ts'

async function started(t: TestContext, options: Partial<StartOptions> = {}) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes, ...options })), calls }
}

test("a caller's own request id is taken over when it is safe, and is in the log", async (t) => {
  const { ask, logged } = await started(t)
  const longest = 'a'.repeat(128)

  for (const [given, expected] of [
    ['Mine-1.2_3', 'Mine-1.2_3'],
    [longest, longest],
    [`${longest}b`, 'made-1'],
    ['not safe', 'made-2'],
    ['a"b', 'made-3'],
    ['', 'made-4'],
  ] as const) {
    const told = await ask('/nothing', { headers: { 'x-request-id': given } })
    assert.equal(told.headers.get('x-request-id'), expected)
  }
  const ids = logged.filter(({ msg }) => msg === 'request answered').map(({ request_id }) => request_id)
  assert.deepEqual(ids, ['Mine-1.2_3', longest, 'made-1', 'made-2', 'made-3', 'made-4'])
})

test('a request has one line in the log, with key, status and the path without its query', async (t) => {
  const { ask, logged } = await started(t)

  await ask('/processes?status=queued')

  const [line, ...more] = logged
  assert.deepEqual(more, [])
  assert.deepEqual(
    [line?.['method'], line?.['path'], line?.['status'], line?.['key'], line?.['level']],
    ['GET', '/processes', 200, 'tests', 30],
  )
})

test('every answer forbids guessing and caching and does not name its software', async (t) => {
  const { ask } = await started(t)

  for (const path of ['/healthz', '/processes', '/nothing', '/phones/x/screenshot']) {
    const { headers } = await ask(path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('x-powered-by'), null)
    assert.equal(headers.get('server'), null)
  }
})
