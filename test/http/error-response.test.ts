import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { recordedProcesses } from './support/recorded-processes.ts'
import { type StartOptions, startedHttp } from './support/started-http.ts'

async function started(t: TestContext, options: Partial<StartOptions> = {}) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes, ...options })), calls }
}

test('a bug is answered without its detail and logged with its stack', async (t) => {
  const { ask, logged } = await started(t, {
    screenshot: async () => {
      throw new Error('SELECT secret FROM table')
    },
  })

  const told = await ask('/phones/phone_01/screenshot', { headers: { 'x-request-id': 'bug-1' } })

  assert.equal(told.status, 500)
  assert.deepEqual(told.json, {
    error: 'internal_error',
    message: 'something went wrong on our side',
    details: [],
  })
  const line = logged.find(({ msg }) => msg === 'request failed')
  assert.equal(line?.['request_id'], 'bug-1')
  assert.match(JSON.stringify(line), /SELECT secret[^]*error-response\.test/)
})
