import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  isInBudget,
  pauseBeforeMs,
  planLadder,
  seedOf,
  type LadderFacts,
  type PastRung,
} from '../../src/domain/recovery-plan.ts'
import { seededRandom } from '../../src/domain/random.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NOW_MS = 1_000 * HOUR_MS
/** Seeds with which a ladder trusts experience, and with which it explores. */
const TRUSTING = 1
const EXPLORING = [...Array(100).keys()].find((seed) => seededRandom(seed)() < 1 / 8) ?? 0

/** Tries of one rung, the first `agoMs` ago. */
function tries(count: number, rung: string, outcome: string, agoMs = 24 * HOUR_MS): PastRung[] {
  return Array.from({ length: count }, (_, index) => ({
    symptom: 'session_fault',
    rung,
    outcome,
    beganMs: NOW_MS - agoMs + index,
  }))
}

const plan = (facts: Partial<LadderFacts>) =>
  planLadder({ symptom: 'session_fault', past: [], nowMs: NOW_MS, seed: TRUSTING, ...facts })

test('a phone without history climbs every rung from the lowest', () => {
  assert.deepEqual(plan({}), [
    'reopen_session',
    'restart_server',
    'reinstall_server',
    'adb_reconnect',
    'reforward',
    'usb_reset',
    'reboot',
  ])
})

const FIRST_RUNGS = [
  ['session_fault', 'reopen_session'],
  ['device_fault', 'reopen_session'],
  ['adb_offline', 'adb_reconnect'],
  ['not_answering', 'adb_reconnect'],
  ['boot_hangs', 'reboot'],
  ['screen_unreadable', 'restart_server'],
] as const
for (const [symptom, rung] of FIRST_RUNGS) {
  test(`${symptom} begins with ${rung}`, () => {
    assert.equal(plan({ symptom })[0], rung)
  })
}

test('a ladder begins where the words of the fault ask for it', () => {
  assert.deepEqual(plan({ hint: 'adb_reconnect' }), ['adb_reconnect', 'reforward', 'usb_reset', 'reboot'])
})

test('a hint that is no rung of the ladder changes nothing', () => {
  assert.equal(plan({ symptom: 'adb_offline', hint: 'reinstall_server' })[0], 'adb_reconnect')
})

test('a rung that never helped this phone with this symptom is skipped', () => {
  const past = tries(3, 'reopen_session', 'did_not_help')

  assert.equal(plan({ past })[0], 'restart_server')
})

test('what never helped with another symptom says nothing', () => {
  const past = tries(3, 'adb_reconnect', 'did_not_help')

  assert.equal(plan({ symptom: 'adb_offline', past })[0], 'adb_reconnect')
})

test('a rung that helps too seldom for the time that it takes is skipped', () => {
  const past = [
    ...tries(1, 'reinstall_server', 'helped'),
    ...tries(30, 'reinstall_server', 'did_not_help'),
    ...tries(30, 'adb_reconnect', 'helped'),
  ]

  assert.ok(!plan({ past }).includes('reinstall_server'))
})

test('now and then a ladder explores what experience would skip', () => {
  const past = tries(3, 'reopen_session', 'did_not_help')

  assert.equal(plan({ past, seed: EXPLORING })[0], 'reopen_session')
})

test('the same seed plans the same', () => {
  const past = tries(3, 'reopen_session', 'did_not_help')

  assert.deepEqual(plan({ past, seed: 7 }), plan({ past, seed: 7 }))
})

test('a rung whose help did not last twice within minutes is passed over', () => {
  const past = tries(2, 'reopen_session', 'helped', 5 * MINUTE_MS)

  assert.equal(plan({ past })[0], 'restart_server')
})

test('a rung that helped twice today, but not within minutes, is tried again', () => {
  const past = tries(2, 'reopen_session', 'helped', 3 * HOUR_MS)

  assert.equal(plan({ past })[0], 'reopen_session')
})

test('a rung that has failed too often within the hour is not tried again before the hour is over', () => {
  const past = tries(2, 'reboot', 'did_not_help', 50 * MINUTE_MS)

  assert.equal(isInBudget('reboot', past, NOW_MS), false)
  assert.equal(isInBudget('reboot', past, NOW_MS + 11 * MINUTE_MS), true)
})

test('restarts that help are limited too', () => {
  assert.equal(isInBudget('reboot', tries(4, 'reboot', 'helped', 50 * MINUTE_MS), NOW_MS), false)
})

test('a rung at which the daemon died counts as one that failed', () => {
  assert.equal(isInBudget('reboot', tries(2, 'reboot', 'interrupted', 5 * MINUTE_MS), NOW_MS), false)
})

test('a rung that could not be tried uses up nothing', () => {
  assert.equal(isInBudget('usb_reset', tries(50, 'usb_reset', 'not_possible', MINUTE_MS), NOW_MS), true)
})

test('nothing is planned when every budget is used up', () => {
  const past = [
    ...tries(6, 'adb_reconnect', 'did_not_help', 30 * MINUTE_MS),
    ...tries(3, 'usb_reset', 'did_not_help', 30 * MINUTE_MS),
    ...tries(2, 'reboot', 'did_not_help', 30 * MINUTE_MS),
  ]

  assert.deepEqual(plan({ symptom: 'adb_offline', past, seed: EXPLORING }), [])
})

test('pauses between rungs grow from one second to half a minute, with jitter', () => {
  const pauses = [0, 1, 2, 3, 9].map((index) => pauseBeforeMs(index, () => 0.5))

  assert.deepEqual(pauses, [0, 1000, 2000, 4000, 30_000])
  assert.deepEqual([pauseBeforeMs(1, () => 0), pauseBeforeMs(1, () => 0.999_999)], [800, 1200])
})

test('seeds of different phones differ', () => {
  assert.notEqual(seedOf('phone_01 0'), seedOf('phone_02 0'))
})
