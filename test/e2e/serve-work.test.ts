import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { Account } from '../../src/http/account-schemas.ts'
import { SnapshotOutcome } from '../../src/http/answer-schemas.ts'
import { runtimeSnapshot } from '../support/requests.ts'
import { startFarm, type Place } from './support/farm.ts'
import { ENQUEUE, MAINTENANCE, requestsOf } from './support/requests.ts'
import { assertAnnounced, assertSessionsApart, editsOf, warmupsOf } from './support/told.ts'

// Each story has phones of its own. Four at a time: more would only wait for the two cores.
suite('what callers ask for happens on the phone', { concurrency: 4 }, () => {
  let farm: Place
  let requests: ReturnType<typeof requestsOf>
  before(async () => {
    farm = await startFarm(7)
    requests = requestsOf(farm.receiver.url)
  })
  after(() => farm.stop())

  test("the seeds' maintenance request edits the profile on the phone, and the same again changes nothing", async () => {
    const wanted = { display_name: 'weekday meals', bio: 'quick dinners and meal prep' }
    const { client, phones } = farm

    const first = await client.submit(MAINTENANCE, requests.maintenance('account_virtual_01', wanted))
    const edited = await client.ended(first)
    const second = await client.submit(MAINTENANCE, requests.maintenance('account_virtual_01', wanted))
    const repeated = await client.ended(second)

    assert.deepEqual([edited.status, repeated.status], ['completed', 'completed'])
    assert.deepEqual(editsOf(edited)[0]?.fields, {
      display_name: { before: 'Clips User 01', after: 'weekday meals', changed: true, verified: true },
      bio: { before: '', after: 'quick dinners and meal prep', changed: true, verified: true },
    })
    assert.deepEqual(editsOf(repeated)[0]?.fields, {
      display_name: { before: 'weekday meals', after: 'weekday meals', changed: false, verified: true },
      bio: {
        before: 'quick dinners and meal prep',
        after: 'quick dinners and meal prep',
        changed: false,
        verified: true,
      },
    })
    const story = await phones.read(1)
    assert.deepEqual(story.accounts[0], { username: 'clips_user01', ...wanted })
    assert.deepEqual(
      story.edits.map(({ account, field, before, after }) => ({ account, field, before, after })),
      [
        { account: 'clips_user01', field: 'display_name', before: 'Clips User 01', after: 'weekday meals' },
        { account: 'clips_user01', field: 'bio', before: '', after: 'quick dinners and meal prep' },
      ],
    )
    assertSessionsApart(story)
    await assertAnnounced(farm, first, ['accepted', 'executing', 'completed'])
  })

  test('the numbers of the farm are at the admin door, which the ready line names, and nowhere else', async () => {
    const headers = { authorization: `Bearer ${farm.env['PHONEFARM_API_KEY']}` }

    const inside = await fetch(`${farm.admin()}/metrics`, { headers })
    const outside = await fetch(`${farm.url()}/metrics`, { headers })

    assert.deepEqual([inside.status, outside.status], [200, 404])
    assert.match(await inside.text(), /^phonefarm_phones\{/m)
    assert.match(await outside.text(), /"error":"route_not_found"/)
  })

  test('an account follows the edit of its username, and is known by the new one from then on', async () => {
    const { client, phones } = farm

    const rename = requests.maintenance('account_virtual_02', { username: 'weekday.meals' })
    const renamed = await client.ended(await client.submit(MAINTENANCE, rename))
    const account = await client.expect(200, Account, 'GET', '/accounts/account_virtual_02')
    const next = requests.fypWarmup(['account_virtual_02'], { videos: 1 })
    const worked = await client.ended(await client.submit(ENQUEUE, next))

    assert.deepEqual(editsOf(renamed)[0]?.fields, {
      username: { before: 'clips_user02', after: 'weekday.meals', changed: true, verified: true },
    })
    assert.equal(account.username, 'weekday.meals')
    assert.equal(worked.status, 'completed')
    assert.equal((await phones.read(2)).signed_in, 'weekday.meals')
  })

  test("a taken username ends with the app's own words, what was saved before is told, what follows is cancelled", async () => {
    const { client, phones } = farm

    const body = requests.maintenance(
      'account_virtual_03',
      { bio: 'fresh bread' },
      { username: 'official', display_name: 'Never Saved' },
      { display_name: 'Never Reached' },
    )
    const id = await client.submit(MAINTENANCE, body)
    const told = await client.ended(id)

    assert.equal(told.status, 'failed_terminal')
    assert.equal(told.error?.category, 'input')
    assert.match(told.error?.message ?? '', /This username isn't available/)
    assert.deepEqual(
      editsOf(told).map(({ status, fields }) => ({ status, fields })),
      [
        {
          status: 'completed',
          fields: { bio: { before: '', after: 'fresh bread', changed: true, verified: true } },
        },
        {
          status: 'failed',
          fields: {
            username: { before: 'clips_user03', after: 'clips_user03', changed: false, verified: false },
          },
        },
        { status: 'cancelled', fields: undefined },
      ],
    )
    const story = await phones.read(3)
    assert.deepEqual(
      story.edits.map(({ field, after }) => ({ field, after })),
      [{ field: 'bio', after: 'fresh bread' }],
    )
    await assertAnnounced(farm, id, ['accepted', 'executing', 'failed_terminal'])
  })

  test('a keyword warmup counts what the phone itself showed, and names the synced runtime snapshot', async () => {
    const { client, phones } = farm
    const snapshot = runtimeSnapshot({ account_id: 'account_virtual_04' })
    await client.expect(200, SnapshotOutcome, 'POST', '/runtime-snapshots/upsert', snapshot)

    const keywords = ['meal prep', 'houseplants']
    const body = requests.keywordWarmup('account_virtual_04', { keywords, videos_per_keyword: 3 })
    const told = await client.ended(await client.submit(ENQUEUE, body))

    const [item] = warmupsOf(told)
    assert.ok(item)
    assert.equal(told.status, 'completed')
    assert.deepEqual(item.keywords, [
      { keyword: 'meal prep', seen: 3, watched: 3, skipped: 0 },
      { keyword: 'houseplants', seen: 3, watched: 3, skipped: 0 },
    ])
    assert.deepEqual([item.snapshot_id, item.strategy_version], ['snapshot-2026-03-22-001', 7])
    const shown = (await phones.read(4)).watched.filter(({ source }) => source === 'search')
    assert.deepEqual(
      shown.map(({ keyword, account }) => ({ keyword, account })),
      ['meal prep', 'meal prep', 'meal prep', 'houseplants', 'houseplants', 'houseplants'].map((keyword) => ({
        keyword,
        account: 'clips_user04',
      })),
    )
    const seconds = shown.reduce((sum, video) => sum + video.seconds, 0)
    assert.ok(item.seconds_watched >= 6 && item.seconds_watched <= seconds, `${item.seconds_watched}`)
  })

  test('a group fyp warmup runs on both phones at once, tells how far each is, and judges every video', async () => {
    const { client, phones } = farm

    const accounts = ['account_virtual_05', 'account_virtual_06']
    const id = await client.submit(ENQUEUE, requests.fypWarmup(accounts, { videos: 5 }))
    const half = await client.waitFor(
      id,
      'under way on both phones',
      ({ partial_progress }) => partial_progress.items?.every(({ done = 0 }) => done >= 1) === true,
    )
    const told = await client.ended(id)

    assert.equal(half.status, 'executing')
    const { total, running, completed } = half.partial_progress
    assert.deepEqual({ total, running, completed }, { total: 2, running: 2, completed: 0 })
    assert.deepEqual(
      half.partial_progress.items?.map(({ account_id, of }) => ({ account_id, of })),
      accounts.map((account_id) => ({ account_id, of: 5 })),
    )
    assert.equal(told.status, 'completed')
    for (const [index, item] of warmupsOf(told).entries()) {
      assert.equal(item.account_id, accounts[index])
      assert.equal(item.videos_seen, 5)
      assert.equal(item.videos_watched + item.videos_skipped, 5)
      assert.deepEqual(item.judge, { kind: 'embedded', prompt_id: 'cooking', version: 3 })
      const shown = (await phones.read(5 + index)).watched.filter(({ source }) => source === 'feed')
      assert.ok(shown.length >= 5, `${shown.length} videos on the phone`)
    }
  })

  test('the alternate account is switched to in the app before anything is watched', async () => {
    const { client, phones } = farm

    const body = requests.keywordWarmup('account_virtual_alt_07', {
      keywords: ['travel'],
      videos_per_keyword: 2,
    })
    const told = await client.ended(await client.submit(ENQUEUE, body))

    assert.equal(told.status, 'completed')
    const story = await phones.read(7)
    assert.equal(story.signed_in, 'clips_alt07')
    assert.deepEqual(
      story.watched.filter(({ source }) => source === 'search').map(({ account }) => account),
      ['clips_alt07', 'clips_alt07'],
    )
  })

  test('an account that is not in the app ends as account_mismatch, and nothing is watched or edited for it', async () => {
    const { client, phones } = farm
    const stranger = {
      phone_id: 'phone_virtual_03',
      app: 'clips',
      username: 'somebody.else',
      status: 'active',
    }
    await client.expect(201, Account, 'PUT', '/accounts/account_stranger', stranger)

    const body = requests.maintenance('account_stranger', { bio: 'not mine' })
    const id = await client.submit(MAINTENANCE, body)
    const told = await client.ended(id)

    assert.equal(told.status, 'failed_terminal')
    assert.equal(told.error?.category, 'account_mismatch')
    assert.match(told.error?.message ?? '', /somebody\.else.*clips_user03, clips_alt03/)
    assert.equal(told.partial_progress.items?.[0]?.attempt, 1)
    assert.equal(
      (await phones.read(3)).edits.some(({ after }) => after === 'not mine'),
      false,
    )
  })
})
