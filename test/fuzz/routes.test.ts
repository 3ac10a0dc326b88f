import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzzedApi } from './fuzzed-api.ts'

/** To a route; the soak sends more, with other seeds. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 10_000)
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122)

test('requests made from our own description, right, wrong and garbage, are answered as it says', async (t) => {
  const own = Reflect.ownKeys(Object.prototype)
  const { routes, fuzz } = await fuzzedApi(t)
  for (const route of routes) {
    await t.test(`${route.method} ${route.template}`, async () => {
      await fuzz(route, { requests: REQUESTS, seed: SEED })
      assert.deepEqual(Reflect.ownKeys(Object.prototype), own)
    })
  }
})
