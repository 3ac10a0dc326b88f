import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { FarmError } from '../../../src/domain/errors.ts'
import { recordedProcesses } from '../support/recorded-processes.ts'
import { type StartOptions, startedHttp } from '../support/started-http.ts'

async function started(t: TestContext, options: Partial<StartOptions> = {}) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes, ...options })), calls }
}

test('a screenshot is a PNG', async (t) => {
  const { ask } = await started(t, { screenshot: async ({ serial }) => Buffer.from(`picture of ${serial}`) })

  const told = await ask('/phones/phone_01/screenshot')

  assert.equal(told.headers.get('content-type'), 'image/png')
  assert.equal(told.text, 'picture of vp-01')
})

for (const [code, detail, status, retryAfter] of [
  ['conflict', 'phone_busy', 409, null],
  ['unavailable', 'phone_not_reachable', 503, '5'],
] as const) {
  test(`a screenshot that cannot be taken is ${status} ${code}:${detail}`, async (t) => {
    const { ask } = await started(t, {
      screenshot: async () => {
        throw new FarmError(code, 'not now', { detail })
      },
    })

    const told = await ask('/phones/phone_01/screenshot')

    assert.equal(told.status, status)
    assert.equal(told.headers.get('retry-after'), retryAfter)
    assert.deepEqual(told.json, { error: `${code}:${detail}`, message: 'not now', details: [] })
  })
}
