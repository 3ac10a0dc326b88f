import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzzedApi } from './fuzzed-api.ts'
import type { FuzzedRoute } from './request-arbitrary.ts'

/** To a route; `scripts/soak --fuzz` sends more, with other seeds. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 10_000)
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122)

/** What the farm of the tests never has: evidence, a phone in quarantine, an account that waits for a person. */
const OUT_OF_REACH = new Set([
  'GET /processes/{process_id}/artifacts/{artifact_id}',
  'POST /phones/{phone_id}/readmit',
  'POST /accounts/{account_id}/resume',
])

/** One test a route. Two files share the routes, so that two cores do. */
export function testRoutes(which: string, isMeant: (route: FuzzedRoute) => boolean): void {
  test(`requests made from our own description, right, wrong and garbage, are answered as it says: ${which}`, async (t) => {
    const own = Reflect.ownKeys(Object.prototype)
    const { routes, fuzz } = await fuzzedApi(t)
    // Half a million refusals are made; where in our code each was made is not looked at.
    const { stackTraceLimit } = Error
    t.after(() => {
      Error.stackTraceLimit = stackTraceLimit
    })
    Error.stackTraceLimit = 0
    for (const route of routes.filter(isMeant)) {
      const name = `${route.method} ${route.template}`
      await t.test(name, async (t) => {
        const statuses = await fuzz(route, { requests: REQUESTS, seed: SEED })
        t.diagnostic(JSON.stringify(statuses))
        const told = Object.keys(statuses).map(Number)
        assert.ok(told.some((status) => status >= 400))
        assert.equal(
          told.some((status) => status < 300),
          !OUT_OF_REACH.has(name),
        )
        assert.deepEqual(Reflect.ownKeys(Object.prototype), own)
      })
    }
  })
}
