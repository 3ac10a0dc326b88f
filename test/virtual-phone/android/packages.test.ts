import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createPackages } from '../../../src/virtual-phone/android/packages.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const SERVER = readFileSync(
  new URL(
    'node_modules/appium-uiautomator2-driver/node_modules/appium-uiautomator2-server/apks/appium-uiautomator2-server-v10.6.6.apk',
    import.meta.resolve('#package.json'),
  ),
)
const NAME = 'io.appium.uiautomator2.server'

function packages(sdk = 34, installedVersion?: number) {
  const builtIn =
    installedVersion === undefined ? [] : [{ name: NAME, versionCode: installedVersion, versionName: 'x' }]
  return createPackages({ clock: createFakeClock(), sdk, builtIn, saved: [] })
}

test('an update keeps uid and time of the first install', () => {
  const installed = packages(34, 277)
  const before = installed.find(NAME)

  const after = installed.install(SERVER, { allowDowngrade: false })

  assert.equal(after.versionCode, 278)
  assert.equal(after.uid, before?.uid)
  assert.deepEqual(after.firstInstallTime, before?.firstInstallTime)
  assert.equal(after.lastUpdateTime.toISOString(), '2026-03-22T08:30:00.000Z')
})

test('an older version is refused unless a downgrade is allowed', () => {
  assert.throws(
    () => packages(34, 279).install(SERVER, { allowDowngrade: false }),
    /INSTALL_FAILED_VERSION_DOWNGRADE: Downgrade detected: Update version code 278 is older than current 279/,
  )
  assert.equal(packages(34, 279).install(SERVER, { allowDowngrade: true }).versionCode, 278)
})

test('an app for a newer Android is refused', () => {
  assert.throws(() => packages(25).install(SERVER, { allowDowngrade: false }), /INSTALL_FAILED_OLDER_SDK/)
})
