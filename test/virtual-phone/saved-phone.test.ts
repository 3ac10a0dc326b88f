import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeCommand, decodeSavedPhone, encodeSavedPhone } from '../../src/virtual-phone/saved-phone.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { makePhone } from './make-phone.ts'

const SETTINGS_APK = readFileSync(
  new URL(
    'node_modules/appium-uiautomator2-driver/node_modules/io.appium.settings/apks/settings_apk-debug.apk',
    import.meta.resolve('#package.json'),
  ),
)

test('installed packages, files, settings and sessions come back from a saved phone', () => {
  const clock = createFakeClock()
  const { phone, save } = makePhone({ clock })
  phone.packages.install(SETTINGS_APK, { allowDowngrade: false })
  phone.files.write('/sdcard/a.txt', Buffer.from('héllo'))
  phone.settings.set('global/mine', 'yes')
  phone.inputMethods.set('io.appium.settings/.UnicodeIME')
  phone.journal.opened('session-1')

  const again = makePhone({ clock, saved: decodeSavedPhone(encodeSavedPhone(save())) }).phone

  assert.deepEqual(again.packages.find('io.appium.settings'), phone.packages.find('io.appium.settings'))
  assert.equal(again.files.find('/storage/emulated/0/a.txt')?.data.toString(), 'héllo')
  assert.equal(again.settings.get('global/mine'), 'yes')
  assert.equal(again.inputMethods.current(), 'io.appium.settings/.UnicodeIME')
  assert.deepEqual(again.journal.sessions(), [
    { session_id: 'session-1', opened_at: '2026-03-22T08:30:00.000Z', closed_at: '2026-03-22T08:30:00.000Z' },
  ])
})

test('a large file is not saved', () => {
  const { phone, save } = makePhone({ clock: createFakeClock() })
  phone.files.write('/sdcard/large.bin', Buffer.alloc(256 * 1024 + 1))

  assert.deepEqual(decodeSavedPhone(encodeSavedPhone(save())).files, [])
})

test('a command line that was cut off is left out', () => {
  assert.equal(decodeCommand('{"at":"2026-03-22T08:3'), null)
})
