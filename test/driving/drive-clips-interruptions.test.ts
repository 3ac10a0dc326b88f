import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '../../src/virtual-phone/apps/dialog-words.ts'
import { createClipsScene } from './support/clips-scene.ts'

/** What is closed or waited for, and the work goes on. */
const PASSED = [
  'rate_us',
  'update_available',
  'network_error',
  'network_snackbar',
  'cookie_consent',
  'permission',
  'anr',
  'crash',
  'battery_low',
  'usb_debugging',
  'system_update',
  'sim_removed',
  'notification_shade',
  'heads_up',
  'foreign',
] as const

for (const kind of PASSED) {
  for (const language of LANGUAGES) {
    test(`${kind} in ${language} does not keep the driver from its work`, async () => {
      const { screen, driver, signal } = await createClipsScene()
      await driver.openFeed(signal)
      bringUp(screen, kind, language)
      await screen.clock.advance(300)

      assert.equal(await driver.signedInUsername(signal), 'clips_user01')
      assert.equal(await driver.search('meal prep', signal), true)
    })
  }
}

/** What ends the run, in which category; the app keeps standing there untouched. */
const ENDED = [
  { kind: 'session_expired', category: 'account_action_needed', shows: 'dialog:session_expired' },
  { kind: 'login_required', category: 'account_action_needed', shows: 'dialog:login_required' },
  { kind: 'challenge', category: 'account_action_needed', shows: 'dialog:challenge' },
  { kind: 'update_required', category: 'app_changed', shows: 'dialog:update_required' },
  { kind: 'unknown', category: 'app_changed', shows: 'dialog:unknown' },
] as const

for (const { kind, category, shows } of ENDED) {
  for (const language of LANGUAGES) {
    test(`${kind} in ${language} ends the run as ${category} and is not touched`, async () => {
      const { screen, driver, signal } = await createClipsScene()
      await driver.openFeed(signal)
      screen.clips.scheduleDialog(kind, { language })
      await screen.clock.advance(300)

      await assert.rejects(driver.signedInUsername(signal), { category })

      assert.equal(screen.clips.screen(), shows)
    })
  }
}

test('an unknown dialog is quoted in the words of the app', async () => {
  const { screen, driver, signal } = await createClipsScene()
  screen.clips.scheduleDialog('unknown', { text: 'Win a phone today!' })

  await assert.rejects(driver.openFeed(signal), { message: /"Win a phone today!", "X", "GO"$/ })

  assert.equal(screen.clips.signedIn(), 'clips_user01')
})

test('a feed whose line is gone for a while is tried again until it loads', async () => {
  const { screen, driver, signal } = await createClipsScene()
  await driver.openFeed(signal)
  let video = await driver.currentVideo(signal)
  screen.clips.line.set('offline', 20_000)

  const authors = new Set([video.author])
  for (let count = 0; count < 5; count++) {
    const next = await driver.nextVideo(video, signal)
    assert.ok(next)
    video = next
    authors.add(video.author)
  }

  assert.equal(screen.clips.line.state(), 'online')
  assert.equal(screen.clips.watched().length, 6)
})

test('a line that stays gone is the fault of the phone', async () => {
  const { screen, driver, signal } = await createClipsScene()
  screen.clips.line.set('offline')

  await assert.rejects(driver.search('meal prep', signal), {
    category: 'device',
    message: /^Clips has no way to its servers \(network_error_page\)/,
  })
})

test('a save without a line is tried again, and arrives once', async () => {
  const { screen, driver, signal } = await createClipsScene()
  await driver.readProfileField('bio', signal)
  screen.clips.line.set('offline', 5_000)

  await driver.saveProfileField('bio', 'quick dinners', signal)

  assert.equal(screen.clips.accounts()[0]?.bio, 'quick dinners')
  assert.equal(screen.clips.edits().length, 1)
})

test('a feed that has run dry ends as a list does', async () => {
  const { screen, driver, signal } = await createClipsScene()
  await driver.openFeed(signal)
  screen.clips.line.setFeedLeft(1)
  const first = await driver.currentVideo(signal)
  const second = await driver.nextVideo(first, signal)
  assert.ok(second)

  assert.equal(await driver.nextVideo(second, signal), null)
})

test('on a slow line videos stop and go on, and nobody taps them', async () => {
  const { screen, driver, signal } = await createClipsScene()
  await driver.openFeed(signal)
  screen.clips.line.set('slow')
  let video = await driver.currentVideo(signal)
  for (let count = 0; count < 4; count++) {
    video = (await driver.nextVideo(video, signal)) ?? assert.fail('the feed has an end')
    await screen.clock.advance(5_500)
    await driver.currentVideo(signal)
  }
  await screen.clock.advance(10_000)

  const last = screen.clips.watched().at(-1)
  assert.ok((last?.seconds ?? 0) > 4, `${last?.seconds} s`)
})

for (const seed of [81, 101, 234]) {
  test(`a value that was saved slowly is not saved again while its screen leaves (seed ${seed})`, async () => {
    const { screen, driver, signal } = await createClipsScene({ seed, randomSeed: seed })
    screen.clips.line.set('slow')

    await driver.saveProfileField('bio', 'hello', signal)

    assert.equal(screen.clips.edits().length, 1)
  })
}

function bringUp(
  screen: Awaited<ReturnType<typeof createClipsScene>>['screen'],
  kind: (typeof PASSED)[number],
  language: (typeof LANGUAGES)[number],
): void {
  switch (kind) {
    case 'anr':
    case 'crash':
    case 'battery_low':
    case 'usb_debugging':
    case 'system_update':
    case 'sim_removed':
    case 'notification_shade':
    case 'heads_up':
    case 'foreign':
      return screen.clips.scheduleSystemDialog(kind, { language })
    case 'rate_us':
    case 'update_available':
    case 'network_error':
    case 'network_snackbar':
    case 'cookie_consent':
    case 'permission':
      return screen.clips.scheduleDialog(kind, { language })
  }
}
