import assert from 'node:assert/strict'

import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/devices/free-port.ts'
import { Account } from '../../src/http/account-schemas.ts'
import { Phone } from '../../src/http/answer-schemas.ts'
import { createClient, type Client } from '../e2e/support/client.ts'
import { createPlace, type Place } from '../e2e/support/farm.ts'
import { runMain, type MainProcess } from '../e2e/support/main-process.ts'
import { ENQUEUE, MAINTENANCE, requestsOf } from '../e2e/support/requests.ts'
import { assertSessionsApart } from '../e2e/support/told.ts'
import { until } from '../e2e/support/until.ts'

const DAEMON = fileURLToPath(new URL('daemon.js', import.meta.url))
const READY_MS = 60_000

let place: Place
let client: Client
let url: string
let requests: ReturnType<typeof requestsOf>
let daemon: MainProcess

before(async () => {
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  // Without Appium: these stories are about the daemon's deaths, and start it a dozen times.
  place = await createPlace({
    PHONEFARM_PORT: String(port),
    PHONEFARM_ADMIN_LISTEN: '127.0.0.1:0',
    PHONEFARM_CHAOS_APPIUM: 'direct',
  })
  client = createClient(() => url, place.env['PHONEFARM_API_KEY'] ?? '')
  requests = requestsOf(place.receiver.url)
  const serials = await place.startPhones(2)
  start('')
  await isReady()
  for (const [index, serial] of serials.entries()) {
    const nn = `0${index + 1}`
    const account = { phone_id: `phone_${nn}`, app: 'clips', username: `clips_user${nn}`, status: 'active' }
    await client.expect(201, Phone, 'PUT', `/phones/phone_${nn}`, { serial })
    await client.expect(201, Account, 'PUT', `/accounts/account_${nn}`, account)
  }
  await daemon.kill()
})
after(async () => {
  await daemon.kill()
  await place.stop()
})

/** Starts the test build with a failpoint; it may be dead before it is ready. */
function start(failpoint: string): void {
  daemon = runMain([], { ...place.env, PHONEFARM_FAILPOINT: failpoint }, DAEMON)
}

async function isReady(): Promise<void> {
  const ready = () => daemon.log.some(({ msg }) => msg === 'ready')
  await until('the daemon to be ready', ready, READY_MS, () => [daemon.words(), daemon.log.at(-1)])
}

/** Where a death leaves the most behind: between what has happened on the phone or at the caller and its record. */
const DEATHS = ['save_session:before_commit', 'set_text:after', 'callback_post:after@2'] as const

for (const [index, failpoint] of DEATHS.entries()) {
  test(`a daemon that is killed at ${failpoint} finishes its work when it is started again, nothing twice`, async () => {
    const bio = `bio number ${index + 1}`
    start(failpoint)
    await isReady()
    const id = await client.submit(MAINTENANCE, requests.maintenance('account_01', { bio }))

    const end = await daemon.exited
    start('')
    await isReady()
    const told = await client.ended(id)
    await place.callbacks(id)
    await daemon.stop()

    assert.equal(end, 'SIGKILL')
    assert.equal(told.status, 'completed', JSON.stringify(told.error))
    const story = await place.phones.read(1)
    assert.equal(story.edits.filter(({ after }) => after === bio).length, 1)
    assert.deepEqual(
      story.edits.filter((edit) => edit.before === edit.after),
      [],
    )
    assertSessionsApart(story)
  })
}

test('an item that takes the daemon down each time is given up after three deaths; other phones work on', async () => {
  const poison = 'session_open:before/phone_01'
  const warmup = (accountId: string) =>
    requests.keywordWarmup(accountId, { keywords: ['travel'], videos_per_keyword: 1 })
  start(poison)
  await isReady()
  const ids = [
    await client.submit(ENQUEUE, warmup('account_02')),
    await client.submit(ENQUEUE, warmup('account_01')),
    await client.submit(ENQUEUE, warmup('account_02')),
  ] as const

  const ends = [await daemon.exited]
  for (let death = 2; death <= 3; death++) {
    start(poison)
    ends.push(await daemon.exited)
  }
  start(poison)
  await isReady()
  const [first, poisoned, second] = [
    await client.ended(ids[0]),
    await client.ended(ids[1]),
    await client.ended(ids[2]),
  ]
  await daemon.stop()

  assert.deepEqual(ends, ['SIGKILL', 'SIGKILL', 'SIGKILL'])
  assert.equal(poisoned.status, 'failed_terminal')
  assert.deepEqual(poisoned.error, {
    message: 'the daemon died 3 times in a row during this item',
    category: 'interrupted',
  })
  assert.deepEqual([first.status, second.status], ['completed', 'completed'])
  assertSessionsApart(await place.phones.read(2))
})
