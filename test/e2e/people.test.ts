import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import Type from 'typebox'
import { Account } from '../../src/http/account-schemas.ts'
import { Phone } from '../../src/http/answer-schemas.ts'
import { Explanation } from '../../src/http/explain-schema.ts'
import { command } from './support/command.ts'
import { startFarm, type Place } from './support/farm.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'

const HandOvers = Type.Object({
  hand_overs: Type.Array(Type.Object({ note: Type.String(), closed_by: Type.String() })),
})

let farm: Place
let requests: ReturnType<typeof requestsOf>
before(async () => {
  farm = await startFarm(2)
  requests = requestsOf(farm.receiver.url)
})
after(() => farm.stop())

const videosOf = (accountId: string, count: number) =>
  farm.client.submit(
    ENQUEUE,
    requests.keywordWarmup(accountId, { keywords: ['travel'], videos_per_keyword: count }),
  )

async function codesOf(processId: string): Promise<string[]> {
  const told = await farm.client.expect(200, Explanation, 'GET', `/processes/${processId}/explain`)
  return told.waiting.map(({ code }) => code)
}

suite('people', { concurrency: 2 }, () => {
  test('an app that asks for a login hands its account to a person; resumed, its next request works', async () => {
    const { client, phones } = farm
    const failed = await videosOf('account_virtual_01', 3)
    await client.done(failed, 1)
    await phones.fault(1, { fault: 'dialog', kind: 'login_required' })
    const told = await client.ended(failed)
    assert.deepEqual([told.status, told.error?.category], ['failed_terminal', 'account_action_needed'])

    const waiting = await videosOf('account_virtual_01', 1)
    const onHold = await client.expect(200, Account, 'GET', '/accounts/account_virtual_01')
    const held = await client.expect(200, Phone, 'GET', '/phones/phone_virtual_01')
    assert.equal(onHold.hand_over?.process_id, failed)
    assert.equal(held.lease?.holder, 'waiting for a person: account_virtual_01')
    assert.ok((await codesOf(waiting)).includes('account_on_hold'))
    const listed = await command(farm, 'accounts', 'list', '--on-hold')
    assert.match(listed.out, /account_virtual_01 .*active \(on hold\) .*resume account account_virtual_01/)

    await phones.fault(1, { fault: 'clear' })
    const how = ['--note', 'signed in', '--by', 'ann']
    const resumed = await command(farm, 'accounts', 'resume', 'account_virtual_01', ...how)

    assert.deepEqual(resumed, { code: 0, out: 'account_virtual_01 goes on\n', err: '' })
    assert.equal((await client.ended(waiting)).status, 'completed')
    const { hand_overs } = await client.expect(
      200,
      HandOvers,
      'GET',
      '/accounts/account_virtual_01/hand-overs',
    )
    assert.deepEqual(
      hand_overs.map(({ note, closed_by }) => [note, closed_by]),
      [['signed in', 'ann']],
    )
    const events = (await client.timeline(failed)).map(({ event }) => event)
    assert.deepEqual(
      events.filter((event) => event.startsWith('account_')),
      ['account_on_hold', 'account_resumed'],
    )
  })

  test('a phone that is paused ends what runs well and starts nothing new until it is resumed', async () => {
    const { client } = farm
    const running = await videosOf('account_virtual_02', 6)
    await client.done(running, 1)
    const draining = await client.expect(200, Phone, 'POST', '/phones/phone_virtual_02/pause')
    const next = await videosOf('account_virtual_02', 1)

    assert.equal((await client.ended(running)).status, 'completed')
    assert.deepEqual([draining.state, draining.draining], ['paused', true])
    const paused = await client.expect(200, Phone, 'GET', '/phones/phone_virtual_02')
    assert.deepEqual([paused.state, paused.paused, paused.draining], ['paused', true, false])
    assert.deepEqual(await codesOf(next), ['phone_paused'])

    await command(farm, 'phones', 'resume', 'phone_virtual_02')
    assert.equal((await client.ended(next)).status, 'completed')
  })
})
