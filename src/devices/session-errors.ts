import { RunError } from '../domain/errors.ts'
import type { RecoveryRung } from '../domain/recovery.ts'
import { AdbError } from './adb-protocol.ts'
import { ERROR_MEANINGS, type DeviceErrorCategory } from './error-patterns.ts'

/** What a device error's text means. */
export interface Classified {
  category: DeviceErrorCategory
  /** What to try first on the phone. */
  rung: RecoveryRung
  /** Whether anybody has seen such a text before. */
  matched: boolean
}

/** Longer error texts (Appium adds whole stack traces) are cut for the record. */
const LONGEST_TEXT = 500

/** A new session is the cheapest cure that helps most. */
const UNKNOWN = { category: 'session', rung: 'reopen_session', matched: false } as const

/**
 * What an error of adb, Appium, its driver, the phone or WebdriverIO means. Nearly everything arrives as W3C "unknown error" (source:
 * virtual-phone 7), so the words decide.
 */
export function classify(text: string): Classified {
  const known = ERROR_MEANINGS.find(({ words }) => words.some((pattern) => pattern.test(text)))
  return known === undefined ? UNKNOWN : { category: known.category, rung: known.rung, matched: true }
}

/** The category alone. */
export function categoryOf(text: string): DeviceErrorCategory {
  return classify(text).category
}

/** What helps a phone that adb lists in this state (`absent` when it does not list it); `reopen_session` for one that is online. */
export function rungOfState(state: string): RecoveryRung {
  if (state === 'device') return 'reopen_session'
  // Only a person can tap Allow, or write a udev rule.
  return state === 'unauthorized' || state === 'no permissions' ? 'quarantine' : 'adb_reconnect'
}

/**
 * Turns whatever adb, Appium or WebdriverIO threw into a RunError; one that is a RunError already stays as it is.
 * @param onUnknown told the text when nobody knows what it means
 */
export function toRunError(error: unknown, what: string, onUnknown?: (text: string) => void): RunError {
  if (error instanceof RunError) return error
  const text = textOf(error)
  const known = error instanceof AdbError ? classifyAdb(error) : classify(text)
  if (!known.matched) onUnknown?.(text)
  return new RunError(known.category, `${what}: ${onOneLine(text)}`, { cause: error, rung: known.rung })
}

/** Without an adb server, or one that talks sense, no phone can be reached, and none is to blame. */
function classifyAdb({ kind, message }: AdbError): Classified {
  if (kind === 'timeout') return { category: 'timeout', rung: 'adb_reconnect', matched: true }
  if (kind !== 'refused') return { category: 'device', rung: 'none', matched: true }
  const { rung, matched } = classify(message)
  return { category: 'device', rung: matched ? rung : 'adb_reconnect', matched }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}`
}

function onOneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line
}
