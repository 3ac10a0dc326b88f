import type { AdbClient } from './adb-client.ts'

/** The lock screen; null is what the phone does not tell. */
export interface Keyguard {
  showing: boolean | null
  /** It asks for a PIN, pattern or password: nobody but a person opens it. */
  secure: boolean | null
}

/**
 * Reads the lock screen of a phone.
 * @throws AdbError, the signal's reason when it aborts
 */
export async function readKeyguard(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<Keyguard> {
  const { stdout } = await adb.shell(serial, 'dumpsys window policy', signal)
  return parseKeyguard(stdout)
}

/** Parses the block `KeyguardServiceDelegate` of `dumpsys window policy` (source: fidelity 7.4). */
export function parseKeyguard(text: string): Keyguard {
  const start = text.indexOf('KeyguardServiceDelegate')
  const block = start === -1 ? '' : text.slice(start)
  const flag = (name: string, of: string) => {
    const [, value] = new RegExp(`\\b${name}=(true|false)`).exec(of) ?? []
    return value === undefined ? null : value === 'true'
  }
  const showing =
    flag('showing', block) ?? flag('mDreamingLockscreen', text) ?? flag('mShowingLockscreen', text)
  return { showing, secure: flag('secure', block) }
}

/**
 * Parses `dumpsys trust` for the first user: true while only a PIN opens the phone, false when a swipe does or something trusted (a watch, a
 * place) keeps it open; null when the phone does not tell.
 */
export function parseDeviceLocked(text: string): boolean | null {
  const [, locked] = /\(id=0,[^\n]*\bdeviceLocked=([01])/.exec(text) ?? []
  return locked === undefined ? null : locked === '1'
}

/** Parses `dumpsys user`: true when the first user has not been unlocked since the phone started. */
export function isUserLocked(text: string): boolean {
  const [, first = ''] = /UserInfo\{0:(.*?)(?:UserInfo\{|$)/s.exec(text) ?? []
  return /State: (?:RUNNING|START)_LOCKED\b/.test(first) || /State: BOOTING\b/.test(first)
}
