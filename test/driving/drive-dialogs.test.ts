import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createScene, videos } from './support/mini-scene.ts'

test('a dialog that can be dismissed is tapped away, and the work goes on', async () => {
  const { driver, app, session, signal } = createScene()
  app.dialog = { kind: 'rate_us' }

  await driver.openFeed(signal)

  assert.equal(app.dialog, null)
  assert.ok(session.touches.includes('tap dialog_rate_us'))
})

test('a dialog that pops up in the middle of a search does not lose it', async () => {
  const { driver, app, session, signal } = createScene({ results: { pasta: videos('pasta', 2) } })
  session.onRead = (count) => {
    if (count === 14) app.dialog = { kind: 'rate_us' }
  }

  assert.equal(await driver.search('pasta', signal), true)

  assert.ok(session.touches.includes('tap dialog_rate_us'))
})

test('a dialog that comes back for ever ends as a changed app', async () => {
  const { driver, app, signal } = createScene()
  app.dialog = { kind: 'rate_us', again: 100 }

  await assert.rejects(driver.openFeed(signal), {
    category: 'app_changed',
    message: 'the dialog rate_us does not go away: org.example.mini with "rate_us", "OK"',
  })
})

test('a network error is retried', async () => {
  const { driver, app, signal } = createScene()
  app.dialog = { kind: 'network_error', again: 2 }

  await driver.openFeed(signal)

  assert.equal(app.dialog, null)
})

test('a network error that stays is the fault of the phone', async () => {
  const { driver, app, signal } = createScene()
  app.dialog = { kind: 'network_error', again: 100 }

  await assert.rejects(driver.openFeed(signal), { category: 'device' })
})

test('a login question waits for a person and is not touched', async () => {
  const { driver, app, session, signal } = createScene()
  app.dialog = { kind: 'login_required' }

  await assert.rejects(driver.openFeed(signal), {
    category: 'account_action_needed',
    message: 'Mini asks for a person (login_required): org.example.mini with "login_required", "OK"',
  })
  assert.deepEqual(session.touches, [])
})

test('an unknown screen ends the run and tells what was expected and what is there', async () => {
  const { driver, app, signal } = createScene()
  app.dialog = { kind: 'unknown' }

  await assert.rejects(driver.openFeed(signal), {
    category: 'app_changed',
    message:
      'expected the screen feed within 20 s, but there is an unknown screen: org.example.mini with "unknown", "OK"',
  })
})

test('a spinner that never ends is a timeout', async () => {
  const { driver, app, signal } = createScene()
  app.faults.spinnerUntilMs = Number.POSITIVE_INFINITY

  await assert.rejects(driver.openFeed(signal), {
    category: 'timeout',
    message: 'expected the screen feed, but Mini shows nothing but spinner',
  })
})

test('an app that is not in front is started again', async () => {
  const { driver, app, session, signal } = createScene()
  app.faults.foreign = true

  await driver.openFeed(signal)

  assert.deepEqual(session.touches, ['restart'])
})

test('a tap without effect is repeated', async () => {
  const { driver, app, signal } = createScene()
  app.faults.deafTaps = 2

  assert.equal(await driver.signedInUsername(signal), 'vera')
})

test('a button without effect ends as a changed app', async () => {
  const { driver, app, signal } = createScene()
  app.faults.deafTaps = 100

  await assert.rejects(driver.signedInUsername(signal), {
    category: 'app_changed',
    message: 'a tap on tab_profile does not lead from feed to profile',
  })
})
