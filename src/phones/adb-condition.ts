import type { PhoneCondition } from '../domain/phone-state.ts'

/** What adb says of a phone that is not `device`, and who can do something about it. */
const WORDS = new Map<string, { reason: string; next: string }>([
  ['offline', { reason: 'adb lists it as offline', next: 'it is connected anew' }],
  ['authorizing', { reason: 'it is still authorizing', next: 'work goes on when that is done' }],
  ['connecting', { reason: 'it is still connecting', next: 'work goes on when that is done' }],
  [
    'no permissions',
    { reason: 'this user may not open its USB device', next: 'a person installs the udev rule' },
  ],
  ['recovery', { reason: 'it is in recovery mode', next: 'a person restarts it' }],
  [
    'clone',
    {
      reason: 'another phone that is connected or registered has the same hardware serial',
      next: 'a person disconnects one of them, or removes one from the registry',
    },
  ],
  [
    'stranger',
    {
      reason: 'a phone with another hardware serial answers at its address',
      next: 'a person registers the address that it has now',
    },
  ],
  ['sideload', { reason: 'it is in sideload mode', next: 'a person restarts it' }],
  ['bootloader', { reason: 'it is in its bootloader', next: 'a person restarts it' }],
])

/** What adb's word means for a phone; null for `device`, which alone does not mean that the phone answers. */
export function adbCondition(serial: string, word: string): PhoneCondition | null {
  if (word === 'device') return null
  if (word === 'unauthorized') {
    const reason = 'USB debugging is not allowed on its screen yet'
    return { state: 'unauthorized', reason, next: 'a person taps "Allow" on the phone' }
  }
  if (word === 'absent') {
    const next = 'work goes on when it is connected again'
    return { state: 'offline', reason: `adb does not list ${serial}`, next }
  }
  const known = WORDS.get(word)
  return {
    state: 'offline',
    reason: known?.reason ?? `adb lists it as ${word}`,
    next: known?.next ?? 'work goes on when it is connected again',
  }
}
