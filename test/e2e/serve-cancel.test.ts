import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { ProcessTold } from './support/client.ts'
import { startFarm, type Place } from './support/farm.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'
import { assertAnnounced, assertSessionsApart, warmupsOf } from './support/told.ts'

const STOPPED = { message: 'operator requested stop', category: 'cancelled' }

suite('a cancelled process', { concurrency: 4 }, () => {
  let farm: Place
  let requests: ReturnType<typeof requestsOf>
  before(async () => {
    // Three runs at once are more than one Appium takes here: a second one has to come.
    farm = await startFarm(3, { PHONEFARM_APPIUM_PHONES_PER_SERVER: '2' })
    requests = requestsOf(farm.receiver.url)
  })
  after(() => farm.stop())

  /** Long enough that it is always the cancel that ends it. */
  const longWarmup = (accountId: string) =>
    farm.client.submit(
      ENQUEUE,
      requests.keywordWarmup(accountId, { keywords: ['travel'], videos_per_keyword: 50 }),
    )

  /** After the end that the record tells nothing more came to the phone, though its next command was due within a second. */
  async function assertLeftAlone(number: number, { timestamps }: ProcessTold): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    const story = await farm.phones.read(number)
    const { finished_at } = timestamps
    assert.ok(finished_at !== null && story.commands.length > 0)
    assert.deepEqual(
      story.commands.filter(({ at }) => at > finished_at),
      [],
    )
    assertSessionsApart(story)
  }

  test('that only waits is over at once, and a soft cancel stops the running one at its next step', async () => {
    const { client } = farm
    const running = await longWarmup('account_virtual_01')
    const waiting = await longWarmup('account_virtual_alt_01')
    await client.done(running, 1)

    const ofWaiting = await client.cancel(waiting, { strategy: 'soft_then_force' })
    const ofRunning = await client.cancel(running, { strategy: 'soft' })
    const stopped = await client.ended(running)

    assert.equal(ofWaiting.status, 'cancel_requested')
    assert.equal(ofWaiting.termination.status, 'not_needed')
    assert.equal(ofWaiting.active_target, null)
    assert.deepEqual(ofWaiting.cancelled_queue_item_ids, ofWaiting.process.linked_ids.queue_item_ids)
    assert.equal(ofWaiting.process.status, 'cancelled')
    assert.deepEqual(ofWaiting.process.error, STOPPED)
    await assertAnnounced(farm, waiting, ['accepted', 'cancel_requested', 'cancelled'])

    assert.equal(ofRunning.status, 'cancel_requested')
    assert.equal(ofRunning.termination.status, 'requested')
    assert.equal(ofRunning.termination.terminate_issued, false)
    assert.equal(ofRunning.active_target?.phone_id, 'phone_virtual_01')
    assert.equal(stopped.status, 'cancelled')
    assert.deepEqual(stopped.error, STOPPED)
    assert.ok((warmupsOf(stopped)[0]?.videos_seen ?? 0) >= 1)
    await assertAnnounced(farm, running, ['accepted', 'executing', 'cancel_requested', 'cancelled'])
    await assertLeftAlone(1, stopped)
  })

  test('that is cut off hard leaves the phone alone before the answer comes', async () => {
    const { client, phones } = farm
    const id = await longWarmup('account_virtual_02')
    await client.done(id, 1)

    const answer = await client.cancel(id, { strategy: 'hard' })
    const { sessions } = await phones.read(2)
    const told = await client.ended(id)

    assert.deepEqual(
      { status: answer.termination.status, terminate_issued: answer.termination.terminate_issued },
      { status: 'terminated', terminate_issued: true },
    )
    assert.equal(
      sessions.some(({ closed_at }) => closed_at === null),
      false,
    )
    await assertAnnounced(farm, id, ['accepted', 'executing', 'cancel_requested', 'cancelled'])
    await assertLeftAlone(2, told)
    const again = await client.cancel(id, { strategy: 'hard' })
    assert.equal(again.status, 'ignored_terminal')
  })

  test('whose patience is nothing is forced at once', async () => {
    const { client } = farm
    const id = await longWarmup('account_virtual_03')
    await client.done(id, 1)

    const answer = await client.cancel(id, { strategy: 'soft_then_force', force_after_seconds: 0 })
    const told = await client.ended(id)

    assert.equal(answer.termination.status, 'scheduled')
    assert.equal(answer.termination.terminate_issued, false)
    assert.equal(told.status, 'cancelled')
    await assertAnnounced(farm, id, ['accepted', 'executing', 'cancel_requested', 'cancelled'])
    await assertLeftAlone(3, told)
  })
})
