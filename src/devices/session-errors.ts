import { RunError, type ErrorCategory } from '../domain/errors.ts'
import { AdbError } from './adb-protocol.ts'

/** A device error's text and what we do about it. */
interface ErrorPattern {
  pattern: RegExp
  category: Extract<ErrorCategory, 'device' | 'session' | 'timeout' | 'app_changed'>
  /** Where the text comes from: section of the research notes, or whose source has it. */
  source: string
}

/**
 * Nearly everything arrives as W3C "unknown error" (source: virtual-phone 7), so the text decides. The first match wins: a phone that is
 * gone explains everything else, an app that is not there is no fault of the session, a session that is gone explains a timeout.
 */
const PATTERNS: readonly ErrorPattern[] = [
  // The phone.
  {
    pattern: /device '[^']*' not found|device offline|device still (connecting|authorizing)/i,
    category: 'device',
    source: 'fidelity 7.1',
  },
  {
    pattern: /device unauthorized|confirmation dialog on your device/i,
    category: 'device',
    source: 'fidelity 7.1',
  },
  { pattern: /was not in the list of connected devices/i, category: 'device', source: 'virtual-phone 7' },
  { pattern: /Could not find a connected Android device/i, category: 'device', source: 'virtual-phone 7' },
  {
    pattern: /no devices\/emulators found|more than one device\/emulator/i,
    category: 'device',
    source: 'fidelity 7.1',
  },
  {
    pattern: /Error getting device API level/i,
    category: 'device',
    source: 'virtual-phone 7 (unauthorized phone)',
  },
  {
    pattern: /^error: closed$|^closed$/im,
    category: 'device',
    source: 'fidelity 7.1 (phone dropped the stream)',
  },
  {
    pattern: /protocol fault|cannot connect to daemon|adb server version .* doesn't match/i,
    category: 'device',
    source: 'fidelity 7.1',
  },
  {
    pattern: /INSTALL_FAILED_(USER_RESTRICTED|CANCELLED_BY_USER|INSUFFICIENT_STORAGE|ABORTED)/,
    category: 'device',
    source: 'fidelity 7.5',
  },
  {
    pattern: /WRITE_SECURE_SETTINGS|INJECT_EVENTS/,
    category: 'device',
    source: 'fidelity 6.2, 4.4 (vendor developer switch is off)',
  },
  // The app.
  { pattern: /Activity class \{[^}]*\} does not exist/i, category: 'app_changed', source: 'fidelity 7.6' },
  { pattern: /unable to resolve Intent/i, category: 'app_changed', source: 'fidelity 7.6' },
  { pattern: /Unable to find package:/i, category: 'app_changed', source: 'fidelity 7.5' },
  {
    pattern: /Permission Denial: starting Intent|do not have permission to access it/i,
    category: 'app_changed',
    source: 'fidelity 7.6',
  },
  {
    pattern: /Cannot set the element to|invalid element state/i,
    category: 'app_changed',
    source: 'fidelity 1.4 (refuses text)',
  },
  {
    pattern: /no such element|could not be located on the page/i,
    category: 'app_changed',
    source: 'fidelity 1.4',
  },
  { pattern: /not present in the cache or has expired/i, category: 'app_changed', source: 'fidelity 1.4' },
  {
    pattern:
      /stale element|do(es)? not exist in DOM anymore|no longer attached to the DOM|StaleObjectException/i,
    category: 'app_changed',
    source: 'fidelity 1.4',
  },
  { pattern: /is not linked to the same object in DOM/i, category: 'app_changed', source: 'fidelity 1.4' },
  // The session, its on-phone server, or Appium.
  {
    pattern: /instrumentation process (is not running|cannot be initialized)/i,
    category: 'session',
    source: 'virtual-phone 7, fidelity 6.2',
  },
  {
    pattern: /Process crashed|INSTRUMENTATION_(FAILED|ABORTED)/,
    category: 'session',
    source: 'fidelity 6.3',
  },
  {
    pattern: /invalid session id|session is either terminated or not started/i,
    category: 'session',
    source: 'virtual-phone 7; Appium base-driver',
  },
  { pattern: /after session has been deleted/i, category: 'session', source: 'webdriver src/command.ts' },
  { pattern: /driver was unexpectedly shut down/i, category: 'session', source: 'Appium base-driver' },
  {
    pattern: /ECONNREFUSED|ECONNRESET|EPIPE|socket hang up|UND_ERR_SOCKET|other side closed/,
    category: 'session',
    source: 'fidelity 1.4, virtual-phone 7',
  },
  { pattern: /UiAutomation not connected/i, category: 'session', source: 'fidelity 1.4, 6.4' },
  { pattern: /local port #\d+ is busy/i, category: 'session', source: 'virtual-phone 3' },
  {
    pattern: /make sure you have a WebDriver compatible server running/i,
    category: 'session',
    source: 'webdriver src/request/error.ts',
  },
  {
    pattern: /Could not parse response body|Response has empty body/,
    category: 'session',
    source: 'webdriver src/request',
  },
  { pattern: /software keyboard cannot be hidden/i, category: 'session', source: 'fidelity 4.2' },
  // No answer in time.
  {
    pattern: /timeout of \d+ms exceeded|timed out after \d+ ?ms/i,
    category: 'timeout',
    source: 'virtual-phone 7 (hung phone)',
  },
  {
    pattern: /UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT|Request timed out|ETIMEDOUT/,
    category: 'timeout',
    source: 'virtual-phone 7, webdriver src/request/error.ts',
  },
  { pattern: /Timed out after \d+ms waiting for the root/i, category: 'timeout', source: 'fidelity 1.4' },
  { pattern: /Status: timeout/, category: 'timeout', source: 'fidelity 7.6 (am start -W)' },
]

/** Longer error texts (Appium adds whole stack traces) are cut for the record. */
const LONGEST_TEXT = 500

/** The category that a device error's text means; `session` when the text is unknown, since a new session is the cheapest cure that helps most. */
export function categoryOf(text: string): ErrorPattern['category'] {
  return PATTERNS.find(({ pattern }) => pattern.test(text))?.category ?? 'session'
}

/** Turns whatever adb, Appium or WebdriverIO threw into a RunError; one that is a RunError already stays as it is. */
export function toRunError(error: unknown, what: string): RunError {
  if (error instanceof RunError) return error
  const text = textOf(error)
  if (error instanceof AdbError) return new RunError(adbCategory(error), `${what}: ${text}`, { cause: error })
  return new RunError(categoryOf(text), `${what}: ${text}`, { cause: error })
}

/** Without an adb server, or one that talks sense, no phone can be reached. */
function adbCategory(error: AdbError): ErrorCategory {
  return error.kind === 'timeout' ? 'timeout' : 'device'
}

function textOf(error: unknown): string {
  const text =
    error instanceof Error
      ? `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}`
      : String(error)
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line
}
