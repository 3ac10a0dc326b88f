import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBattery, readBattery } from '../../src/devices/battery-reading.ts'
import { PROFILE_NAMES } from '../../src/virtual-phone/android/profiles.ts'
import { phoneShell } from '../virtual-phone/make-phone.ts'

const CALM = new AbortController().signal

for (const profile of PROFILE_NAMES) {
  test(`${profile}: one command tells battery and room`, async () => {
    const { run } = phoneShell({ profile })
    const adb = {
      shell: async (_serial: string, command: string) => {
        const { out, err, code } = await run(command)
        return { stdout: out, stderr: err, exitCode: code }
      },
    }

    const reading = await readBattery(adb, 'vp-01', CALM)

    const readable = profile === 'android-10' || profile === 'xiaomi'
    assert.deepEqual(reading, {
      level: 87,
      temperature_c: 29.1,
      status: 'charging',
      health: 'good',
      powered: true,
      voltage_mv: reading.voltage_mv,
      charge_uah: 3_933_000,
      design_uah: readable ? 4_500_000 : null,
      cycles: readable ? 12 : null,
      free_mb: 86_574,
    })
  })
}

/** Lines that real phones print (source: research/fidelity.md 7.2), and what may be read from them. */
const ODD: { name: string; text: string; expected: Partial<ReturnType<typeof parseBattery>> }[] = [
  {
    name: 'Capacity level of Android 15 is not the level',
    text: '  level: 54\n  Capacity level: 3\n',
    expected: { level: 54 },
  },
  { name: 'a level beyond 100 is nonsense', text: '  level: 255\n', expected: { level: null } },
  { name: 'volts instead of millivolts', text: '  voltage: 4\n', expected: { voltage_mv: 4000 } },
  { name: 'a sensor that tells -400', text: '  temperature: -400\n', expected: { temperature_c: null } },
  { name: 'no plug is told', text: '  level: 54\n', expected: { powered: null } },
  {
    name: 'a wireless charger',
    text: '  AC powered: false\n  Wireless powered: true\n',
    expected: { powered: true },
  },
  { name: 'an unknown status', text: '  status: 9\n', expected: { status: 'unknown' } },
  { name: 'a counter of 0', text: '  Charge counter: 0\n', expected: { charge_uah: null } },
  {
    name: 'nothing at all',
    text: "Can't find service: battery\n",
    expected: { level: null, health: 'unknown' },
  },
]

for (const { name, text, expected } of ODD) {
  test(name, () => {
    const parsed = parseBattery(text)
    for (const [key, value] of Object.entries(expected)) assert.equal(Reflect.get(parsed, key), value)
  })
}
