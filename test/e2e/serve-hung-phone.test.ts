import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from '../../src/http/account-schemas.ts'
import { Phone } from '../../src/http/answer-schemas.ts'
import { createPlace, type Place } from './support/farm.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'
import { assertAnnounced, assertSessionsApart } from './support/told.ts'
import { until } from './support/until.ts'

/** The drain budget of the daemons here. */
const STOP_MS = 8000

let place: Place
let requests: ReturnType<typeof requestsOf>
before(async () => {
  place = await createPlace({ PHONEFARM_STOP_MS: String(STOP_MS) })
  requests = requestsOf(place.receiver.url)
  const [serial] = await place.startPhones(1)
  await place.serve()
  const account = { phone_id: 'phone_01', app: 'clips', username: 'clips_user01', status: 'active' }
  await place.client.expect(201, Phone, 'PUT', '/phones/phone_01', { serial })
  await place.client.expect(201, Account, 'PUT', '/accounts/account_01', account)
})
after(() => place.stop())

const warmup = () => requests.keywordWarmup('account_01', { keywords: ['travel'], videos_per_keyword: 50 })

/** A warmup that is under way, far too long to end by itself. */
async function longWarmup(): Promise<string> {
  const id = await place.client.submit(ENQUEUE, warmup())
  await place.client.done(id, 1)
  return id
}

/** After the record has told the end nothing more came to the phone. */
async function assertLeftAloneSince(finishedAt: string | null): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const story = await place.phones.read(1)
  assert.ok(finishedAt !== null && story.commands.length > 0)
  assert.deepEqual(
    story.commands.filter(({ at }) => at > finishedAt),
    [],
  )
  assertSessionsApart(story)
}

test('a hard cancel on a phone that hangs has failed, is not told as cancelled, and is carried through when the phone answers', async () => {
  const { client, phones } = place
  const id = await longWarmup()
  await phones.fault(1, { fault: 'hang' })

  const answer = await client.cancel(id, { strategy: 'hard' })
  const meanwhile = await client.read(id)
  await phones.fault(1, { fault: 'resume' })
  const told = await client.ended(id)

  assert.deepEqual(
    [answer.termination.status, answer.termination.terminate_issued, meanwhile.status],
    ['failed', true, 'executing'],
  )
  assert.equal(told.status, 'cancelled')
  await assertAnnounced(place, id, ['accepted', 'executing', 'cancel_requested', 'cancelled'])
  await assertLeftAloneSince(told.timestamps.finished_at)
  const stopped = (await client.timeline(id)).find(({ event }) => event === 'run_stopped')
  assert.match(stopped?.detail ?? '', /^stopped \d+ ms after the hard cancel$/)
})

test('a cancel of which the daemon dies before its patience is over is carried out by the next one', async () => {
  const { client, daemon, phones } = place
  const id = await longWarmup()
  await phones.fault(1, { fault: 'hang' })

  await client.cancel(id, { strategy: 'soft_then_force', force_after_seconds: 1 })
  await daemon().kill()
  await phones.fault(1, { fault: 'resume' })
  await place.serve()
  const told = await client.ended(id)

  assert.equal(told.status, 'cancelled')
  const events = (await client.timeline(id)).map(({ event }) => event)
  assert.equal(events.filter((event) => event === 'item_executing').length, 1)
  await assertAnnounced(place, id, ['accepted', 'executing', 'cancel_requested', 'cancelled'])
  await assertLeftAloneSince(told.timestamps.finished_at)
})

test('a daemon that drains takes in no work and says so, and a phone that hangs does not hold it beyond its budget', async () => {
  const { client, daemon, phones } = place
  const id = await longWarmup()
  await phones.fault(1, { fault: 'hang' })

  const startedMs = performance.now()
  const ending = daemon().stop()
  await until('readyz to be 503', async () => (await client.ask('GET', '/readyz')).status === 503, STOP_MS)
  const refused = await client.ask('POST', ENQUEUE, warmup())
  const stillRead = await client.read(id)
  const end = await ending
  const tookMs = performance.now() - startedMs
  await phones.fault(1, { fault: 'resume' })
  await place.serve()
  await client.done(id, 2)
  await client.cancel(id, { strategy: 'soft' })
  const told = await client.ended(id)

  assert.equal(end, 0)
  assert.ok(tookMs < STOP_MS + 2000, `the stop took ${tookMs} ms`)
  assert.equal(refused.status, 503)
  assert.equal(stillRead.status, 'executing')
  assert.equal(told.status, 'cancelled')
})
