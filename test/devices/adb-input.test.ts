import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAdbInput } from '../../src/devices/adb-input.ts'

const NEVER = new AbortController().signal

/** A phone that answers each command with what `says` has for it, and what it was told. */
function phone(says: { stdout?: string; stderr?: string; exitCode?: number } = {}) {
  const told: string[] = []
  const input = createAdbInput(
    {
      async shell(serial, command) {
        told.push(`${serial}: ${command}`)
        return { stdout: '', stderr: '', exitCode: 0, ...says }
      },
    },
    'P1',
  )
  return { input, told }
}

test('touches and keys are commands of `input`, in whole pixels', async () => {
  const { input, told } = phone()

  await input.tap({ x: 10.4, y: 20.6 }, NEVER)
  await input.swipe({ from: { x: 360, y: 1200 }, to: { x: 360.2, y: 400 }, durationMs: 250 }, NEVER)
  await input.pressKey(4, NEVER)

  assert.deepEqual(told, [
    'P1: input tap 10 21',
    'P1: input swipe 360 1200 360 400 250',
    'P1: input keyevent 4',
  ])
})

for (const says of [
  { exitCode: 255, stderr: 'Exception occurred while executing: java.lang.SecurityException: INJECT_EVENTS' },
  {
    exitCode: 0,
    stdout: 'java.lang.SecurityException: Injecting to another application requires INJECT_EVENTS',
  },
]) {
  test(`a phone that refuses with exit code ${says.exitCode} is an error with its words`, async () => {
    await assert.rejects(phone(says).input.tap({ x: 1, y: 2 }, NEVER), {
      message: /^input tap 1 2 failed on P1: .*INJECT_EVENTS/,
    })
  })
}

for (const [shown, told] of [
  ['mInputShown=true mFullscreenMode=false', ['P1: dumpsys input_method', 'P1: input keyevent 111']],
  ['mInputShown=false mFullscreenMode=false', ['P1: dumpsys input_method']],
] as const) {
  test(`with ${shown} hiding the keyboard is ${told.length} commands`, async () => {
    const { input, told: was } = phone({ stdout: shown })

    await input.hideKeyboard(NEVER)

    assert.deepEqual(was, told)
  })
}
