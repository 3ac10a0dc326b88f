import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MINI_DOCUMENT } from './support/mini-pack.ts'
import { createScene, videos } from './support/mini-scene.ts'

const MAY_PRESS_BACK = { ...MINI_DOCUMENT, unknown_windows: { press_back: true } }
const PASTA = { results: { pasta: videos('pasta', 5) } }

test('a crash in the middle of the feed starts the app anew, and the feed goes on', async () => {
  const { driver, app, session, signal } = createScene()
  await driver.openFeed(signal)
  app.dialog = { kind: 'crash' }

  const video = await driver.currentVideo(signal)

  assert.equal(video.author, 'feed1')
  assert.deepEqual(session.touches.slice(0, 2), ['tap dialog_crash', 'restart'])
  assert.equal(driver.interruptions(), 1)
})

test('a crash in the middle of results searches them again and goes on from the first', async () => {
  const { driver, app, signal } = createScene(PASTA)
  await driver.search('pasta', signal)
  const first = await driver.currentVideo(signal)
  const second = await driver.nextVideo(first, signal)
  assert.ok(second)
  app.dialog = { kind: 'crash' }

  const video = await driver.nextVideo(second, signal)

  assert.equal(video?.author, 'pasta1')
  assert.deepEqual(app.searches, ['pasta', 'pasta'])
})

test('a crash while a profile field is saved begins the field again', async () => {
  const { driver, app, session, signal } = createScene()
  session.onRead = () => {
    if (session.touches.includes('type "hi"') && !session.touches.includes('restart'))
      app.dialog = { kind: 'crash' }
  }

  await driver.saveProfileField('bio', 'hi', signal)

  assert.equal(app.accounts[0]?.bio, 'hi')
  assert.equal(session.touches.filter((touch) => touch === 'type "hi"').length, 2)
})

test('an app that crashes again and again ends the run', async () => {
  const { driver, app, session, signal } = createScene()
  session.onRead = () => void (app.faults.foreign || (app.dialog ??= { kind: 'crash' }))

  await assert.rejects(driver.openFeed(signal), {
    category: 'app_changed',
    message: 'Mini does not stay up: started anew 5 times, now crash: org.example.mini with "crash", "OK"',
  })
})

test('an app that hangs is given time twice and then started anew', async () => {
  const { driver, app, session, signal } = createScene()
  app.dialog = { kind: 'anr', again: 100 }
  session.onRead = () => {
    if (session.touches.includes('restart')) app.dialog = null
  }

  await driver.openFeed(signal)

  assert.deepEqual(session.touches, ['tap dialog_anr', 'tap dialog_anr', 'restart'])
})

test('a dialog that goes by itself is waited for and never touched', async () => {
  const { driver, app, session, clock, signal } = createScene()
  app.dialog = { kind: 'passing', untilMs: clock.monotonicMs() + 8_000 }

  await driver.openFeed(signal)

  assert.deepEqual(session.touches, [])
})

test('a dialog that does not go by itself ends the run', async () => {
  const { driver, app, session, signal } = createScene()
  app.dialog = { kind: 'passing' }

  await assert.rejects(driver.openFeed(signal), {
    category: 'app_changed',
    message: 'the dialog passing does not go away: org.example.mini with "passing", "OK"',
  })
  assert.deepEqual(session.touches, [])
})

test('a dialog that the pack stops at ends the run with the reason for people', async () => {
  const { driver, app, session, signal } = createScene()
  app.dialog = { kind: 'outdated' }

  await assert.rejects(driver.openFeed(signal), {
    category: 'app_changed',
    message: 'Mini cannot go on, it wants to be updated (outdated): org.example.mini with "outdated", "OK"',
  })
  assert.deepEqual(session.touches, [])
})

test('an alert of the system is closed with BACK, in whatever language it is', async () => {
  const { driver, app, session, signal } = createScene()
  app.dialog = { kind: 'battery' }

  await driver.openFeed(signal)

  assert.deepEqual(session.touches, ['key 4'])
})

test('retries pause longer and longer', async () => {
  const retry = { kind: 'retry', tap: 'dialog_network_error', times: 4, pause_ms: 1_000 }
  const dialogs = MINI_DOCUMENT.dialogs.map((rule) =>
    rule.name === 'network_error' ? { ...rule, policy: retry } : rule,
  )
  const { driver, app, clock, signal } = createScene({}, { ...MINI_DOCUMENT, dialogs })
  app.dialog = { kind: 'network_error', again: 3 }
  const beforeMs = clock.monotonicMs()

  await driver.openFeed(signal)

  const pausesMs = 1_000 + 2_000 + 4_000 + 8_000
  assert.ok(clock.monotonicMs() - beforeMs > pausesMs, `${clock.monotonicMs() - beforeMs} ms`)
})

test('a window of a stranger is closed with one BACK where the pack allows it', async () => {
  const { driver, app, session, signal } = createScene({}, MAY_PRESS_BACK)
  app.dialog = { kind: 'stranger' }

  await driver.openFeed(signal)

  assert.deepEqual(session.touches, ['key 4'])
})

test('each time a stranger comes up anew it gets its one BACK', async () => {
  const { driver, app, session, signal } = createScene({}, MAY_PRESS_BACK)
  app.dialog = { kind: 'stranger' }
  await driver.openFeed(signal)
  app.dialog = { kind: 'stranger' }

  await driver.signedInUsername(signal)

  assert.equal(session.touches.filter((touch) => touch === 'key 4').length, 2)
})

test('a window of a stranger is not touched where the pack does not allow it', async () => {
  const { driver, app, session, signal } = createScene()
  app.dialog = { kind: 'stranger' }

  await assert.rejects(driver.openFeed(signal), { category: 'app_changed' })

  assert.deepEqual(session.touches, ['restart'])
})

test('a window that BACK does not close is quoted, kept as evidence and not touched again', async () => {
  const { driver, app, session, kept, signal } = createScene({}, MAY_PRESS_BACK)
  await driver.openFeed(signal)
  app.dialog = { kind: 'stranger', staysOnBack: true }

  await assert.rejects(driver.currentVideo(signal), {
    category: 'app_changed',
    message:
      'expected a video within 20 s, but there is a window of another app over Mini: org.example.stranger with "stranger", "OK"',
  })

  assert.deepEqual(session.touches, ['key 4'])
  assert.deepEqual(
    kept.map(({ kind, detail }) => [kind, detail['seen']]),
    [
      ['hierarchy', 'org.example.stranger with "stranger", "OK"'],
      ['screenshot', 'org.example.stranger with "stranger", "OK"'],
    ],
  )
})

test('an unknown screen of the app itself is kept as evidence, and BACK is not tried on it', async () => {
  const { driver, app, session, kept, signal } = createScene({}, MAY_PRESS_BACK)
  app.dialog = { kind: 'unknown' }

  await assert.rejects(driver.openFeed(signal), { category: 'app_changed' })

  assert.deepEqual(session.touches, [])
  assert.deepEqual(kept[0], {
    kind: 'hierarchy',
    detail: {
      moment: 'unknown_screen',
      package: 'org.example.mini',
      seen: 'org.example.mini with "unknown", "OK"',
    },
    content: `<hierarchy>
  <node class="android.view.View" package="org.example.mini" bounds="[0,0][1080,2000]" enabled="true">
    <node resource-id="org.example.mini:id/dialog_title" class="android.view.View" package="org.example.mini" text="unknown" bounds="[0,600][1080,680]" enabled="true"/>
    <node resource-id="org.example.mini:id/dialog_unknown" class="android.view.View" package="org.example.mini" text="OK" bounds="[0,800][1080,880]" clickable="true" enabled="true"/>
  </node>
</hierarchy>
`,
  })
})

test('a finger never swipes over a dialog: what has come up is answered before the next try', async () => {
  const { driver, app, session, signal } = createScene()
  await driver.openFeed(signal)
  const first = await driver.currentVideo(signal)
  app.faults.deafSwipes = 1
  session.onRead = () => {
    const swipes = session.touches.filter((touch) => touch === 'swipe').length
    if (swipes === 1 && driver.interruptions() === 0) app.dialog ??= { kind: 'rate_us' }
  }

  const second = await driver.nextVideo(first, signal)

  assert.equal(second?.author, 'feed2')
  assert.deepEqual(session.touches, ['swipe', 'tap dialog_rate_us', 'swipe'])
})

test('a run does not go on answering dialogs for ever', async () => {
  const { driver, app, session, signal } = createScene()
  session.onRead = (count) => {
    if (count % 4 === 0) app.dialog ??= { kind: 'rate_us' }
  }

  await assert.rejects(
    (async () => {
      for (;;) await driver.signedInUsername(signal)
    })(),
    { category: 'app_changed', message: /^dialogs do not come to an end, the last one is rate_us/ },
  )
  assert.ok(driver.interruptions() <= 61)
})
