import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { runAction } from '../../src/actions/run-action.ts'
import type { Action } from '../../src/domain/action.ts'
import { between, pick, seededRandom } from '../../src/domain/random.ts'
import { MAWJA_LANGUAGES } from '../../src/virtual-phone/mawja/words.ts'
import { type AppScene, createAppScene } from './support/app-scene.ts'
import { actionDeps } from '../support/action-deps.ts'

const EDIT: Action = {
  name: 'edit_profile',
  params: { display_name: 'مطبخ ليلى', bio: 'عشاء سريع 🍝', username: 'layla.cooks' },
}
const SEARCH: Action = {
  name: 'keyword_warmup',
  inputs: {
    keywords: ['وصفات', 'meal prep'],
    videos_per_keyword: 4,
    watch_seconds: { min: 2, max: 6 },
    max_minutes: 30,
  },
}

const createScene = (options: Parameters<typeof createAppScene>[1] = {}) => createAppScene('mawja', options)

function run({ driver, clock, signal }: AppScene, action: Action) {
  const account = { account_id: 'account_1', app: 'mawja', username: 'mawja_user01' }
  return runAction(actionDeps({ driver, clock, action, account }), signal)
}

for (const language of MAWJA_LANGUAGES) {
  test(`name, username and bio are edited on their one screen (${language})`, async () => {
    const scene = await createScene()
    const { mawja } = scene.screen.apps
    mawja.setLanguage(language)

    const { fields } = await run(scene, EDIT)

    assert.deepEqual(fields, {
      username: { before: 'mawja_user01', after: 'layla.cooks', changed: true, verified: true },
      display_name: { before: 'مستخدم موجة 01', after: 'مطبخ ليلى', changed: true, verified: true },
      bio: { before: '', after: 'عشاء سريع 🍝', changed: true, verified: true },
    })
    assert.deepEqual(mawja.accounts()[0], {
      username: 'layla.cooks',
      display_name: 'مطبخ ليلى',
      bio: 'عشاء سريع 🍝',
    })
    assert.deepEqual(
      mawja.edits().map(({ field }) => field),
      ['username', 'display_name', 'bio'],
    )
  })

  test(`a keyword warmup searches by way of the menu and watches what it says it watched (${language})`, async () => {
    const scene = await createScene()
    const { mawja } = scene.screen.apps
    mawja.setLanguage(language)

    const result = await run(scene, SEARCH)

    const watched = mawja.watched().filter(({ source }) => source === 'search')
    assert.equal(result.videos_seen, 8)
    assert.deepEqual(
      watched.map(({ keyword }) => keyword),
      ['وصفات', 'وصفات', 'وصفات', 'وصفات', 'meal prep', 'meal prep', 'meal prep', 'meal prep'],
    )
    assert.equal(watched.filter(({ seconds }) => seconds >= 2).length, result.videos_watched)
  })
}

test('what is read of a video is what the phone plays, its position a clock in Arabic digits', async () => {
  const scene = await createScene()
  const { driver, signal, screen } = scene

  await driver.openFeed(signal)
  const first = await driver.currentVideo(signal)
  await screen.clock.advance(3_000)
  const later = await driver.currentVideo(signal)

  const told = screen.apps.mawja.watched().at(-1)
  assert.equal(first.author, told?.author)
  assert.equal(first.caption, [told?.caption, ...(told?.hashtags ?? []).map((tag) => `#${tag}`)].join(' '))
  assert.deepEqual(first.hashtags, told?.hashtags)
  assert.match(first.sound, /^(original sound|[A-Z]).* - /)
  assert.equal((later.position ?? 0) - (first.position ?? 0), 3)
})

test('a feed warmup ends where the app says that there is no more', async () => {
  const scene = await createScene()
  scene.screen.apps.mawja.line.setFeedLeft(3)

  const result = await run(scene, {
    name: 'fyp_warmup',
    inputs: { videos: 10, watch_seconds: { min: 2, max: 2 }, max_minutes: 30 },
  })

  assert.equal(result.videos_seen, 4)
})

test('results end where the app says so, and words without results are told as such', async () => {
  const scene = await createScene()
  const { driver, signal } = scene

  assert.equal(await driver.search('zzzz qqqq', signal), false)
  assert.equal(await driver.search('أجواء الديربي', signal), true)
  const seen = new Set<string>()
  for (let video = await driver.currentVideo(signal); ;) {
    seen.add(video.fingerprint)
    const next = await driver.nextVideo(video, signal)
    if (next === null) break
    video = next
  }

  const told = scene.screen.apps.mawja.watched().filter(({ source }) => source === 'search')
  assert.equal(seen.size, told.length)
})

test('the account is switched to on the sheet, and one that is not there is not offered', async () => {
  const { screen, driver, signal } = await createScene()

  await driver.switchAccount('mawja_alt01', signal)

  assert.equal(screen.apps.mawja.signedIn(), 'mawja_alt01')
  assert.equal(await driver.signedInUsername(signal), 'mawja_alt01')
  await assert.rejects(driver.switchAccount('mawja_user99', signal), {
    category: 'account_mismatch',
    message: 'Mawja does not offer mawja_user99: it offers mawja_user01, mawja_alt01',
  })
})

test('a name that looks like a username is not taken for one', async () => {
  const scene = await createScene()
  await run(scene, { name: 'edit_profile', params: { display_name: 'mawja_alt01' } })

  assert.equal(await scene.driver.signedInUsername(scene.signal), 'mawja_user01')
  await scene.driver.switchAccount('mawja_alt01', scene.signal)

  assert.equal(scene.screen.apps.mawja.signedIn(), 'mawja_alt01')
})

for (const username of ['official', 'mawja_alt01', 'mawja_alt77']) {
  test(`the taken username ${username} is refused in the app's own words, and nothing is saved`, async () => {
    const scene = await createScene()

    await assert.rejects(run(scene, { name: 'edit_profile', params: { username, bio: 'x' } }), {
      category: 'input',
      message: 'Mawja refuses the username: اسم المستخدم هذا لشخص آخر',
    })

    assert.equal(await scene.driver.readProfileField('username', scene.signal), 'mawja_user01')
    assert.deepEqual(scene.screen.apps.mawja.edits(), [])
  })
}

for (let seed = 1; seed <= 8; seed++) {
  test(`dialogs that come up at any time do no harm (seed ${seed})`, async () => {
    const random = seededRandom(seed)
    const scene = await createScene({ seed, randomSeed: seed })
    for (let count = 0; count < 6; count++) {
      const kind = pick(random, [
        'rate_us',
        'update_available',
        'network_error',
        'cookie_consent',
        'permission',
      ] as const)
      const language = pick(random, MAWJA_LANGUAGES)
      scene.screen.apps.mawja.scheduleDialog(kind, { afterMs: between(random, 0, 40_000), language })
    }

    const edited = await run(scene, {
      name: 'edit_profile',
      params: { display_name: 'New', bio: 'b'.repeat(80) },
    })
    const warmed = await run(scene, {
      ...SEARCH,
      // Of these every seed has enough.
      inputs: { ...SEARCH.inputs, keywords: ['travel', 'meal prep'] },
    })

    assert.deepEqual(edited.fields, {
      display_name: { before: 'مستخدم موجة 01', after: 'New', changed: true, verified: true },
      bio: { before: '', after: 'b'.repeat(80), changed: true, verified: true },
    })
    assert.equal(warmed.videos_seen, 8)
  })
}

for (const kind of ['challenge', 'login_required', 'session_expired'] as const) {
  for (const afterMs of [0, 1_500, 5_000, 9_000]) {
    test(`${kind} after ${afterMs} ms asks for a person, and nobody touches it`, async () => {
      const scene = await createScene()
      scene.screen.apps.mawja.scheduleDialog(kind, { afterMs })

      await assert.rejects(run(scene, EDIT), { category: 'account_action_needed' })

      assert.equal(scene.screen.apps.mawja.screen(), `dialog:${kind}`)
    })
  }
}

test('an app without a line is tried again, and then the phone is at fault', async () => {
  const scene = await createScene()
  scene.screen.apps.mawja.line.set('offline')

  await assert.rejects(scene.driver.search('وصفات', scene.signal), { category: 'device' })
})

test('a line that comes back in time is enough', async () => {
  const scene = await createScene()
  scene.screen.apps.mawja.line.set('offline', 6_000)

  assert.equal(await scene.driver.search('وصفات', scene.signal), true)
})

test('an update that the app insists on ends the run', async () => {
  const scene = await createScene()
  scene.screen.apps.mawja.scheduleDialog('update_required')

  await assert.rejects(scene.driver.openFeed(scene.signal), { category: 'app_changed' })
})

test('a held video is let go on', async () => {
  const { driver, screen, signal } = await createScene()
  await driver.openFeed(signal)
  screen.input.tap({ x: 360, y: 900 })
  await screen.clock.advance(300)

  const before = await driver.currentVideo(signal)
  await screen.clock.advance(2_000)
  const after = await driver.currentVideo(signal)

  assert.notEqual(after.position, before.position)
})

test('nothing in src/ but the virtual phone itself names the app: its pack is all that the farm knows', async () => {
  const source = new URL('src/', import.meta.resolve('#package.json'))
  const files = (await readdir(source, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('virtual-phone/'),
  )

  const texts = await Promise.all(files.map((file) => readFile(new URL(file, source), 'utf8')))

  assert.ok(files.length > 100)
  assert.deepEqual(
    files.filter((_, index) => /mawja/i.test(texts[index] ?? '')),
    [],
  )
})
