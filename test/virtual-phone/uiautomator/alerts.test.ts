import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { View } from '../../../src/virtual-phone/android/view.ts'
import { rect, view } from './fake-phone.ts'
import { openWire } from './wire.ts'

const part = (resourceId: string, text: string | null, left = 0) =>
  view({ key: resourceId, resourceId, text, bounds: rect(left, 0, left + 100, 100) })

const dialog =
  (...parts: View[]) =>
  () =>
    view({ key: 'root' }, [view({ key: 'content', resourceId: 'android:id/content' }, parts)])

const REGULAR = [
  part('android:id/alertTitle', 'Enjoying it?'),
  part('android:id/message', 'Tell others.'),
  part('android:id/button2', 'Not now', 200),
  part('android:id/button1', 'Rate', 400),
]

const PERMISSION = [
  part('com.android.permissioncontroller:id/permission_message', 'Allow Clips to record?'),
  part('com.android.permissioncontroller:id/permission_allow_button', 'Allow', 200),
  part('com.android.permissioncontroller:id/permission_deny_button', 'Don’t allow', 400),
]

test('the text of an alert is title and message, a line each, without the buttons', async () => {
  const wire = await openWire(dialog(...REGULAR))

  assert.equal(await wire.call('GET', '/alert/text'), 'Enjoying it?\nTell others.')
})

const ANSWERS: readonly [name: string, parts: View[], action: string, body: unknown, tap: string][] = [
  ['accept takes the lowest button', REGULAR, 'accept', {}, 'tap 450,50'],
  ['dismiss takes the next one', REGULAR, 'dismiss', {}, 'tap 250,50'],
  ['a label takes the button that says so', REGULAR, 'accept', { buttonLabel: 'Not now' }, 'tap 250,50'],
  ['dismiss takes the only button there is', REGULAR.slice(0, 3), 'dismiss', {}, 'tap 250,50'],
  ['accept of a permission takes allow', PERMISSION, 'accept', {}, 'tap 250,50'],
  ['dismiss of a permission takes deny', PERMISSION, 'dismiss', {}, 'tap 450,50'],
]

for (const [name, parts, action, body, tap] of ANSWERS) {
  test(name, async () => {
    const wire = await openWire(dialog(...parts))

    assert.equal(await wire.call('POST', `/alert/${action}`, body), null)
    assert.deepEqual(
      wire.inputs.map((input) => input.split(' @')[0]),
      [tap],
    )
  })
}

test('without the wanted button an alert cannot be answered', async () => {
  const wire = await openWire(dialog(...REGULAR))

  assert.equal(
    await wire.call('POST', '/alert/accept', { buttonLabel: 'Later' }),
    '400 invalid element state: The expected button cannot be detected on the alert',
  )
})

for (const [verb, path] of [
  ['GET', 'text'],
  ['POST', 'accept'],
  ['POST', 'dismiss'],
] as const) {
  test(`${path} of a dialog that the app made itself finds no alert`, async () => {
    const wire = await openWire(
      dialog(part('com.example.app:id/sheet_title', 'Rate us'), part('com.example.app:id/ok', 'OK')),
    )

    assert.equal(
      await wire.call(verb, `/alert/${path}`),
      '404 no such alert: No alert is present on the screen',
    )
  })
}
