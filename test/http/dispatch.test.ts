import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { bodyFor, ROUTES } from './support/every-route.ts'
import { recordedProcesses } from './support/recorded-processes.ts'
import { type StartOptions, startedHttp } from './support/started-http.ts'

async function started(t: TestContext, options: Partial<StartOptions> = {}) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes, ...options })), calls }
}

test('an unknown path is 404 and an unknown method 405 with what is allowed', async (t) => {
  const { ask } = await started(t)

  for (const path of [
    '/',
    '/nothing',
    '/processes/',
    '/Processes',
    '/processes/p-1/x',
    '/processes//timeline',
    '/constructor',
  ]) {
    const told = await ask(path)
    assert.deepEqual([told.status, told.json.error], [404, 'route_not_found'], path)
  }
  for (const [method, path, allow] of [
    ['PATCH', '/processes', 'GET, HEAD'],
    ['DELETE', '/processes/p-1', 'GET, HEAD'],
    ['GET', '/capability-requests/enqueue', 'POST'],
    ['POST', '/accounts/account_01', 'DELETE, GET, HEAD, PUT'],
    ['OPTIONS', '/phones/phone_01/pause', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
  ] as const) {
    const told = await ask(path, { method })
    assert.deepEqual([told.status, told.json.error], [405, 'method_not_allowed'], `${method} ${path}`)
    assert.equal(told.headers.get('allow'), allow)
  }
})

test('an unknown query parameter is refused with its name, on every route that has none', async (t) => {
  const { ask } = await started(t)

  // Lists check theirs in the use case, with their values.
  const lists = [
    '/processes',
    '/processes/p-1/artifacts',
    '/processes/p-1/decisions',
    '/processes/p-1/judge-contexts',
    '/processes/p-1/deliveries',
    '/processes/p-1',
    '/events',
    '/phones',
    '/phones/phone_01/leases',
    '/phones/phone_01/states',
    '/phones/phone_01/recoveries',
    '/incidents',
    '/accounts',
    '/accounts/account_01/hand-overs',
    '/keys',
    '/callbacks',
  ]
  for (const [method, path] of ROUTES.filter(([, path]) => !lists.includes(path))) {
    const told = await ask(`${path}?lim%2Fit=1&constructor=2`, { door: 'admin', method, ...bodyFor(method) })
    assert.equal(told.status, 422, `${method} ${path}`)
    assert.equal(told.json.error, 'invalid_request')
    assert.deepEqual(told.json.details, [
      { path: '/lim~1it', message: 'is not a known query parameter' },
      { path: '/constructor', message: 'is not a known query parameter' },
    ])
  }
})

test('path parameters reach the use case decoded', async (t) => {
  const { ask, calls } = await started(t)

  await ask('/accounts/a%2Fb%20%C3%BC%25')

  assert.deepEqual(calls, [{ name: 'readAccount', given: ['a/b ü%'] }])
})

test('HEAD answers what GET would, without the body', async (t) => {
  const { ask } = await started(t)

  const get = await ask('/capabilities')
  const head = await ask('/capabilities', { method: 'HEAD' })

  assert.equal(head.status, 200)
  assert.equal(head.text, '')
  assert.equal(head.headers.get('content-length'), get.headers.get('content-length'))
  assert.equal(head.headers.get('content-type'), 'application/json; charset=utf-8')
})
