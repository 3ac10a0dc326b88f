import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from '../../src/http/account-schemas.ts'
import { Phone } from '../../src/http/answer-schemas.ts'
import { descendants } from './support/descendants.ts'
import { createPlace, type Place } from './support/farm.ts'
import { runMain } from './support/main-process.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'
import { assertAnnounced, assertSessionsApart, foundVideos, warmupsOf } from './support/told.ts'

/** The command line of our Appium processes. */
const APPIUM = /appium.* server /

let place: Place
let requests: ReturnType<typeof requestsOf>
before(async () => {
  place = await createPlace()
  requests = requestsOf(place.receiver.url)
  const serials = await place.startPhones(2)
  await place.serve()
  for (const [index, serial] of serials.entries()) {
    const nn = `0${index + 1}`
    const account = { phone_id: `phone_${nn}`, app: 'clips', username: `clips_user${nn}`, status: 'active' }
    await place.client.expect(201, Phone, 'PUT', `/phones/phone_${nn}`, { serial })
    await place.client.expect(201, Account, 'PUT', `/accounts/account_${nn}`, account)
  }
})
after(() => place.stop())

const fourVideos = (accountId: string) =>
  place.client.submit(
    ENQUEUE,
    requests.keywordWarmup(accountId, { keywords: ['travel'], videos_per_keyword: 4 }),
  )

/** What happened to the items of a process, with the number of the attempt. */
async function itemEvents(id: string): Promise<string[]> {
  const events = await place.client.timeline(id)
  return events
    .filter(({ event }) => event.startsWith('item_'))
    .map(({ event, attempt }) => `${event} ${attempt}`)
}

test('a daemon that is killed in the middle of its work goes on with it when it is started again', async () => {
  const { client, daemon, phones } = place
  const id = await fourVideos('account_01')
  await client.done(id, 2)
  const killed = daemon()
  const appium = descendants(killed.pid, APPIUM)

  // Accepted just now: its session is being opened, or it has not even begun.
  const justAccepted = await fourVideos('account_02')
  await killed.kill()
  await place.serve()

  const told = await client.ended(id)
  assert.deepEqual([told.status, told.error], ['completed', null])
  const [item] = warmupsOf(told)
  assert.deepEqual([item?.attempt, item?.videos_seen, item?.videos_watched], [2, 4, 4])
  const story = await phones.read(1)
  assert.equal(foundVideos(story).length, 4)
  assert.equal(story.sessions.length, 2)
  assertSessionsApart(story)
  assert.deepEqual(await itemEvents(id), [
    'item_executing 1',
    'item_retrying 1',
    'item_executing 2',
    'item_done 2',
  ])
  await assertAnnounced(place, id, ['accepted', 'executing', 'retrying', 'executing', 'completed'])

  assert.equal((await client.ended(justAccepted)).status, 'completed')
  assertSessionsApart(await phones.read(2))
  assert.equal(appium.length, 1)
  assert.deepEqual(
    descendants(1, APPIUM).filter((pid) => appium.includes(pid)),
    [],
  )
})

test('a phone that is away when its daemon starts again holds up neither the start nor others, and goes on when it is back', async () => {
  const { client, daemon, phones } = place
  const id = await fourVideos('account_01')
  await client.done(id, 1)
  await phones.fault(1, { fault: 'unplug' })
  await daemon().kill()

  await place.serve()
  const ready = await client.ask('GET', '/readyz')
  const other = await client.ended(await fourVideos('account_02'))
  const whileAway = await itemEvents(id)
  await phones.fault(1, { fault: 'replug' })
  const told = await client.ended(id)

  assert.equal(ready.status, 200)
  assert.equal(other.status, 'completed')
  assert.ok(
    whileAway.every((event) => event === 'item_executing 1'),
    whileAway.join(', '),
  )
  assert.ok((await client.timeline(id)).some(({ event }) => event === 'rescue_waits'))
  assert.deepEqual([told.status, warmupsOf(told)[0]?.videos_seen], ['completed', 4])
  const story = await phones.read(1)
  assertSessionsApart(story)
})

test('a second daemon on the same data directory is refused in one line, and the first works on', async () => {
  const { client, env } = place

  const second = runMain(['serve'], env)
  const end = await second.exited

  assert.equal(end, 75)
  assert.deepEqual(second.log, [])
  assert.match(second.words(), /^data directory [^ ]+ is in use by another phonefarm daemon[^\n]*\n$/)
  assert.equal((await client.ask('GET', '/readyz')).status, 200)
})

test('a daemon that is told to stop puts its work back, ends with 0, and goes on without a lost attempt', async () => {
  const { client, daemon, phones } = place
  const id = await fourVideos('account_02')
  await client.done(id, 2)

  const end = await daemon().stop()
  const atRest = await phones.read(2)
  await place.serve()
  const told = await client.ended(id)

  assert.equal(end, 0)
  assertSessionsApart(atRest)
  assert.equal(told.status, 'completed', JSON.stringify(told.error))
  assert.equal(warmupsOf(told)[0]?.videos_seen, 4)
  const story = await phones.read(2)
  assert.equal(foundVideos(story).length, 4)
  assertSessionsApart(story)
  assert.deepEqual(await itemEvents(id), [
    'item_executing 1',
    'item_put_back 1',
    'item_executing 2',
    'item_done 2',
  ])
  await assertAnnounced(place, id, ['accepted', 'executing', 'completed'])
})
