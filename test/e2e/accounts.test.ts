import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { Account, SnapshotAnswer } from '../../src/http/account-schemas.ts'
import { SnapshotOutcome } from '../../src/http/answer-schemas.ts'
import { runtimeSnapshot } from '../support/requests.ts'
import { command } from './support/command.ts'
import { startFarm, type Place } from './support/farm.ts'
import { ENQUEUE, MAINTENANCE, requestsOf } from './support/requests.ts'
import { editsOf, warmupsOf } from './support/told.ts'

let farm: Place
let requests: ReturnType<typeof requestsOf>
before(async () => {
  farm = await startFarm(2)
  requests = requestsOf(farm.receiver.url)
})
after(() => farm.stop())

const accountOf = (accountId: string) => farm.client.expect(200, Account, 'GET', `/accounts/${accountId}`)

suite('accounts', { concurrency: 2 }, () => {
  test('two accounts of one phone in one request: each is proven on the screen and only then worked for', async () => {
    const { client, phones } = farm
    const accounts = ['account_virtual_01', 'account_virtual_alt_01']
    const personality = {
      interests: ['healthy recipes'],
      comment_style: 'casual, validating',
      watch_seconds: { min: 1, max: 1 },
    }
    const sync = runtimeSnapshot({
      account_id: 'account_virtual_alt_01',
      active_skills: ['commenting'],
      personality,
    })
    await client.expect(200, SnapshotOutcome, 'POST', '/runtime-snapshots/upsert', sync)

    const body = requests.fypWarmup(accounts, { videos: 2, watch_seconds: undefined, max_minutes: 5 })
    const processId = await client.submit(ENQUEUE, body)
    const told = await client.ended(processId)

    assert.equal(told.status, 'completed')
    const events = await client.timeline(processId)
    const seen = events.filter(({ event }) => event === 'identity_verified').map(({ detail }) => detail)
    assert.equal(seen.length, 2)
    assert.deepEqual(new Set(seen), new Set(['the app acts as clips_user01', 'the app acts as clips_alt01']))
    const [first, second] = await Promise.all(accounts.map(accountOf))
    assert.equal(first?.last_verified?.username, 'clips_user01')
    assert.equal(first?.last_verified?.process_id, processId)
    assert.equal(second?.last_verified?.username, 'clips_alt01')
    assert.deepEqual(
      [first, second].map((account) =>
        account?.days.map(({ runs, completed, failed }) => [runs, completed, failed]),
      ),
      [[[1, 1, 0]], [[1, 1, 0]]],
    )
    // What the phone itself saw: two videos each, and nothing that a skill or a style of comments asks for.
    const story = await phones.read(1)
    assert.deepEqual(
      ['clips_user01', 'clips_alt01'].map(
        (name) => story.watched.filter(({ account }) => account === name).length >= 2,
      ),
      [true, true],
    )
    assert.deepEqual(story.edits, [])
    const items = warmupsOf(told)
    assert.deepEqual(
      items.map(({ account_id, snapshot_id, defaults_from_snapshot: defaults }) => [
        account_id,
        snapshot_id,
        defaults,
      ]),
      [
        ['account_virtual_01', null, []],
        ['account_virtual_alt_01', 'snapshot-2026-03-22-001', ['watch_seconds']],
      ],
    )
    const snapshot = await client.expect(
      200,
      SnapshotAnswer,
      'GET',
      '/accounts/account_virtual_alt_01/runtime-snapshot',
    )
    assert.deepEqual(snapshot.personality, personality)
    const shown = await command(farm, 'accounts', 'show', 'account_virtual_alt_01')
    assert.match(shown.out, /proven\s+clips_alt01/)
  })

  test('a switch that goes wrong half-way touches neither account and is told as account_mismatch', async () => {
    const { client, phones } = farm
    await phones.fault(2, { fault: 'account_stuck' })

    const edit = requests.maintenance('account_virtual_alt_02', { bio: 'never saved' })
    const processId = await client.submit(MAINTENANCE, edit)
    const told = await client.ended(processId)

    assert.deepEqual([told.status, told.error?.category], ['failed_terminal', 'account_mismatch'])
    const message = 'the app acts as clips_user02 after a switch to clips_alt02'
    assert.equal(told.error?.message, message)
    assert.deepEqual(editsOf(told)[0]?.fields, undefined)
    const story = await phones.read(2)
    assert.deepEqual([story.edits, story.signed_in], [[], 'clips_user02'])
    const { last_mismatch, last_verified } = await accountOf('account_virtual_alt_02')
    assert.deepEqual(
      [last_mismatch?.message, last_mismatch?.process_id, last_verified],
      [message, processId, null],
    )

    await phones.fault(2, { fault: 'clear' })
    const again = await client.submit(
      MAINTENANCE,
      requests.maintenance('account_virtual_alt_02', { bio: 'saved' }),
    )

    assert.equal((await client.ended(again)).status, 'completed')
    const { accounts } = await phones.read(2)
    assert.deepEqual(
      accounts.map(({ username, bio }) => [username, bio]),
      [
        ['clips_user02', ''],
        ['clips_alt02', 'saved'],
      ],
    )
  })
})
