import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { appiumSetup } from '../src/appium-setup.ts'
import { loadConfig } from '../src/config.ts'
import { openOffice } from './support/store.ts'
import { keywordWarmupRequest } from './support/requests.ts'

const AT = '2026-03-22T08:30:00.000Z'
const HOUR_MS = 3_600_000

/** An item that `boot_id` has begun, and ended when asked to; what is thought of its session by the boot `now`. */
async function verdictOf(t: TestContext, options: { boot_id: string; isEnded: boolean; attempt?: number }) {
  const { boot_id, isEnded } = options
  const office = await openOffice(t)
  await office.processes.acceptCapabilityRequest(keywordWarmupRequest())
  const { queue_item_id } = await office.claim('phone_01')
  await office.store.write('put_phone', ({ attempts }) => {
    const key = { queue_item_id, attempt: 2, boot_id }
    attempts.begin({ ...key, phone_id: 'phone_01', started_at: AT })
    if (isEnded) attempts.end({ ...key, ended_at: AT, outcome: 'done', error: null })
  })
  const setup = appiumSetup(loadConfig({}).config, office.store, 'now')
  return setup.leftovers.verdict({ boot_id, queue_item_id, attempt: options.attempt ?? 2 })
}

for (const { what, boot_id, isEnded, verdict } of [
  { what: 'of this boot that has not ended', boot_id: 'now', isEnded: false, verdict: 'running' },
  { what: 'of this boot that has ended', boot_id: 'now', isEnded: true, verdict: 'over' },
  { what: 'of a dead boot', boot_id: 'before', isEnded: false, verdict: 'over' },
] as const) {
  test(`the session of an attempt ${what} is ${verdict}`, async (t) => {
    assert.equal(await verdictOf(t, { boot_id, isEnded }), verdict)
  })
}

test('nothing is known of the session of an attempt that no boot of ours began', async (t) => {
  assert.equal(await verdictOf(t, { boot_id: 'before', isEnded: false, attempt: 9 }), 'unknown')
})

test('the registered phones are those that are swept', async (t) => {
  const { store } = await openOffice(t)
  const { leftovers } = appiumSetup(loadConfig({}).config, store, 'now')

  assert.deepEqual(
    leftovers.serials(),
    store.read.phones.all().map(({ serial }) => serial),
  )
  assert.ok(leftovers.serials().length > 0)
})

test('an Appium is replaced after a day or beyond 768 MiB, on any free port, unless told otherwise', async (t) => {
  const { store } = await openOffice(t)
  const { appiumRecycle, appiumPortFirst } = appiumSetup(loadConfig({}).config, store, 'now')
  const told = { PHONEFARM_APPIUM_HOURS: '0', PHONEFARM_APPIUM_MB: '0', PHONEFARM_APPIUM_PORT_FIRST: '4723' }
  const other = appiumSetup(loadConfig(told).config, store, 'now')

  assert.deepEqual(appiumRecycle, { longestAgeMs: 24 * HOUR_MS, mostBytes: 805_306_368 })
  assert.equal(appiumPortFirst, null)
  assert.deepEqual(other.appiumRecycle, { longestAgeMs: null, mostBytes: null })
  assert.equal(other.appiumPortFirst, 4723)
})
