import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createPlace, type Place } from './support/farm.ts'
import { ENQUEUE, MAINTENANCE, requestsOf } from './support/requests.ts'
import { assertAnnounced, assertSessionsApart, editsOf, warmupsOf } from './support/told.ts'

// The second app has no ids, speaks Arabic from right to left and keeps its search in a menu; all that knows it is drivers/mawja.
suite('a second app, built differently, is driven by its pack alone', { concurrency: 2 }, () => {
  let farm: Place
  let requests: ReturnType<typeof requestsOf>
  before(async () => {
    farm = await createPlace()
    await farm.serve(4, '--virtual-apps', 'clips,mawja')
    requests = requestsOf(farm.receiver.url)
  })
  after(() => farm.stop())

  test('all three profile fields are edited on its one screen, and the phone agrees', async () => {
    const { client, phones } = farm
    const wanted = { display_name: 'مطبخ ليلى', username: 'layla.cooks', bio: 'عشاء سريع كل يوم' }
    await phones.fault(1, { fault: 'dialog', app: 'mawja', kind: 'rate_us', after_ms: 3_000 })

    const id = await client.submit(MAINTENANCE, requests.maintenance('account_virtual_mawja_01', wanted))
    await client.done(id, 2) // three fields through real Appium take longer than one wait on a busy machine
    const edited = await client.ended(id)

    assert.equal(edited.status, 'completed', JSON.stringify(edited.error))
    assert.deepEqual(editsOf(edited)[0]?.fields, {
      username: { before: 'mawja_user01', after: 'layla.cooks', changed: true, verified: true },
      display_name: { before: 'مستخدم موجة 01', after: 'مطبخ ليلى', changed: true, verified: true },
      bio: { before: '', after: 'عشاء سريع كل يوم', changed: true, verified: true },
    })
    const apps = await phones.apps(1)
    assert.deepEqual(apps.mawja.accounts[0], wanted)
    assert.equal(apps.clips.edits.length, 0)
    await assertAnnounced(farm, id, ['accepted', 'executing', 'completed'])
  })

  test('a keyword warmup and a feed warmup watch there what they say, as the account that they are for', async () => {
    const { client, phones } = farm
    const search = requests.keywordWarmup('account_virtual_mawja_alt_02', {
      keywords: ['وصفات'],
      videos_per_keyword: 3,
    })

    const searched = await client.ended(await client.submit(ENQUEUE, search))
    const feed = requests.fypWarmup(['account_virtual_mawja_02'], { videos: 4 })
    const fed = await client.ended(await client.submit(ENQUEUE, feed))

    assert.deepEqual([searched.status, fed.status], ['completed', 'completed'])
    const { watched, signed_in } = (await phones.apps(2)).mawja
    const found = watched.filter(({ source }) => source === 'search')
    assert.deepEqual(
      found.map(({ keyword, account }) => [keyword, account]),
      Array.from({ length: 3 }, () => ['وصفات', 'mawja_alt02']),
    )
    assert.equal(warmupsOf(searched)[0]?.videos_seen, 3)
    assert.equal(warmupsOf(fed)[0]?.videos_seen, 4)
    assert.equal(signed_in, 'mawja_user02')
    const seconds = found.reduce((sum, video) => sum + video.seconds, 0)
    assert.ok(seconds >= (warmupsOf(searched)[0]?.seconds_watched ?? Infinity) - 0.2, `${seconds} s`)
  })

  test('a riddle for people ends the run and hands the account over, untouched', async () => {
    const { client, phones } = farm
    await phones.fault(3, { fault: 'dialog', app: 'mawja', kind: 'challenge', after_ms: 2_000 })

    const request = requests.fypWarmup(['account_virtual_mawja_03'], { videos: 20 })
    const told = await client.ended(await client.submit(ENQUEUE, request))

    assert.deepEqual([told.status, told.error?.category], ['failed_terminal', 'account_action_needed'])
    assert.match(told.error?.message ?? '', /^Mawja asks for a person \(challenge\)/)
    assert.equal((await phones.apps(3)).mawja.screen, 'dialog:challenge')
  })

  test('both apps work on one phone, one after the other, each with its own account', async () => {
    const { client, phones } = farm
    const one = requests.keywordWarmup('account_virtual_04', { keywords: ['travel'], videos_per_keyword: 2 })
    const other = requests.keywordWarmup('account_virtual_mawja_04', {
      keywords: ['travel'],
      videos_per_keyword: 2,
    })

    const ids = [await client.submit(ENQUEUE, one), await client.submit(ENQUEUE, other)]
    const ends = [await client.ended(ids[0] ?? ''), await client.ended(ids[1] ?? '')]

    assert.deepEqual(
      ends.map(({ status }) => status),
      ['completed', 'completed'],
    )
    const apps = await phones.apps(4)
    assert.deepEqual(
      apps.clips.watched.filter(({ source }) => source === 'search').map(({ account }) => account),
      ['clips_user04', 'clips_user04'],
    )
    assert.deepEqual(
      apps.mawja.watched.filter(({ source }) => source === 'search').map(({ account }) => account),
      ['mawja_user04', 'mawja_user04'],
    )
    assertSessionsApart(await phones.read(4))
  })
})
