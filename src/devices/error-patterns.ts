import type { ErrorCategory } from '../domain/errors.ts'
import type { RecoveryRung } from '../domain/recovery.ts'

/** What a device error can mean; whatever else can end a run is seen by our own code, not in somebody's words. */
export type DeviceErrorCategory = Extract<
  ErrorCategory,
  'device' | 'session' | 'timeout' | 'app_changed' | 'internal'
>

/** Words that mean the same: their category, and what to try first on the phone. */
export interface ErrorMeaning {
  category: DeviceErrorCategory
  rung: RecoveryRung
  words: readonly RegExp[]
}

/** The host cannot work, whichever phone it is: nothing on the phone helps. First, because the rest of such a text speaks of phones. */
const HOST: readonly ErrorMeaning[] = [
  {
    category: 'device',
    rung: 'none',
    words: [
      /cannot connect to daemon|could not connect to daemon|failed to start daemon/i, // fidelity 7.1
      /ADB server didn't ACK|could not install \*?smartsocket\*? listener/i, // react-native #8401
      /adb server version .* doesn't match/i, // fidelity 7.1
      /failed to check server version/i, // fidelity 7.1
    ],
  },
  {
    category: 'session',
    rung: 'none',
    words: [
      /Could not find 'adb(\.exe)?' in|Command 'adb' not found|spawn \S*adb ENOENT/i, // appium-adb tools/system-calls
      /Neither ANDROID_HOME nor ANDROID_SDK_ROOT|Android SDK root .*does not exist/i, // appium-adb helpers/sdk
      /Could not find a driver for automationName|Could not load the driver/i, // appium extension/driver-config
      /could not (write to manifest|create the directory for)|trouble loading the extension/i, // appium extension/manifest
      /REST http interface listener|EADDRINUSE/i, // appium main
      /Cannot find any free port in range|Cannot determine any free port/i, // uiautomator2-driver session
      /ENOSPC|EMFILE|ENOMEM/, // Node.js errors of the host
    ],
  },
]

/** The phone: gone, locked away, refused, full, starting. A phone that is gone explains everything else. */
const PHONE: readonly ErrorMeaning[] = [
  {
    category: 'device',
    rung: 'quarantine',
    words: [
      /device unauthorized|confirmation dialog on your device|failed to authenticate to/i, // fidelity 7.1
      /no permissions \(|insufficient permissions for device/i, // fidelity 7.1; Tasker-Permissions #40
    ],
  },
  {
    category: 'device',
    rung: 'adb_reconnect',
    words: [
      /device still (connecting|authorizing)/i, // fidelity 7.1; flutter #27456
      /device ('[^']*' )?not found|device offline/i, // fidelity 7.1
      /was not in the list of connected devices/i, // virtual-phone 7
      /Could not find a connected Android device|No devices connected/i, // virtual-phone 7; appium-adb
      /no devices(\/emulators)? found/i, // fidelity 7.1
    ],
  },
  {
    category: 'device',
    rung: 'none',
    words: [
      /more than one device(\/emulator)?/i, // fidelity 7.1 (a command without a serial)
    ],
  },
  {
    category: 'device',
    rung: 'adb_reconnect',
    words: [
      /failed to connect to '?[\w.:-]+|cannot connect to [\d.]+:\d+/i, // fidelity 7.1 (adb connect)
      /^error: closed$|^closed$|connect failed: closed/im, // fidelity 7.1 (dropped the stream)
    ],
  },
  {
    category: 'device',
    rung: 'none',
    words: [
      /protocol fault/i, // fidelity 7.1 (the adb server died or was replaced)
    ],
  },
  {
    category: 'device',
    rung: 'quarantine',
    words: [
      /INSTALL_FAILED_(USER_RESTRICTED|CANCELLED_BY_USER|ABORTED)/, // fidelity 7.5 (a person has to allow it)
      /INSTALL_FAILED_INSUFFICIENT_STORAGE|remote .*No space left on device/i, // fidelity 7.5
      /WRITE_SECURE_SETTINGS|INJECT_EVENTS/, // fidelity 6.2, 4.4 (the vendor's developer switch is off)
      /Calling from not trusted UID|Shell does not have permission to access user/i, // fidelity 6.4
      /Hidden API policy .* cannot be enabled/i, // uiautomator2-driver session
      /device has failed to be unlocked|screen is still (not )?locked/i, // android-driver lock
      /UIAutomator2 only supports Android|Device API Level must be/i, // uiautomator2-driver session
    ],
  },
  {
    category: 'device',
    rung: 'reopen_session',
    words: [
      /Can't find service:|access the Package Manager|before system providers are installed/i, // appium #10842, #17200 (starting)
      /DeadSystem(Runtime)?Exception|Failure calling service \w+: (Broken pipe|Failed transaction)/i, // uiautomator2 (openatx) #1005
      /device is not ready after|Emulator is not ready within/i, // appium-adb tools/system-calls
    ],
  },
]

/** The app, or what we ask of it: the phone and the session are sound. */
const APP: readonly ErrorMeaning[] = [
  {
    category: 'app_changed',
    rung: 'none',
    words: [
      /Activity class \{[^}]*\} does not exist/i, // fidelity 7.6
      /unable to resolve Intent|Intent does not match any activities/i, // fidelity 7.6
      /used to start the app doesn't exist|launchable activity/i, // appium-adb tools/app-commands
      /Unable to find package:|is not installed/i, // fidelity 7.5
      /Permission Denial: starting Intent|do not have permission to access it/i, // fidelity 7.6
      /The permission to start '[^']*' activity has been denied/i, // appium-adb tools/app-commands
      /Cannot set the element to|invalid element state/i, // fidelity 1.4 (refuses text)
      /no such element|could not be located on the page|UiObjectNotFoundException/i, // fidelity 1.4
      /not present in the cache or has expired/i, // fidelity 1.4
      /stale element|do(es)? not exist in DOM anymore|longer attached to the DOM|StaleObjectException/i, // fidelity 1.4
      /is not linked to the same object in DOM/i, // fidelity 1.4
      /No alert is present|expected button cannot be detected on the alert|modal dialog was open/i, // fidelity 1.4, 1.6
      /unable to capture screen|Failed to capture a screenshot|Screenshot of .* returned no data/i, // fidelity 1.4 (secure window, dark screen)
      /Screen rotation cannot be changed/i, // fidelity 1.2
      /not pointer- or keyboard interactable|is not visible on the page/i, // Appium base-driver protocol/errors
    ],
  },
  {
    category: 'internal',
    rung: 'none',
    words: [
      /Could not parse selector expression|Selector strategy '[^']*' is not supported|invalid selector/i, // fidelity 1.4
      /Locator Strategy '[^']*' is not supported|XPathLookupError|enforceXPath1/i, // fidelity 1.4; base-driver
      /attribute is unknown for the element|requested resource could not be found/i, // fidelity 1.4, 1.2
      /invalid argument|setting value type\. Got|arguments passed to the command are either invalid/i, // fidelity 1.2, 1.4
      /Method (is not|has not yet been) implemented|Unsupported execute method|unknown method/i, // fidelity 1.4; base-driver
      /Potentially insecure feature/i, // Appium base-driver core
      /capabilities were not valid|vendor prefix|capabilities argument was not valid/i, // Appium base-driver
      /Attempt to get length of null array/i, // fidelity 4.2 (input text takes ASCII only)
    ],
  },
]

/** The session, its server on the phone, or Appium. A session that is gone explains a timeout. */
const SESSION: readonly ErrorMeaning[] = [
  {
    category: 'session',
    rung: 'reinstall_server',
    words: [
      /INSTALL_FAILED_|INSTALL_PARSE_FAILED|signature matching the target/, // fidelity 7.5; appium #10846
      /INSTRUMENTATION_FAILED|Unable to find instrumentation (info|target)/i, // fidelity 6.3; uiautomator2-server #469
      /Appium Settings app is not running|Failed to launch Appium Settings/i, // settings client; appium #14209, #14010
      /Remote install failed|package cannot be uninstalled|Unable to uninstall APK/i, // appium-adb tools/apk-utils
    ],
  },
  {
    category: 'session',
    rung: 'restart_server',
    words: [
      /instrumentation process (is not running|cannot be initialized)/i, // virtual-phone 7, fidelity 6.2
      /Process crashed|INSTRUMENTATION_ABORTED|Native crash|Segmentation fault/i, // fidelity 6.3
      /UiAutomation(Service)? not connected|UiAutomationService .*already registered/i, // fidelity 1.4, 6.4; appium #16380
      /java\.lang\.OutOfMemoryError|DeadObjectException/, // uiautomator2-server #308; appium #15008
      /Cannot invoke method android\.app\.UiAutomation/i, // appium #20394
    ],
  },
  {
    category: 'session',
    rung: 'reforward',
    words: [
      /local port #\d+ is busy|cannot bind listener|cannot bind to 127/i, // virtual-phone 3; react-native #26247
      /proxy .*ECONNREFUSED/i, // fidelity 1.4 (the forward itself is gone)
    ],
  },
  {
    category: 'session',
    rung: 'restart_server',
    words: [
      /proxy .*(socket hang up|ECONNRESET|EPIPE)/i, // fidelity 1.4 (its port is dead); appium #8631
      /downstream server response with the status code|Did not know what to do with response code/i, // base-driver jsonwp-proxy
      /Cannot interpret the request body as valid JSON|Session ID is not set, but saw a URL/i, // base-driver jsonwp-proxy
    ],
  },
  {
    category: 'session',
    rung: 'reopen_session',
    words: [
      /invalid session id|session is either terminated or not started|Session not found/i, // virtual-phone 7; base-driver
      /after session has been deleted|session identified by \S+ is not known/i, // webdriver src/command; fidelity 1.2
      /driver was unexpectedly shut down|New Command Timeout of/i, // Appium base-driver
      /Cannot create a new session while one is in progress/i, // Appium base-driver
      /heap out of memory|Reached heap limit/i, // Node.js; appium #19854
      /ECONNREFUSED|ECONNRESET|EPIPE|socket hang up|UND_ERR_SOCKET|other side closed/, // virtual-phone 7 (Appium died)
      /UND_ERR_(ABORTED|CLOSED|DESTROYED)|operation was aborted|fetch failed/i, // undici core/errors
      /make sure you have a WebDriver compatible server|Unable to connect to "/i, // webdriver src/request/error
      /Could not parse response body|Response has empty body/, // webdriver src/request
      /software keyboard cannot be hidden|Cannot generate key press event/i, // fidelity 4.2, 1.2
      /Unable to perform W3C actions/i, // fidelity 1.4 (injection refused)
    ],
  },
]

/** No answer in time. */
const TIME: readonly ErrorMeaning[] = [
  {
    category: 'timeout',
    rung: 'reopen_session',
    words: [
      /waiting for the root AccessibilityNodeInfo/i, // fidelity 1.4
    ],
  },
  {
    category: 'timeout',
    rung: 'restart_server',
    words: [
      /proxy .*timeout of \d+ms exceeded|proxy .*(ESOCKETTIMEDOUT|ETIMEDOUT)/i, // virtual-phone 7; appium #14998, #9789
    ],
  },
  {
    category: 'timeout',
    rung: 'adb_reconnect',
    words: [
      /adbExec.* timed out after \d+ ?ms|adb execution timeout/i, // virtual-phone 7 (hung phone); appium-adb
    ],
  },
  {
    category: 'timeout',
    rung: 'restart_server',
    words: [
      /timeout of \d+ms exceeded|timed out after \d+ ?ms/i, // virtual-phone 7
    ],
  },
  {
    category: 'timeout',
    rung: 'reopen_session',
    words: [
      /UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT|Request timed out|ETIMEDOUT/, // webdriver src/request; webdriverio #13778
    ],
  },
  {
    category: 'timeout',
    rung: 'none',
    words: [
      /Status: timeout/, // fidelity 7.6 (am start -W: the app did not draw)
    ],
  },
  {
    category: 'timeout',
    rung: 'reopen_session',
    words: [
      /did not complete before its timeout expired/i, // Appium base-driver protocol/errors
    ],
  },
]

/** Says nothing but that a phone could not be read; only when the words after it say no more. */
const VAGUE: readonly ErrorMeaning[] = [
  {
    category: 'device',
    rung: 'adb_reconnect',
    words: [
      /Error getting device (API level|platform version)/i, // virtual-phone 7 (unauthorized phone)
      /Cannot reconnect adb|Error while getting connected devices/i, // appium-adb tools/system-calls
    ],
  },
  {
    category: 'session',
    rung: 'reopen_session',
    words: [
      /Error executing adbExec/i, // appium-adb tools/system-calls
    ],
  },
]

/** Every meaning, in the order in which they are tried: the first match wins. Texts with their sources: test/devices/corpus. */
export const ERROR_MEANINGS: readonly ErrorMeaning[] = [
  ...HOST,
  ...PHONE,
  ...APP,
  ...SESSION,
  ...TIME,
  ...VAGUE,
]
