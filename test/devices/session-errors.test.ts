import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdbError } from '../../src/devices/adb-protocol.ts'
import { categoryOf, toRunError } from '../../src/devices/session-errors.ts'
import { RunError } from '../../src/domain/errors.ts'

const PREFIX =
  'unknown error: An unknown server-side error occurred while processing the command. Original error: '

/** Texts as adb, Android, Appium, its driver and WebdriverIO print them (virtual-phone 7, fidelity 1.4, 6, 7). */
const CORPUS = {
  device: [
    "error: device '127.0.0.1:16001' not found",
    'error: device offline',
    'adb: device still connecting',
    'error: device still authorizing',
    "error: device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set\nTry 'adb kill-server' if that seems wrong.\nOtherwise check for a confirmation dialog on your device.",
    'error: no devices/emulators found',
    'error: more than one device/emulator',
    'error: closed',
    "error: protocol fault (couldn't read status): Connection reset by peer",
    'error: protocol fault (no status)',
    'cannot connect to daemon at tcp:5037: Connection refused',
    "adb server version (41) doesn't match this client (39); killing...",
    `${PREFIX}Device 127.0.0.1:16001 was not in the list of connected devices`,
    `${PREFIX}Could not find a connected Android device in 20000ms`,
    `${PREFIX}Error getting device API level. Original error: Error executing adbExec. Original error: 'Command exited with code 1'; Command output: error: device unauthorized.`,
    `${PREFIX}Error executing adbExec. Original error: 'Command 'adb -P 5037 -s 127.0.0.1:16001 shell dumpsys window' exited with code 1'; Command output: error: device offline`,
    'Failure [INSTALL_FAILED_USER_RESTRICTED: Install canceled by user]',
    'Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE]',
    'java.lang.SecurityException: Permission denial: writing to settings requires:android.permission.WRITE_SECURE_SETTINGS',
    'java.lang.SecurityException: Injecting to another application requires INJECT_EVENTS permission',
  ],
  session: [
    `${PREFIX}'POST /elements' cannot be proxied to UiAutomator2 server because the instrumentation process is not running (probably crashed). Check the server log and/or the logcat output for more details`,
    'The instrumentation process cannot be initialized within 30000ms timeout. Make sure the application under test does not crash',
    'INSTRUMENTATION_RESULT: shortMsg=Process crashed.\nINSTRUMENTATION_CODE: 0',
    'android.util.AndroidException: INSTRUMENTATION_FAILED: io.appium.uiautomator2.server.test/androidx.test.runner.AndroidJUnitRunner',
    'INSTRUMENTATION_ABORTED: System has crashed.',
    'invalid session id: A session is either terminated or not started',
    'The driver was unexpectedly shut down!',
    'Trying to run command "getPageSource()" after session has been deleted, aborting request without executing it',
    'WebDriverError: Request failed with error code ECONNREFUSED when running "source" with method "GET"',
    'WebDriverError: Request failed with error code UND_ERR_SOCKET when running "actions" with method "POST"',
    `${PREFIX}Could not proxy command to the remote server. Original error: socket hang up`,
    `${PREFIX}Could not proxy command to the remote server. Original error: connect ECONNREFUSED 127.0.0.1:8200`,
    `${PREFIX}Could not proxy command to the remote server. Original error: read ECONNRESET`,
    'java.lang.IllegalStateException: UiAutomation not connected, UiAutomation@1f[id=-1, flags=0]',
    "UiAutomator2 Server cannot start because the local port #8230 is busy. Make sure the port you provide via 'systemPort' capability is not occupied.",
    'Failed to fetch [GET] http://127.0.0.1:4723/session/1/source: please make sure you have a WebDriver compatible server running on http://127.0.0.1:4723',
    'Could not parse response body: "<html>502 Bad Gateway</html>"',
    'Response has empty body',
    'The software keyboard cannot be hidden',
    'something that nobody has ever seen',
  ],
  timeout: [
    `${PREFIX}Could not proxy command to the remote server. Original error: timeout of 15000ms exceeded`,
    `${PREFIX}Error executing adbExec. Original error: 'Command 'adb shell input_method' timed out after 10000ms'`,
    'WebDriverError: Request failed with error code UND_ERR_HEADERS_TIMEOUT when running "source" with method "GET"',
    'WebDriverError: Request timed out! Consider increasing the "connectionRetryTimeout" option. when running "source" with method "GET"',
    'Timed out after 10042ms waiting for the root AccessibilityNodeInfo in the active window. Make sure the active window is not constantly hogging the main UI thread',
    'Starting: Intent { cmp=com.a/.M }\nStatus: timeout\nActivity: com.a/.M\nComplete',
  ],
  app_changed: [
    'Error type 3\nError: Activity class {com.not.here/com.not.here.Main} does not exist.',
    `${PREFIX}Cannot start the 'com.not.here' application. Original error: Error: Activity class {com.not.here/com.not.here.Main} does not exist.`,
    'Error: Activity not started, unable to resolve Intent { act=android.intent.action.MAIN flg=0x10000000 }',
    'Error: Activity not started, you do not have permission to access it.',
    'java.lang.SecurityException: Permission Denial: starting Intent { cmp=com.a/.Hidden } not exported from uid 10123',
    'Unable to find package: com.not.here',
    "invalid element state: Cannot set the element to 'x'. Did you interact with the correct element?",
    'no such element: An element could not be located on the page using the given search parameters',
    "no such element: The element identified by '00000000-0000-0001' is not present in the cache or has expired. Try to find it again",
    "stale element reference: The element 'By.id: com.a:id/b' does not exist in DOM anymore",
    "stale element reference: Cached elements 'By.clazz: x' do not exist in DOM anymore",
    "stale element reference: The element 'By.id: com.a:id/b' is not linked to the same object in DOM anymore",
    'androidx.test.uiautomator.StaleObjectException',
  ],
} as const

for (const category of ['device', 'session', 'timeout', 'app_changed'] as const) {
  for (const text of CORPUS[category]) {
    test(`"${text.slice(0, 90).replace(/\s+/g, ' ')}" is a fault of ${category}`, () => {
      assert.equal(categoryOf(text), category)
    })
  }
}

test("an adb server's refusal is a fault of the phone", () => {
  const error = toRunError(new AdbError('refused', 'closed'), 'tap')
  assert.equal(error.category, 'device')
  assert.equal(error.message, 'tap: AdbError: closed')
})

test('an adb server that does not answer in time is a timeout', () => {
  assert.equal(toRunError(new AdbError('timeout', 'no answer'), 'tap').category, 'timeout')
})

test('the text of an unknown error is kept, on one line and not without end', () => {
  const error = toRunError(new Error(`first\n  second ${'x'.repeat(1000)}`), 'read the screen')
  assert.ok(error.message.startsWith('read the screen: first second xxx'))
  assert.equal(error.message.length, 'read the screen: '.length + 500 + '…'.length)
})

test('a RunError stays what it is', () => {
  const error = new RunError('input', 'no')
  assert.equal(toRunError(error, 'tap'), error)
})
