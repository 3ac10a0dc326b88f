import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneOnAdb, SERVER, SERVER_APK } from '../../server-on-phone.ts'

const messageOf = (value: unknown) =>
  typeof value === 'object' && value !== null && 'message' in value ? String(value.message) : ''

test('a frozen server accepts and never answers while adb is fine, until its process is ended', async (t) => {
  const { fault, launch, ask, shell } = await phoneOnAdb(t)
  await launch()

  await fault({ fault: 'freeze_server' })

  await assert.rejects(ask('GET', '/status', undefined, 300), /timeout/i)
  assert.equal((await shell('echo alive')).text, 'alive\n')
  await shell(`am force-stop ${SERVER}`)
  await launch()
  assert.equal((await ask('GET', '/status')).status, 200)
})

test('a kill in the middle of the second request cuts its answer off and ends the instrumentation', async (t) => {
  const { fault, launch, ask, session } = await phoneOnAdb(t)
  const { output, ended } = await launch()
  const path = await session()

  await fault({ fault: 'kill_mid_request', nth: 2 })

  assert.equal((await ask('GET', `${path}/window/current/size`)).status, 200)
  await assert.rejects(ask('GET', `${path}/source`))
  await ended
  assert.match(output(), /shortMsg=Process crashed/)
})

test('a server that has lost UiAutomation says so for the screen, answers its status, and is well after a restart', async (t) => {
  const { fault, faults, launch, ask, session, shell } = await phoneOnAdb(t)
  await launch()
  const path = await session()

  await fault({ fault: 'ui_automation_lost' })

  const { status, value } = await ask('GET', `${path}/source`)
  assert.equal(status, 500)
  assert.match(messageOf(value), /^java\.lang\.IllegalStateException: UiAutomation not connected/)
  assert.equal((await ask('GET', '/status')).status, 200)
  await shell(`am force-stop ${SERVER}`)
  await launch()
  assert.equal((await ask('GET', `${await session()}/source`)).status, 200)
  assert.deepEqual(faults(), [])
})

test('as long as somebody else holds UiAutomation, a restart of the server does not help', async (t) => {
  const { fault, launch, ask, session, shell } = await phoneOnAdb(t)
  await launch()
  await fault({ fault: 'ui_automation_lost', held_ms: 60_000 })

  await shell(`am force-stop ${SERVER}`)
  await launch()

  assert.equal((await ask('GET', `${await session()}/source`)).status, 500)
})

test('uiautomator dump writes the screen and takes UiAutomation from the server', async (t) => {
  const { launch, ask, session, shell } = await phoneOnAdb(t)
  await launch()
  const path = await session()

  const { text, code } = await shell('uiautomator dump /sdcard/seen.xml')

  assert.equal(text, 'UI hierchary dumped to: /sdcard/seen.xml\n')
  assert.equal(code, 0)
  assert.match((await shell('cat /sdcard/seen.xml')).text, /<hierarchy rotation="0"><node .*index="0"/)
  assert.match(messageOf((await ask('GET', `${path}/source`)).value), /UiAutomation not connected/)
})

test('a slow launch opens the port late', async (t) => {
  const { fault, launch, virtual } = await phoneOnAdb(t)
  await fault({ fault: 'slow_launch', ms: 900 })
  const startedAt = performance.now()

  await launch()

  assert.ok(performance.now() - startedAt >= 900)
  assert.ok(virtual.phone.instrumentation.server())
})

test('a launch that fails once crashes, and the next one works', async (t) => {
  const { fault, faults, launch } = await phoneOnAdb(t)
  await fault({ fault: 'fail_launch', times: 1 })

  const first = await launch()
  await first.ended
  const second = await launch()

  assert.match(first.output(), /shortMsg=Process crashed/)
  assert.equal(second.am.exitCode, null)
  assert.deepEqual(faults(), [])
})

test('a leak shows in ps and meminfo, and the low memory killer ends it', async (t) => {
  const { fault, launch, ask, session, shell, virtual } = await phoneOnAdb(t)
  const { ended } = await launch()
  const path = await session()
  const rss = async () => Number((await shell(`ps -A -o RSS,NAME | grep ${SERVER}`)).text.split(' ')[0])
  const before = await rss()

  await fault({ fault: 'leak', mb_per_command: 100, limit_mb: 250 })
  await ask('GET', `${path}/source`)

  assert.equal((await rss()) - before, 100 * 1024)
  assert.match((await shell(`dumpsys meminfo ${SERVER}`)).text, new RegExp(`TOTAL RSS: +${await rss()} `))
  for (let command = 2; command <= 3; command += 1) await ask('GET', `${path}/source`).catch(() => undefined)
  await ended
  assert.ok(virtual.phone.log.recent().some((line) => /lowmemorykiller: Kill/.test(line)))
})

const REFUSALS = [
  ['user_restricted', /Failure \[INSTALL_FAILED_USER_RESTRICTED: Install canceled by user\]/],
  ['insufficient_storage', /Failure \[INSTALL_FAILED_INSUFFICIENT_STORAGE/],
] as const
for (const [kind, words] of REFUSALS) {
  test(`an install that is refused (${kind}) says so as the phone does`, async (t) => {
    const { fault, adb, serial } = await phoneOnAdb(t)
    await fault({ fault: 'install_refused', kind })

    const { code, stderr } = await adb.run('-s', serial, 'install', '-r', SERVER_APK)

    assert.equal(code, 1)
    assert.match(stderr, words)
  })
}

test('an install that waits for a person goes on when somebody taps', async (t) => {
  const { fault, adb, serial } = await phoneOnAdb(t)
  await fault({ fault: 'install_refused', kind: 'waits_for_person' })
  const progress = { done: false }
  const installing = adb.run('-s', serial, 'install', '-r', SERVER_APK).finally(() => (progress.done = true))
  await adb.run('-s', serial, 'shell', 'echo meanwhile')
  assert.equal(progress.done, false)

  await fault({ fault: 'clear' })

  assert.match((await installing).text, /Success/)
})

test('an uninstalled server cannot be started any more', async (t) => {
  const { fault, launch, shell } = await phoneOnAdb(t)
  await fault({ fault: 'uninstalled_server' })

  const { output, ended } = await launch()
  await ended

  assert.match(output(), /INSTRUMENTATION_FAILED/)
  assert.equal((await shell(`pm list packages ${SERVER}`)).text, '')
})

test('a broken server crashes at each launch until it is installed again', async (t) => {
  const { fault, launch, adb, serial } = await phoneOnAdb(t)
  await fault({ fault: 'broken_server' })

  for (let time = 1; time <= 2; time += 1) {
    const { output, ended } = await launch()
    await ended
    assert.match(output(), /shortMsg=Native crash/)
  }
  await adb.run('-s', serial, 'install', '-r', SERVER_APK)
  const { am } = await launch()

  assert.equal(am.exitCode, null)
})

test('refused injection fails gestures and the shell, and leaves reading alone', async (t) => {
  const { fault, launch, ask, session, shell } = await phoneOnAdb(t)
  await launch()
  const path = await session()
  const press = {
    actions: [
      {
        type: 'pointer',
        id: 'f',
        parameters: { pointerType: 'touch' },
        actions: [
          { type: 'pointerMove', duration: 0, x: 300, y: 700 },
          { type: 'pointerDown', button: 0 },
          { type: 'pause', duration: 50 },
          { type: 'pointerUp', button: 0 },
        ],
      },
    ],
  }

  await fault({ fault: 'inject_refused' })

  const actions = await ask('POST', `${path}/actions`, press)
  assert.equal(actions.status, 400)
  assert.match(messageOf(actions.value), /^Unable to perform W3C actions/)
  const gesture = await ask('POST', `${path}/appium/gestures/click`, { offset: { x: 10, y: 10 } })
  assert.equal(gesture.status, 500)
  assert.match(messageOf(gesture.value), /^java\.lang\.SecurityException: .*INJECT_EVENTS/)
  const typed = await shell('input tap 10 10')
  assert.equal(typed.code, 255)
  assert.match(typed.stderr, /SecurityException: .*INJECT_EVENTS/)
  assert.equal((await ask('GET', `${path}/source`)).status, 200)
})

test('a secure window gives a black picture, or none where both ways fail', async (t) => {
  const { fault, launch, ask, session, virtual } = await phoneOnAdb(t)
  await launch()
  const path = await session()
  const { default: sharp } = await import('sharp')

  await fault({ fault: 'secure_window' })
  const black = await sharp(await virtual.phone.screenshot()).stats()
  await fault({ fault: 'secure_window', picture: 'error' })
  const { status, value } = await ask('GET', `${path}/screenshot`)

  assert.deepEqual(
    black.channels.map(({ max }) => max),
    [0, 0, 0],
  )
  assert.equal(status, 500)
  assert.equal(
    messageOf(value),
    "Failed to capture a screenshot. Does the current view have 'secure' flag set?",
  )
})

test('a screencap that fails prints no picture and exits with 1', async (t) => {
  const { fault, adb, serial } = await phoneOnAdb(t)
  await fault({ fault: 'screenshot_fails' })

  const { stdout, stderr, code } = await adb.run('-s', serial, 'shell', 'screencap -p')

  assert.equal(stdout.length, 0)
  assert.match(stderr, /^Failed to take screenshot/)
  assert.equal(code, 1)
})
