import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { applyFault, parseFault } from '../../../src/virtual-phone/control/faults.ts'
import { phoneShell } from '../make-phone.ts'

/** A phone's shell, and a way to switch faults on it. */
function faultyShell(t: TestContext, options: Parameters<typeof phoneShell>[0] = {}) {
  const shell = phoneShell(options)
  t.after(() => shell.virtual.stop()) // `clear` plugs it in: it listens then
  return {
    ...shell,
    text: async (line: string) => (await shell.run(line)).out,
    fault: (body: object) => applyFault(shell.virtual, parseFault(body)),
  }
}

test('the fault battery is what the shell tells, and clear gives the cable its power back', async (t) => {
  const { text, fault } = faultyShell(t)

  await fault({ fault: 'battery', level: 7, temperature_c: 48.5, charging: false, health: 'overheat' })
  const low = await text('dumpsys battery')
  await fault({ fault: 'clear' })
  const after = await text('dumpsys battery')

  assert.match(low, /^ {2}USB powered: false$/m)
  assert.match(low, /^ {2}status: 3$/m)
  assert.match(low, /^ {2}health: 3$/m)
  assert.match(low, /^ {2}level: 7$/m)
  assert.match(low, /^ {2}temperature: 485$/m)
  assert.match(after, /^ {2}USB powered: true$/m)
  assert.match(after, /^ {2}level: 7$/m)
})

test('a hot phone raises its thermal status, and the charger stops', async (t) => {
  const { text, fault } = faultyShell(t)
  await fault({ fault: 'battery', temperature_c: 46 })

  assert.match(await text('dumpsys thermalservice'), /^Thermal Status: 4$/m)
  assert.match(await text('dumpsys battery'), /^ {2}status: 4$/m)
})

test('df of everything names what it may not read and exits with 1; of /data it has one line', async (t) => {
  const { run, fault } = faultyShell(t)
  await fault({ fault: 'storage', free_mb: 120 })

  const all = await run('df')
  const data = await run('df -k /data')

  assert.equal(all.code, 1)
  assert.match(all.err, /^df: \/metadata: Permission denied$/m)
  assert.ok(all.out.split('\n').length > 30)
  assert.equal(data.code, 0)
  assert.match(data.out, /^\/dev\/block\/dm-46 +113093632 +112839680 +122880 100% \/data$/m)
})

test('a PIN stops at the keyguard what opens one without', async (t) => {
  const { text, run, fault, virtual } = faultyShell(t)
  await fault({ fault: 'lock', pin: true })

  await run('wm dismiss-keyguard')
  const locked = await text('dumpsys window policy')
  const trust = await text('dumpsys trust')
  await fault({ fault: 'lock', pin: false })
  await run('wm dismiss-keyguard')

  assert.match(locked, /secure=true/)
  assert.match(locked, /mDreamingLockscreen=true/)
  assert.match(trust, /deviceLocked=1/)
  assert.equal(virtual.phone.power.isLocked(), false)
})

test('locksettings wants the old PIN, and without one the keyguard opens', async (t) => {
  const { text, run, fault, virtual } = faultyShell(t)
  await fault({ fault: 'lock', pin: true })

  assert.equal(await text('locksettings clear --old 0000'), "Old password '0000' didn't match\n")
  assert.equal(await text('locksettings get-disabled'), 'false\n')
  assert.equal(await text('locksettings clear --old 1234'), 'Lock credential cleared\n')
  await run('wm dismiss-keyguard')

  assert.equal(virtual.phone.power.isLocked(), false)
})

test('after a boot the user of a phone with a PIN is locked until the PIN was given', async (t) => {
  const { text, virtual } = faultyShell(t)
  const { power } = virtual.phone
  power.setPin('1234')
  power.boot()

  const before = await text('dumpsys user')
  power.unlock('1234')
  const after = await text('dumpsys user')

  assert.match(before, /State: RUNNING_LOCKED/)
  assert.match(after, /State: RUNNING_UNLOCKED/)
})

test('a clock that is wrong and a time zone show in what the phone tells', async (t) => {
  const { text, fault, clock } = faultyShell(t)
  await text('cmd alarm set-timezone Europe/Berlin')
  await fault({ fault: 'clock', skew_ms: 86_400_000 })
  const expected = new Date(clock.now().getTime() + 86_400_000 + 3_600_000).toISOString().slice(0, 16)

  assert.equal((await text('date +%Y-%m-%dT%H:%M')).trim(), expected)
  assert.equal(await text('date +%z'), '+0100\n')
})

test('the screen goes dark after its timeout when nothing keeps it on', async (t) => {
  const { run, clock, virtual } = faultyShell(t)
  await run('svc power stayon false')
  await run('settings put system screen_off_timeout 60000')

  await clock.advance(700_000)

  assert.equal(virtual.phone.power.isScreenOn(), false)
  assert.equal(virtual.phone.power.isLocked(), true)
})

test('the screen stays on while a charged phone is told to stay on, and goes dark when the charger leaves', async (t) => {
  const { clock, fault, virtual } = faultyShell(t)

  await clock.advance(2_000_000)
  const charged = virtual.phone.power.isScreenOn()
  await fault({ fault: 'battery', charging: false })
  await clock.advance(700_000)

  assert.equal(charged, true)
  assert.equal(virtual.phone.power.isScreenOn(), false)
})

for (const [command, isOn] of [
  ['input keyevent KEYCODE_SLEEP', false],
  ['input keyevent KEYCODE_SLEEP; input keyevent KEYCODE_WAKEUP', true],
  ['input keyevent KEYCODE_WAKEUP', true],
  ['input keyevent KEYCODE_POWER', false],
  ['input keyevent KEYCODE_SLEEP; svc power stayon true', true],
] as const) {
  test(`after "${command}" the screen is ${isOn ? 'on' : 'off'}`, async (t) => {
    const { run, virtual } = faultyShell(t)
    await run(command)

    assert.equal(virtual.phone.power.isScreenOn(), isOn)
  })
}

/** A shell command and a dump over each kind of connection, in milliseconds (source: research/fidelity.md 6.1). */
const ANSWERS = [
  { latency: 'none', shell: [0, 50], dump: [0, 50] },
  { latency: 'usb', shell: [30, 130], dump: [130, 650] },
  { latency: 'wifi', shell: [50, 350], dump: [200, 1250] },
  { latency: 'slow', shell: [150, 650], dump: [650, 2150] },
] as const

for (const { latency, shell, dump } of ANSWERS) {
  test(`${latency}: shell commands and dumps take as long as such phones need`, async (t) => {
    const { run, clock } = faultyShell(t, { condition: { latency } })
    const took = async (line: string) => {
      const began = clock.monotonicMs()
      await run(line)
      return clock.monotonicMs() - began
    }

    const times = [await took('echo hi'), await took('dumpsys battery')] as const

    assert.ok(times[0] >= shell[0] && times[0] <= shell[1], `echo took ${times[0]} ms`)
    assert.ok(times[1] >= dump[0] && times[1] <= dump[1], `dumpsys took ${times[1]} ms`)
  })
}
