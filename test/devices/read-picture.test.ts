import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdbError } from '../../src/devices/adb-protocol.ts'
import { readPicture } from '../../src/devices/read-picture.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { blackWithBar, pngOf } from './pictures.ts'

const NEVER = new AbortController().signal
const LINE = [{ text: 'Later', confidence: 90, bounds: { left: 10, top: 100, right: 40, bottom: 120 } }]

/** Reads a phone whose picture is `png` (72 x 160 pixels) and whose `dumpsys window` says `windows`. */
async function read(options: { png?: Buffer; windows?: string | Error; width?: number } = {}) {
  const { windows = '', width = 72 } = options
  const png = options.png ?? (await pngOf('#123456'))
  return readPicture(
    {
      adb: {
        async shell() {
          if (typeof windows !== 'string') throw windows
          return { stdout: windows, stderr: '', exitCode: 0 }
        },
      },
      capture: async () => png,
      textReader: { read: async () => [LINE] },
      clock: createFakeClock(),
    },
    { serial: 'P1', display: { width, height: (width * 160) / 72 } },
    NEVER,
  )
}

for (const [title, packageName] of [
  ['com.phonefarm.clips/com.phonefarm.clips.MainActivity', 'com.phonefarm.clips'],
  ['com.android.permissioncontroller/.GrantActivity', 'com.android.permissioncontroller'],
  ['com.phonefarm.clips', 'com.phonefarm.clips'],
  ['NotificationShade', 'com.android.systemui'],
  ['Application Not Responding: com.phonefarm.clips', 'android'],
  ['Application Error: com.phonefarm.clips', 'android'],
] as const) {
  test(`with the window "${title}" in front the words are of ${packageName}`, async () => {
    const screen = await read({ windows: `  mCurrentFocus=Window{1a2b3c u0 ${title}}\n` })

    assert.equal(screen.package_name, packageName)
    assert.equal(screen.root.children[0]?.package_name, packageName)
  })
}

for (const windows of ['mCurrentFocus=null', new AdbError('timeout', 'no answer')]) {
  test(`words are read also when the phone does not tell its focus (${String(windows)})`, async () => {
    const screen = await read({ windows })

    assert.deepEqual([screen.package_name, screen.root.children[0]?.text], ['', 'Later'])
  })
}

test('places are given in the pixels of touches when the picture has others', async () => {
  const { root } = await read({ width: 144 })

  assert.deepEqual(root.children[0]?.bounds, { left: 20, top: 200, right: 80, bottom: 240 })
})

test('a black picture is no reading of an empty screen', async () => {
  await assert.rejects(read({ png: await blackWithBar() }), { message: /^the picture of P1 is black: / })
})
