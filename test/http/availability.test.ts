import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { recordedProcesses } from './support/recorded-processes.ts'
import { type StartOptions, startedHttp } from './support/started-http.ts'

async function started(t: TestContext, options: Partial<StartOptions> = {}) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes, ...options })), calls }
}

test('while starting and draining new work is refused and everything else answered', async (t) => {
  const { ask, http, readiness, calls } = await started(t)

  readiness.current = { starting: true, checks: { store: { ok: true } } }
  const starting = await ask('/maintenance/requests', { method: 'POST', body: {} })
  readiness.current = { starting: false, checks: { store: { ok: true } } }
  http.setDraining('draining')
  const draining = await ask('/capability-requests/enqueue', { method: 'POST', body: 'not even json' })

  assert.deepEqual([starting.status, starting.json.error], [503, 'unavailable:starting'])
  assert.deepEqual([draining.status, draining.json.error], [503, 'unavailable:draining'])
  assert.equal(draining.headers.get('retry-after'), '5')
  assert.deepEqual(calls, [])
  assert.equal((await ask('/processes/p-1')).status, 200)
  assert.equal((await ask('/processes/p-1/cancel', { method: 'POST', body: {} })).status, 200)
  assert.equal((await ask('/healthz')).status, 200)
  assert.equal((await ask('/readyz')).json.error, 'unavailable:draining')
})

test('readyz names the checks that fail', async (t) => {
  const { ask, readiness } = await started(t)

  const ready = await ask('/readyz')
  readiness.current = {
    starting: false,
    checks: { store: { ok: true }, adb: { ok: false, message: 'no adb server on port 5099' } },
  }
  const failing = await ask('/readyz')

  assert.deepEqual([ready.status, ready.json], [200, { status: 'ready', checks: { store: { ok: true } } }])
  assert.equal(failing.status, 503)
  assert.equal(failing.headers.get('retry-after'), '5')
  assert.deepEqual(failing.json, {
    status: 'not_ready',
    checks: { store: { ok: true }, adb: { ok: false, message: 'no adb server on port 5099' } },
    error: 'unavailable:not_ready',
    message: 'not ready: adb',
    details: [{ path: '/checks/adb', message: 'no adb server on port 5099' }],
  })
})
