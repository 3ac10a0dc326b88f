import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAction } from '../../src/actions/run-action.ts'
import type { Action } from '../../src/domain/action.ts'
import { between, pick, seededRandom } from '../../src/domain/random.ts'
import { createClipsScene, type ClipsScene } from './support/clips-scene.ts'
import { actionDeps } from '../support/action-deps.ts'

const EDIT: Action = {
  name: 'edit_profile',
  params: { display_name: 'weekday meals', bio: 'quick dinners 🍝', username: 'weekday.meals' },
}
const SEARCH: Action = {
  name: 'keyword_warmup',
  inputs: {
    keywords: ['meal prep', 'houseplants'],
    videos_per_keyword: 4,
    watch_seconds: { min: 2, max: 6 },
    max_minutes: 30,
  },
}

function run({ driver, clock, signal }: ClipsScene, action: Action) {
  const account = { account_id: 'account_1', app: 'clips', username: 'clips_user01' }
  return runAction(actionDeps({ driver, clock, action, account }), signal)
}

test('an edited profile is what the app itself then has', async () => {
  const scene = await createClipsScene()

  await run(scene, EDIT)

  assert.deepEqual(scene.screen.clips.accounts()[0], {
    username: 'weekday.meals',
    display_name: 'weekday meals',
    bio: 'quick dinners 🍝',
  })
})

test('a warmup watches on the phone what it says it watched', async () => {
  const scene = await createClipsScene()

  const result = await run(scene, SEARCH)

  const watched = scene.screen.clips.watched().filter(({ source }) => source === 'search')
  const long = watched.filter(({ seconds }) => seconds >= 2)
  assert.equal(result.videos_seen, 8)
  assert.equal(watched.length, 8)
  assert.equal(long.length, result.videos_watched)
})

test('the account is switched to when another is signed in', async () => {
  const scene = await createClipsScene()
  await scene.driver.switchAccount('clips_alt01', scene.signal)
  assert.equal(scene.screen.clips.signedIn(), 'clips_alt01')

  await run(scene, EDIT)

  assert.equal(scene.screen.clips.signedIn(), 'weekday.meals')
  assert.equal(scene.screen.clips.accounts()[1]?.username, 'clips_alt01')
})

for (const username of ['official', 'clips_alt01', 'clips_alt77']) {
  test(`the taken username ${username} is refused in the app's words, and the screen is left clean`, async () => {
    const scene = await createClipsScene()

    await assert.rejects(run(scene, { name: 'edit_profile', params: { username } }), {
      category: 'input',
      message: "Clips refuses the username: This username isn't available",
    })

    assert.equal(await scene.driver.readProfileField('username', scene.signal), 'clips_user01')
    assert.deepEqual(scene.screen.clips.edits(), [])
  })
}

for (let seed = 1; seed <= 12; seed++) {
  test(`dialogs that come up at any time do no harm (seed ${seed})`, async () => {
    const random = seededRandom(seed)
    const scene = await createClipsScene({ seed, randomSeed: seed })
    for (let count = 0; count < 6; count++) {
      const kind = pick(random, ['rate_us', 'update_available', 'network_error', 'permission'] as const)
      scene.screen.clips.scheduleDialog(kind, { afterMs: between(random, 0, 40_000) })
    }

    const edited = await run(scene, {
      name: 'edit_profile',
      params: { display_name: 'New', bio: 'b'.repeat(80) },
    })
    const warmed = await run(scene, SEARCH)

    assert.deepEqual(edited.fields, {
      display_name: { before: 'Clips User 01', after: 'New', changed: true, verified: true },
      bio: { before: '', after: 'b'.repeat(80), changed: true, verified: true },
    })
    assert.equal(warmed.videos_seen, 8)
  })
}

for (const afterMs of [0, 1_500, 5_000, 9_000, 14_000]) {
  test(`a login that the app asks for after ${afterMs} ms ends the run, and nobody touches it`, async () => {
    const scene = await createClipsScene()
    scene.screen.clips.scheduleDialog('login_required', { afterMs })

    await assert.rejects(run(scene, SEARCH), { category: 'account_action_needed' })

    assert.equal(scene.screen.clips.screen(), 'dialog:login_required')
    assert.ok(!scene.screen.has('login_error'))
  })
}

test('an app that dies is started again', async () => {
  const scene = await createClipsScene()
  await scene.driver.search('meal prep', scene.signal)
  scene.screen.activities.forceStop('com.phonefarm.clips')

  assert.equal(await scene.driver.signedInUsername(scene.signal), 'clips_user01')
})

test('a video that somebody has stopped goes on', async () => {
  const scene = await createClipsScene()
  await scene.driver.openFeed(scene.signal)
  scene.screen.tapOn('video_surface')
  await scene.screen.clock.advance(500)

  await scene.driver.currentVideo(scene.signal)
  const before = await scene.driver.currentVideo(scene.signal)
  await scene.screen.clock.advance(1_000)
  const after = await scene.driver.currentVideo(scene.signal)

  assert.notEqual(after.position, before.position)
})

test('a notification shade that is pulled down is closed again', async () => {
  const scene = await createClipsScene()
  const down = { from: { x: 360, y: 5 }, to: { x: 360, y: 900 }, durationMs: 200, releaseSpeed: 4_000 }
  scene.screen.input.swipe(down)
  await scene.screen.clock.advance(500)
  assert.equal(scene.screen.windows.activeRoot()?.window.packageName, 'com.android.systemui')

  assert.equal(await scene.driver.signedInUsername(scene.signal), 'clips_user01')
})

test('a keyboard that is open does not get in the way of searching', async () => {
  const scene = await createClipsScene()
  await scene.screen.go('search_button', 'search_input')
  assert.equal(scene.screen.inputMethods.isShown(), true)

  assert.equal(await scene.driver.search('travel', scene.signal), true)
})
