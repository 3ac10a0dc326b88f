import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneShell } from '../make-phone.ts'

test('input text with a character that has no key is a NullPointerException, and nothing is typed', async () => {
  const { code, err, out } = await phoneShell().run("input text 'héllo'")

  assert.equal(code, 255)
  assert.equal(out, '')
  assert.match(
    err,
    /^\nException occurred while executing 'text':\njava\.lang\.NullPointerException: Attempt to get length of null array/,
  )
})

test('input text without a focused field exits 0 and is lost', async () => {
  assert.deepEqual(await phoneShell().run('input text hello'), { out: '', err: '', code: 0 })
})

test('an unknown key is refused, a known one is pressed', async () => {
  const { run } = phoneShell()

  assert.equal((await run('input keyevent KEYCODE_HOME')).code, 0)
  assert.equal((await run('input keyevent KEYCODE_NONSENSE')).code, 255)
})

test('am start -W tells a cold start, and the next one is brought to the front', async () => {
  const { run } = phoneShell()
  const line =
    'am start-activity -W -n com.phonefarm.clips/.MainActivity -a android.intent.action.MAIN -c android.intent.category.LAUNCHER -f 0x10200000'

  const first = await run(line)
  await run('input keyevent 3')
  const second = await run(line)

  assert.match(
    first.out,
    /^Starting: Intent \{ act=android\.intent\.action\.MAIN cat=\[android\.intent\.category\.LAUNCHER\] flg=0x10200000 cmp=com\.phonefarm\.clips\/\.MainActivity \}\nStatus: ok\nLaunchState: COLD\nActivity: com\.phonefarm\.clips\/\.MainActivity\nTotalTime: \d+\nWaitTime: \d+\nComplete\n$/,
  )
  assert.match(
    second.out,
    /\nWarning: Activity not started, its current task has been brought to the front\nStatus: ok\nLaunchState: HOT\n/,
  )
  assert.doesNotMatch(second.out, /TotalTime/)
})

test('am start of a missing activity complains on stderr, with -W on stdout, and exits 0 either way', async () => {
  const { run } = phoneShell()
  const complaint =
    'Error type 3\nError: Activity class {com.phonefarm.clips/com.phonefarm.clips.Nope} does not exist.\n'
  const starting = 'Starting: Intent { cmp=com.phonefarm.clips/.Nope }\n'

  assert.deepEqual(await run('am start -n com.phonefarm.clips/.Nope'), {
    out: starting,
    err: complaint,
    code: 0,
  })
  assert.deepEqual(await run('am start -W -n com.phonefarm.clips/.Nope'), {
    out: starting + complaint,
    err: '',
    code: 0,
  })
})

test('am start without a receiver cannot be resolved', async () => {
  const { err, code } = await phoneShell().run('am start -a nobody.listens')

  assert.equal(err, 'Error: Activity not started, unable to resolve Intent { act=nobody.listens }\n')
  assert.equal(code, 0)
})

test('force-stop is silent, for unknown packages too, and ends the process', async () => {
  const { run } = phoneShell()
  await run('am start -W -n com.phonefarm.clips/.MainActivity')
  assert.equal((await run('pidof com.phonefarm.clips')).code, 0)

  assert.deepEqual(await run('am force-stop com.phonefarm.clips; am force-stop no.such.app'), {
    out: '',
    err: '',
    code: 0,
  })

  assert.deepEqual(await run('pidof com.phonefarm.clips'), { out: '', err: '', code: 1 })
})

test('dumpsys window tells the focus per display, and null with the screen off', async () => {
  const { run } = phoneShell()
  await run('am start -W -n com.phonefarm.clips/.MainActivity')

  const on = await run('dumpsys window displays')
  await run('input keyevent 26')
  const off = await run('dumpsys window')

  assert.match(
    on.out,
    /^ {2}mCurrentFocus=Window\{[0-9a-f]{7} u0 com\.phonefarm\.clips\/com\.phonefarm\.clips\.MainActivity\}$/m,
  )
  assert.match(
    on.out,
    /^ {2}mFocusedApp=ActivityRecord\{[0-9a-f]{7} u0 com\.phonefarm\.clips\/\.MainActivity t12\}$/m,
  )
  assert.match(off.out, /mCurrentFocus=null/)
  assert.match(off.out, /screenState=SCREEN_STATE_OFF/)
  assert.match(off.out, /mScreenOnFully=false/)
})

test('the power key puts the phone to sleep, not to doze', async () => {
  const { run } = phoneShell()

  await run('input keyevent 26')

  assert.match((await run('dumpsys power')).out, /mWakefulness=Asleep/)
})

test('dumpsys battery has the lines of Android 14 and keeps what was set', async () => {
  const { run } = phoneShell()

  await run('dumpsys battery set level 15')
  const { out } = await run('dumpsys battery')

  assert.match(out, /UPDATES STOPPED -- use 'reset' to restart/)
  assert.match(out, /^ {2}level: 15$/m)
  assert.match(out, /^ {2}Charging policy: 0$/m)
})

const OUTPUTS: [string, RegExp][] = [
  ['wm size', /^Physical size: 720x1600\n$/],
  ['wm density 240; wm density', /^Physical density: 320\nOverride density: 240\n$/],
  ['settings get global nothing', /^null\n$/],
  ['settings put global a 5; settings get global a; settings delete global a', /^5\nDeleted 1 rows\n$/],
  ['settings get secure default_input_method', /^com\.android\.inputmethod\.latin\/\.LatinIME\n$/],
  ['ps --help', /^-A\tAll$/m],
  ['ps -A', /^USER +PID +PPID .* NAME *\n(.*\n)*.* S com\.android\.launcher3\n/],
  [
    'df -k /data',
    /^Filesystem +1K-blocks +Used Available Use% Mounted on\n\S+ +\d+ +\d+ +\d+ +\d+% \/data\n$/,
  ],
  ['uptime', /^ \d\d:\d\d:\d\d up \d+ min, {2}0 users, {2}load average: /],
  ['dumpsys package no.such.app', /^Unable to find package: no\.such\.app\n$/],
  [
    'dumpsys package com.phonefarm.clips',
    /^ {4}versionCode=120 minSdk=26 targetSdk=34\n {4}versionName=1\.2\.0$/m,
  ],
  ['pm list packages -3', /^package:com\.phonefarm\.clips\npackage:com\.phonefarm\.mawja\n$/],
  ['cmd package resolve-activity --brief com.phonefarm.clips', /\ncom\.phonefarm\.clips\/\.MainActivity\n$/],
  [
    'pm path com.phonefarm.clips',
    /^package:\/data\/app\/~~[\w-]+==\/com\.phonefarm\.clips-[\w-]+==\/base\.apk\n$/,
  ],
  ['dumpsys thermalservice', /^Thermal Status: 0$/m],
  ['dumpsys nothing', /^Can't find service: nothing\n$/],
  ['cmd wifi status', /^Wifi is enabled\n/],
  ['ime list -s', /^com\.android\.inputmethod\.latin\/\.LatinIME\n$/],
  ['dumpsys input_method', /mInputShown=false\n(.*\n)*.*mIsInputViewShown=false/],
  ['dumpsys deviceidle whitelist +com.phonefarm.clips', /^Added: com\.phonefarm\.clips\n$/],
  ['locksettings get-disabled', /^true\n$/],
  ['am get-current-user', /^0\n$/],
]

for (const [line, expected] of OUTPUTS) {
  test(`the output of ${line}`, async () => {
    const { out, code } = await phoneShell().run(line)

    assert.match(out, expected)
    assert.equal(code, 0)
  })
}

test('a service that cmd does not know exits with 20', async () => {
  const result = await phoneShell().run('cmd nothing')

  assert.deepEqual(result, { out: '', err: "cmd: Can't find service: nothing\n", code: 20 })
})

test('a permission that the app never asked for cannot be granted', async () => {
  const { run } = phoneShell()

  assert.equal((await run('pm grant com.phonefarm.clips android.permission.POST_NOTIFICATIONS')).code, 0)
  assert.match(
    (await run('pm grant com.phonefarm.clips android.permission.INTERNET')).err,
    /is not a changeable permission type/,
  )
  assert.match(
    (await run('pm grant com.phonefarm.clips android.permission.CAMERA')).err,
    /has not requested permission/,
  )
})

test('an instrumentation that is not installed fails in Android words', async () => {
  const { out, code } = await phoneShell().run(
    'am instrument -w io.appium.uiautomator2.server.test/androidx.test.runner.AndroidJUnitRunner',
  )

  assert.match(
    out,
    /INSTRUMENTATION_FAILED: io\.appium\.uiautomator2\.server\.test\/androidx\.test\.runner\.AndroidJUnitRunner/,
  )
  assert.equal(code, 1)
})
