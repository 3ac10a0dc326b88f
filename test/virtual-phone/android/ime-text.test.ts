import assert from 'node:assert/strict'
import test from 'node:test'
import { decodeModifiedUtf7, throughInputMethod } from '../../../src/virtual-phone/android/ime-text.ts'

const UTF7: [encoded: string, text: string][] = [
  ['hello', 'hello'],
  ['&AOk-t&AOk-', 'été'],
  ['a &- b', 'a & b'],
  // Base64 of the UTF-16 of a surrogate pair.
  ['&2D3eAA-', '😀'],
  ['&ZeVnLIqe-', '日本語'],
]
for (const [encoded, text] of UTF7) {
  test(`modified UTF-7 ${encoded} is ${text}`, () => {
    assert.equal(decodeModifiedUtf7(encoded), text)
  })
}

const OUTPUTS: [component: string, typed: string, outputs: unknown[]][] = [
  ['com.android.inputmethod.latin/.LatinIME', '/search/', [{ kind: 'text', text: '/search/' }]],
  ['io.appium.settings/.AppiumIME', '/search/', [{ kind: 'action', action: 'search' }]],
  ['io.appium.settings/.AppiumIME', '/3/', [{ kind: 'action', action: 'search' }]],
  ['io.appium.settings/.AppiumIME', '/normal/', [{ kind: 'action', action: 'unspecified' }]],
  ['io.appium.settings/.AppiumIME', '/dance/', [{ kind: 'text', text: 'dance' }]],
  ['io.appium.settings/.UnicodeIME', '&AOk-', [{ kind: 'text', text: 'é' }]],
]
for (const [component, typed, outputs] of OUTPUTS) {
  test(`${component} makes ${JSON.stringify(outputs)} of ${typed}`, () => {
    assert.deepEqual(throughInputMethod(component, typed), outputs)
  })
}
