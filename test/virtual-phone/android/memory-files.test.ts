import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createMemoryFiles,
  isWritable,
  normalizePath,
} from '../../../src/virtual-phone/android/memory-files.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const PATHS: [string, string][] = [
  ['/sdcard/a', '/storage/emulated/0/a'],
  ['/storage/self/primary/a/', '/storage/emulated/0/a'],
  ['/data//local/./tmp/../x', '/data/local/x'],
  ['/sdcards', '/sdcards'],
]

for (const [path, expected] of PATHS) {
  test(`${path} is ${expected}`, () => assert.equal(normalizePath(path), expected))
}

test('adb may write to shared storage and its own folder, not to the system', () => {
  assert.deepEqual(
    ['/sdcard/a', '/data/local/tmp/a', '/system/a', '/data/local/tmp/../../a'].map(isWritable),
    [true, true, false, false],
  )
})

test('removing a folder removes what is in it, and nothing beside it', () => {
  const files = createMemoryFiles(createFakeClock())
  files.write('/sdcard/a/b', Buffer.from('1'))
  files.write('/sdcard/ab', Buffer.from('2'))

  assert.equal(files.remove('/sdcard/a'), true)

  assert.equal(files.find('/sdcard/a/b'), undefined)
  assert.equal(files.isDirectory('/sdcard/a'), false)
  assert.equal(files.find('/sdcard/ab')?.data.toString(), '2')
})
