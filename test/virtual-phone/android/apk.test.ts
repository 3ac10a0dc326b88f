import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readApk } from '../../../src/virtual-phone/android/apk.ts'

const DRIVER = new URL(
  'node_modules/appium-uiautomator2-driver/node_modules/',
  import.meta.resolve('#package.json'),
)
const apk = (path: string) => readFileSync(new URL(path, DRIVER))

test("the manifest of Appium's Settings app", () => {
  const { permissions, ...manifest } = readApk(apk('io.appium.settings/apks/settings_apk-debug.apk'))

  assert.deepEqual(manifest, {
    name: 'io.appium.settings',
    versionCode: 191,
    versionName: '8.0.9',
    minSdk: 26,
    targetSdk: 35,
    instrumentation: [],
    mainActivity: '.Settings',
  })
  assert.ok(permissions.includes('android.permission.INTERNET'))
})

test('the instrumentation of the UiAutomator2 server', () => {
  const path = 'appium-uiautomator2-server/apks/appium-uiautomator2-server-debug-androidTest.apk'

  assert.deepEqual(readApk(apk(path)).instrumentation, [
    { runner: 'androidx.test.runner.AndroidJUnitRunner', target: 'io.appium.uiautomator2.server' },
  ])
})

test('bytes that are no zip are no APK', () => {
  assert.throws(() => readApk(Buffer.from('hello')), /^Error: INSTALL_PARSE_FAILED_NOT_APK/)
})

test('an APK that was cut off is no APK', () => {
  const whole = apk('appium-uiautomator2-server/apks/appium-uiautomator2-server-debug-androidTest.apk')

  assert.throws(() => readApk(whole.subarray(0, 5000)), /^Error: INSTALL_PARSE_FAILED/)
})
