import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PROFILE_NAMES, type ProfileName } from '../../../src/virtual-phone/android/profiles.ts'
import { phoneShell } from '../make-phone.ts'

/** Each profile with what tells it apart in what the shell prints. */
const FORMS: {
  profile: ProfileName
  release: string
  sdk: string
  battery: RegExp
  noBattery: RegExp
  resumed: RegExp
  windows: boolean
}[] = [
  {
    profile: 'android-10',
    release: '10',
    sdk: '29',
    battery: /^ {2}technology: Li-ion$/m,
    noBattery: /Dock powered|Charging state|Capacity level/,
    resumed: /^ {4}mResumedActivity: ActivityRecord\{/m,
    windows: true,
  },
  {
    profile: 'android-12',
    release: '12',
    sdk: '31',
    battery: /^ {2}Dock powered: false$/m,
    noBattery: /Charging state|Capacity level/,
    resumed: /^ {2}topResumedActivity=ActivityRecord\{/m,
    windows: true,
  },
  {
    profile: 'android-14',
    release: '14',
    sdk: '34',
    battery: /^ {2}Charging policy: 0$/m,
    noBattery: /Capacity level/,
    resumed: /^ {2}topResumedActivity=ActivityRecord\{/m,
    windows: false,
  },
  {
    profile: 'android-15',
    release: '15',
    sdk: '35',
    battery: /^ {2}Capacity level: 3$/m,
    noBattery: /Miui/,
    resumed: /^ {2}topResumedActivity=ActivityRecord\{/m,
    windows: false,
  },
  {
    profile: 'samsung',
    release: '14',
    sdk: '34',
    battery: /^ {2}mSavedBatteryAsoc: 100$/m,
    noBattery: /Miui/,
    resumed: /^ {2}topResumedActivity=ActivityRecord\{/m,
    windows: false,
  },
  {
    profile: 'xiaomi',
    release: '13',
    sdk: '33',
    battery: /^MiuiBatteryService state:$/m,
    noBattery: /Charging state/,
    resumed: /^ {2}topResumedActivity=ActivityRecord\{/m,
    windows: false,
  },
]

test('every profile has its forms here', () => {
  assert.deepEqual(
    FORMS.map(({ profile }) => profile),
    [...PROFILE_NAMES],
  )
})

for (const { profile, release, sdk, battery, noBattery, resumed, windows } of FORMS) {
  test(`${profile}: the shell prints what that Android prints`, async () => {
    const { run } = phoneShell({ profile })
    const text = async (line: string) => (await run(line)).out

    assert.equal(await text('getprop ro.build.version.release'), `${release}\n`)
    assert.equal(await text('getprop ro.build.version.sdk'), `${sdk}\n`)
    assert.ok((await text('getprop')).split('\n').length > 60)
    assert.match(await text('dumpsys battery'), battery)
    assert.doesNotMatch(await text('dumpsys battery'), noBattery)
    assert.match(await text('dumpsys activity activities'), resumed)
    assert.equal((await text('dumpsys window windows')).includes('mCurrentFocus='), windows)
    assert.match(await text('am get-config'), new RegExp(`-v${sdk}\n`))
  })
}

test('a loose search for the level takes another line on Android 15, an anchored one does not', async () => {
  const { out } = await phoneShell({ profile: 'android-15' }).run('dumpsys battery')

  assert.equal([...out.matchAll(/level: (\d+)/g)].at(-1)?.[1], '3')
  assert.equal(/^\s*level: (\d+)$/m.exec(out)?.[1], '87')
})

test('Android 10 has no shell command for Wi-Fi', async () => {
  const { code, err } = await phoneShell({ profile: 'android-10' }).run('cmd wifi status')

  assert.deepEqual([code, err], [255, 'No shell command implementation.\n'])
})

test('am start of a missing activity exits with 1 on Android 15', async () => {
  const { code } = await phoneShell({ profile: 'android-15' }).run('am start -n com.phonefarm.clips/.Nope')

  assert.equal(code, 1)
})

test('a Samsung phone prints a second focus line for its second display', async () => {
  const { out } = await phoneShell({ profile: 'samsung' }).run('sleep 1; dumpsys window displays')

  assert.deepEqual(
    [...out.matchAll(/mCurrentFocus=(\w+)/g)].map(([, focus]) => focus),
    ['Window', 'null'],
  )
})

test('the battery folder of the kernel is shut on most phones and open on some', async () => {
  const line = 'cat /sys/class/power_supply/battery/charge_full'

  assert.deepEqual(await phoneShell({ profile: 'android-14' }).run(line), {
    out: '',
    err: 'cat: /sys/class/power_supply/battery/charge_full: Permission denied\n',
    code: 1,
  })
  assert.equal((await phoneShell({ profile: 'xiaomi' }).run(line)).out, '4500000\n')
})
