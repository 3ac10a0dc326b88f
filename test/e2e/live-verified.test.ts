import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Static } from 'typebox'
import { Capabilities } from '../../src/http/capability-schemas.ts'
import { ErrorBody, Phone } from '../../src/http/answer-schemas.ts'
import { Explanation } from '../../src/http/explain-schema.ts'
import type { ProcessTold } from './support/client.ts'
import { command } from './support/command.ts'
import { startFarm, type Place } from './support/farm.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'
import { until } from './support/until.ts'

type Row = Static<typeof Capabilities>['capabilities'][number]

/** Three attempts, each of which waits 20 s for a video before it gives up. */
const BROKEN_MS = 240_000

/** The process once it is over. */
function ended(told: ProcessTold): ProcessTold | undefined {
  return told.status === 'failed_terminal' ? told : undefined
}

async function fypOn({ client }: Place): Promise<Row> {
  const { capabilities } = await client.expect(200, Capabilities, 'GET', '/capabilities')
  const row = capabilities.find(({ capability }) => capability === 'fyp_warmup')
  assert.ok(row)
  return row
}

test('a farm earns live_verified by runs on its phones, works by it unattended, and loses it when the app changes', async (t) => {
  const farm = await startFarm(1, { PHONEFARM_UNATTENDED: 'keyword_warmup,fyp_warmup' })
  t.after(() => farm.stop())
  const { client, phones } = farm
  const requests = requestsOf(farm.receiver.url)
  const warmup = (more: object = {}) => ({
    ...requests.fypWarmup(['account_virtual_01'], { videos: 6 }),
    ...more,
  })
  const unattended = { mode: 'unattended' }

  // What a run proves counts for the version that its phone has told.
  await until(
    'the phone to have told its apps',
    async () => {
      const { apps } = await client.expect(200, Phone, 'GET', '/phones/phone_virtual_01')
      return apps.length > 0
    },
    20_000,
  )
  const tooEarly = await client.expect(422, ErrorBody, 'POST', ENQUEUE, warmup(unattended))
  const earning = [await client.submit(ENQUEUE, warmup()), await client.submit(ENQUEUE, warmup())]
  earning.push(await client.submit(ENQUEUE, warmup()))
  for (const id of earning) assert.equal((await client.ended(id)).status, 'completed')
  const earned = await fypOn(farm)

  assert.equal(tooEarly.error, 'capability_not_live_verified:fyp_warmup')
  assert.match(tooEarly.message, /0 of 3 runs in a row have proven every effect/)
  const [verified] = earned.verifications
  assert.equal(verified?.status, 'verified', JSON.stringify(earned.verifications))
  assert.equal(earned.live_verified, true)
  assert.deepEqual(
    verified?.runs.map(({ process_id, outcome }) => ({ process_id, outcome })),
    earning.map((process_id) => ({ process_id, outcome: 'completed' })),
  )

  const byItself = await client.ended(await client.submit(ENQUEUE, warmup(unattended)))
  assert.equal(byItself.status, 'completed')
  assert.deepEqual(
    byItself.result.items?.map((item) => 'drift' in item),
    [false],
  )

  // An experiment of the app's makers: the version stays, the ids do not.
  await phones.fault(1, { fault: 'app_update', renames: { author_name: 'creator_name' } })
  const broken = await client.submit(ENQUEUE, warmup())
  const failed = await until(
    'three attempts to fail',
    async () => ended(await client.read(broken)),
    BROKEN_MS,
  )
  const lost = await fypOn(farm)

  assert.equal(failed.error?.category, 'app_changed')
  assert.equal(lost.live_verified, false)
  assert.equal(lost.verifications[0]?.status, 'withdrawn')
  assert.match(
    lost.verifications[0]?.reason ?? '',
    /^2 of the last \d runs ended as app_changed: expected a video/,
  )
  const late = await client.expect(422, ErrorBody, 'POST', ENQUEUE, warmup(unattended))
  assert.match(late.message, /its verification was withdrawn at .*ended as app_changed/)

  const told = await client.expect(200, Explanation, 'GET', `/processes/${broken}/explain`)
  assert.deepEqual(
    told.failures[0]?.evidence?.proposals.map((proposal) => proposal.lost),
    ['the element author_name'],
  )
  const printed = await command(farm, 'drivers', 'proposals', broken)
  assert.equal(printed.code, 0, printed.err)
  assert.match(printed.out, /"path":"\/elements\/author_name\/candidates\/1"/)
  assert.match(printed.out, /com\.phonefarm\.clips:id\/creator_name/)
})
