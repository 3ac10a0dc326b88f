import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppDriver, ShownVideo } from '../../src/domain/app-driver.ts'
import { createScene, videos } from './support/mini-scene.ts'

async function next(driver: AppDriver, signal: AbortSignal): Promise<ShownVideo | null> {
  return driver.nextVideo(await driver.currentVideo(signal), signal)
}

test('the feed opens from a cold start, after the splash', async () => {
  const { driver, signal } = createScene()

  await driver.openFeed(signal)
  const video = await driver.currentVideo(signal)

  assert.equal(video.author, 'feed1')
  assert.equal(video.caption, 'feed number 1 #feed')
  assert.deepEqual(video.hashtags, ['feed'])
  assert.equal(video.sound, 'original sound')
})

test('the position of a video moves while it plays', async () => {
  const { driver, clock, signal } = createScene()
  await driver.openFeed(signal)

  const before = await driver.currentVideo(signal)
  clock.spend(3000)
  const after = await driver.currentVideo(signal)

  assert.equal(after.fingerprint, before.fingerprint)
  assert.ok((after.position ?? 0) - (before.position ?? 0) >= 3)
})

test('a swipe brings the next video, starting well inside the screen', async () => {
  const { driver, app, signal } = createScene()
  await driver.openFeed(signal)

  assert.notEqual(await next(driver, signal), null)

  assert.deepEqual(app.shown, ['feed1', 'feed2'])
  assert.equal((await driver.currentVideo(signal)).author, 'feed2')
})

test('a swipe that was lost is repeated', async () => {
  const { driver, app, session, signal } = createScene()
  await driver.openFeed(signal)
  app.faults.deafSwipes = 2

  assert.notEqual(await next(driver, signal), null)

  assert.deepEqual(app.shown, ['feed1', 'feed2'])
  assert.equal(session.touches.filter((touch) => touch === 'swipe').length, 3)
})

test('swipes that change nothing in either direction end as a changed app', async () => {
  const { driver, app, signal } = createScene()
  await driver.openFeed(signal)
  app.faults.deafSwipes = 1000

  await assert.rejects(next(driver, signal), {
    category: 'app_changed',
    message: '3 swipes did not change the video of @feed1',
  })
})

test('a page that loads late is waited for, and its caption is not taken from a half-loaded page', async () => {
  const { driver, app, signal } = createScene()
  await driver.openFeed(signal)
  app.faults.loadMs = 6000
  app.faults.lateMs = 900

  assert.notEqual(await next(driver, signal), null)

  assert.equal((await driver.currentVideo(signal)).caption, 'feed number 2 #feed')
})

test('a video without caption is believed after a while', async () => {
  const { driver, signal } = createScene({
    feed: [{ author: 'mute', caption: '', hashtags: [], sound: 'x' }],
  })

  await driver.openFeed(signal)

  assert.equal((await driver.currentVideo(signal)).caption, '')
})

test('a search opens the first result', async () => {
  const { driver, app, signal } = createScene({ results: { pasta: videos('pasta', 3) } })

  assert.equal(await driver.search('pasta', signal), true)

  assert.deepEqual(app.searches, ['pasta'])
  assert.equal((await driver.currentVideo(signal)).author, 'pasta1')
})

test('a search that finds nothing says so, in whatever language', async () => {
  const { driver, signal } = createScene()

  assert.equal(await driver.search('nothing like it', signal), false)
})

test('a submit button without effect gives way to the enter key', async () => {
  const { driver, app, session, signal } = createScene({ results: { pasta: videos('pasta', 3) } })
  const { onRead } = session
  session.onRead = (count) => {
    onRead(count)
    if (session.touches.at(-1) === 'type "pasta"') app.faults.deafTaps = 1
  }

  assert.equal(await driver.search('pasta', signal), true)

  assert.ok(session.touches.includes('key 66'))
})

test('the end of the results is told from a swipe that failed', async () => {
  const { driver, app, signal } = createScene({ results: { pasta: videos('pasta', 2) } })
  await driver.search('pasta', signal)

  assert.notEqual(await next(driver, signal), null)
  assert.equal(await next(driver, signal), null)

  assert.deepEqual(app.shown, ['feed1', 'pasta1', 'pasta2', 'pasta1'])
})

test('a single result is the last one', async () => {
  const { driver, signal } = createScene({ results: { pasta: videos('pasta', 1) } })
  await driver.search('pasta', signal)

  assert.equal(await next(driver, signal), null)
})

test('swipes that fail on the first of several results are no end of the results', async () => {
  const { driver, app, signal } = createScene({ results: { pasta: videos('pasta', 3) } })
  await driver.search('pasta', signal)
  app.faults.deafSwipes = 1000

  await assert.rejects(next(driver, signal), { category: 'app_changed' })
})

test('a second search starts from the player of the first', async () => {
  const results = { pasta: videos('pasta', 2), bread: videos('bread', 2) }
  const { driver, app, signal } = createScene({ results })
  await driver.search('pasta', signal)

  assert.equal(await driver.search('bread', signal), true)

  assert.deepEqual(app.searches, ['pasta', 'bread'])
  assert.equal((await driver.currentVideo(signal)).author, 'bread1')
})

test('a search field that loses its text every time ends as a changed app', async () => {
  const { driver, app, signal } = createScene({ results: { pasta: videos('pasta', 2) } })
  app.faults.lostTexts = 3

  await assert.rejects(driver.search('pasta', signal), {
    category: 'app_changed',
    message: 'the field query did not keep its text: it shows "" instead of "pasta"',
  })
  assert.deepEqual(app.searches, [])
})

test('a search field that loses its text once is filled again', async () => {
  const { driver, app, signal } = createScene({ results: { pasta: videos('pasta', 2) } })
  app.faults.lostTexts = 1

  assert.equal(await driver.search('pasta', signal), true)
})

test('an aborted signal ends the work with its reason', async () => {
  const { driver, control, session, signal } = createScene()
  await driver.openFeed(signal)
  const touchesBefore = session.touches.length
  const reason = new Error('stop')
  session.onRead = () => control.abort(reason)

  await assert.rejects(next(driver, signal), reason)

  assert.equal(session.touches.length, touchesBefore)
})
