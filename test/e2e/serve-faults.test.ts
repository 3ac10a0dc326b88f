import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { Account } from '../../src/http/account-schemas.ts'
import { Phone } from '../../src/http/answer-schemas.ts'
import { descendants } from './support/descendants.ts'
import { startFarm, type Place } from './support/farm.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'
import { assertAnnounced, assertSessionsApart, foundVideos, warmupsOf } from './support/told.ts'
import { until } from './support/until.ts'

let farm: Place
let requests: ReturnType<typeof requestsOf>
before(async () => {
  farm = await startFarm(8)
  requests = requestsOf(farm.receiver.url)
})
after(() => farm.stop())

/** A warmup of four videos of one search, long enough to be disturbed in its middle. */
const fourVideos = (accountId: string) =>
  farm.client.submit(
    ENQUEUE,
    requests.keywordWarmup(accountId, { keywords: ['travel'], videos_per_keyword: 4 }),
  )

/** Completed after faults of the category, with every video counted once, by the farm and by the phone itself. @returns how often it was tried */
async function assertMended(id: string, number: number, category: string): Promise<number> {
  const told = await farm.client.ended(id)
  assert.deepEqual([told.status, told.error], ['completed', null])
  const [item] = warmupsOf(told)
  assert.ok(item)
  assert.deepEqual([item.videos_seen, item.videos_watched], [4, 4])
  const story = await farm.phones.read(number)
  assert.equal(foundVideos(story).length, 4)
  assertSessionsApart(story)
  const again = Array.from({ length: item.attempt - 1 }, () => ['retrying', 'executing']).flat()
  await assertAnnounced(farm, id, ['accepted', 'executing', ...again, 'completed'])
  const retrying = (await farm.callbacks(id)).filter(({ milestone }) => milestone === 'retrying')
  for (const { process } of retrying) {
    assert.deepEqual([process.status, process.error?.category], ['retrying', category])
  }
  return item.attempt
}

// Each story has phones of its own. Four at a time: more would only wait for the two cores.
suite('what goes wrong on one phone', { concurrency: 4 }, () => {
  test('an unplugged phone retries as a fault of the device, goes on when it is back, and holds up no other', async () => {
    const { client, phones } = farm
    const id = await fourVideos('account_virtual_01')
    const other = await fourVideos('account_virtual_02')
    await client.done(id, 2)

    await phones.fault(1, { fault: 'unplug' })
    const retrying = await client.waitFor(id, 'retrying', ({ status }) => status === 'retrying')
    const otherDone = (await client.read(other)).partial_progress.items?.[0]?.done ?? 0
    await client.done(other, otherDone + 1)
    const waiting = await client.read(id)
    await phones.fault(1, { fault: 'replug' })

    assert.equal(retrying.error?.category, 'device')
    assert.equal(waiting.status, 'retrying')
    // Pauses are very short here: some can be over before adb's list tells that the phone is away, within a second.
    assert.ok((await assertMended(id, 1, 'device')) >= 2)
    assert.equal((await client.ended(other)).status, 'completed')
    await assertAnnounced(farm, other, ['accepted', 'executing', 'completed'])
  })

  test('a crash of the server on the phone is a fault of the session, and the run goes on in a new one', async () => {
    const id = await fourVideos('account_virtual_03')
    await farm.client.done(id, 2)

    await farm.phones.fault(3, { fault: 'crash_server' })

    assert.equal(await assertMended(id, 3, 'session'), 2)
  })

  test('dialogs in the middle of a run are answered, and every video is still counted once', async () => {
    const { client, phones, daemon } = farm
    const id = await fourVideos('account_virtual_04')
    const kinds = ['rate_us', 'update_available', 'network_error']

    for (const [index, kind] of kinds.entries()) {
      await client.done(id, index + 1)
      await phones.fault(4, { fault: 'dialog', kind })
    }

    const told = await client.ended(id)
    assert.equal(told.status, 'completed', JSON.stringify(told.error))
    const [item] = warmupsOf(told)
    assert.deepEqual([item?.attempt, item?.videos_seen], [1, 4])
    assert.equal(foundVideos(await phones.read(4)).length, 4)
    const answered = daemon().log.filter(
      (line) => line['msg'] === 'dialog answered' && line['process_id'] === id,
    )
    assert.deepEqual(
      answered.map(({ dialog }) => dialog),
      kinds,
    )
  })

  test('an app that asks for a login ends the run at once: a person has to look', async () => {
    const { client, phones } = farm
    const id = await fourVideos('account_virtual_05')
    await client.done(id, 1)

    await phones.fault(5, { fault: 'dialog', kind: 'login_required' })

    const told = await client.ended(id)
    assert.equal(told.status, 'failed_terminal')
    assert.equal(told.error?.category, 'account_action_needed')
    assert.equal(told.partial_progress.items?.[0]?.attempt, 1)
    const [item] = warmupsOf(told)
    assert.ok(item && item.videos_seen >= 1 && item.videos_seen < 4, `${item?.videos_seen}`)
    await assertAnnounced(farm, id, ['accepted', 'executing', 'failed_terminal'])
  })

  test('an app that was removed from the phone ends as app_changed, without a session', async () => {
    const { client, phones, adb } = farm
    const { adb: serial } = await phones.read(6)
    adb('-s', serial, 'uninstall', 'com.phonefarm.clips')

    const told = await client.ended(await fourVideos('account_virtual_06'))

    assert.equal(told.status, 'failed_terminal')
    assert.deepEqual(told.error, {
      message: `com.phonefarm.clips is not installed on ${serial}`,
      category: 'app_changed',
    })
    assert.deepEqual((await phones.read(6)).sessions, [])
  })

  test('a phone that nobody has ever seen ends as a fault of the device', async () => {
    const { client } = farm
    const account = { phone_id: 'phone_lost', app: 'clips', username: 'lost', status: 'active' }
    await client.expect(201, Phone, 'PUT', '/phones/phone_lost', { serial: 'R58LOST0001' })
    await client.expect(201, Account, 'PUT', '/accounts/account_lost', account)

    const told = await client.ended(await fourVideos('account_lost'))

    assert.equal(told.status, 'failed_terminal')
    assert.deepEqual(told.error, { message: 'phone R58LOST0001 is not connected', category: 'device' })
  })

  test('work for a paused phone waits, while others work, until it is resumed', async () => {
    const { client } = farm
    await client.expect(200, Phone, 'POST', '/phones/phone_virtual_07/pause')
    const id = await fourVideos('account_virtual_07')
    const other = await client.submit(ENQUEUE, requests.fypWarmup(['account_virtual_08'], { videos: 1 }))

    assert.equal((await client.ended(other)).status, 'completed')
    const waiting = await client.read(id)
    await client.expect(200, Phone, 'POST', '/phones/phone_virtual_07/resume')
    await client.done(id, 1)
    await client.cancel(id, { strategy: 'soft' })

    assert.equal(waiting.status, 'queued')
    assert.equal((await client.ended(id)).status, 'cancelled')
  })
})

test('an Appium that is killed in the middle of a run is replaced, and the run goes on where it was', async () => {
  const { client, daemon } = farm
  const id = await fourVideos('account_virtual_08')
  await client.done(id, 2)

  const appium = () => descendants(daemon().pid, /appium.* server /)
  const before = appium()
  assert.equal(before.length, 1)
  for (const pid of before) process.kill(pid, 'SIGKILL')

  assert.equal(await assertMended(id, 8, 'session'), 2)
  const [replaced] = await until(
    'another Appium',
    () => (appium().length === 1 ? appium() : undefined),
    1_000,
  )
  assert.notEqual(replaced, before[0])
  assert.equal((await client.ask('GET', '/readyz')).status, 200)
})
