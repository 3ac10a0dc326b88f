import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ErrorCategory } from '../../src/domain/errors.ts'
import {
  capabilityOf,
  countedRun,
  missingRuns,
  turnOf,
  type CountedRun,
  type RunOutcome,
  type Turn,
  type VerificationStatus,
} from '../../src/domain/verification.ts'

const LETTERS: Record<string, RunOutcome> = { c: 'completed', d: 'drifted', f: 'failed' }
const MESSAGES = {
  completed: null,
  drifted: 'open_search, tab_home',
  failed: 'expected the element open_search',
} as const

/** Runs as letters, oldest first, as people write them; the rule takes them newest first. */
function runs(letters: string): CountedRun[] {
  return letters
    .split('')
    .map((letter) => LETTERS[letter] ?? 'failed')
    .map((outcome) => ({ outcome, message: MESSAGES[outcome] }))
    .toReversed()
}

const earned = (reason: string): Turn => ({ status: 'verified', reason, runs: 3 })
const THREE = '3 runs in a row completed with every effect proven'
const lost = (reason: string, of: number): Turn => ({ status: 'withdrawn', reason, runs: of })
const FAILED = 'ended as app_changed: expected the element open_search'
const DRIFTED = '3 runs in a row found elements only by later candidates: open_search, tab_home'

const TURNS: [from: VerificationStatus, letters: string, turn: Turn | null][] = [
  ['unverified', '', null],
  ['unverified', 'cc', null],
  ['unverified', 'ccc', earned(THREE)],
  ['unverified', 'ccfc', null],
  ['unverified', 'ccfccc', earned(THREE)],
  ['unverified', 'ccdc', null],
  ['unverified', 'ddd', null],
  ['unverified', 'fff', null],
  ['withdrawn', 'cc', null],
  ['withdrawn', 'ddd', null],
  ['withdrawn', 'ccc', earned(THREE)],
  ['verified', '', null],
  ['verified', 'ccccc', null],
  ['verified', 'f', null],
  ['verified', 'ff', lost(`2 of the last 2 runs ${FAILED}`, 2)],
  ['verified', 'fcccf', lost(`2 of the last 5 runs ${FAILED}`, 5)],
  ['verified', 'fccccf', null],
  ['verified', 'dd', null],
  ['verified', 'ddcdd', null],
  ['verified', 'cddd', lost(DRIFTED, 3)],
  ['verified', 'fdf', lost(`2 of the last 3 runs ${FAILED}`, 3)],
]

for (const [from, letters, turn] of TURNS) {
  test(`what is ${from} and then ran ${letters || 'nothing'} becomes ${turn?.status ?? 'nothing else'}`, () => {
    assert.deepEqual(turnOf(from, runs(letters), 3), turn)
  })
}

test('one run is enough where the operator says so', () => {
  assert.deepEqual(turnOf('unverified', runs('fc'), 1), {
    status: 'verified',
    reason: '1 run completed with every effect proven',
    runs: 1,
  })
})

const MISSING: [letters: string, missing: number][] = [
  ['', 3],
  ['cc', 1],
  ['ccf', 3],
  ['fcc', 1],
  ['cccc', 0],
]

for (const [letters, missing] of MISSING) {
  test(`after ${letters || 'no run'}, ${missing} of 3 runs in a row are missing`, () => {
    assert.equal(missingRuns(runs(letters), 3), missing)
  })
}

const COUNTS_NEITHER_WAY: ErrorCategory[] = [
  'input',
  'cancelled',
  'device',
  'session',
  'account_action_needed',
  'account_mismatch',
  'reasoner',
  'timeout',
  'interrupted',
  'internal',
]

for (const category of COUNTS_NEITHER_WAY) {
  test(`a failure of the category ${category} says nothing about a pack`, () => {
    assert.equal(countedRun({ kind: 'failed', error: { category, message: 'this went wrong' } }), null)
  })
}

test('an app that is not as its pack says counts against it', () => {
  const error = { category: 'app_changed', message: 'expected the element open_search' } as const
  assert.deepEqual(countedRun({ kind: 'failed', error }), {
    outcome: 'failed',
    message: 'expected the element open_search',
  })
})

const COMPLETED: CountedRun = { outcome: 'completed', message: null }
const RESULTS: [what: string, result: Record<string, unknown>, counts: CountedRun | null][] = [
  ['a warmup that saw videos', { videos_seen: 3, videos_watched: 0 }, COMPLETED],
  ['a warmup without results', { videos_seen: 0, videos_watched: 0 }, null],
  ['an edit that changed a field', { fields: { bio: { changed: true, verified: true } } }, COMPLETED],
  ['an edit that found everything as wanted', { fields: { bio: { changed: false, verified: true } } }, null],
  ['a result without anything', {}, null],
  [
    'a warmup that found elements by later candidates',
    { videos_seen: 2, drift: [{ element: 'open_search', candidate: 1, times: 3 }] },
    { outcome: 'drifted', message: 'open_search' },
  ],
]

for (const [what, result, counts] of RESULTS) {
  test(`${what} counts as ${counts?.outcome ?? 'nothing'}`, () => {
    assert.deepEqual(countedRun({ kind: 'done', result }), counts)
  })
}

test('an edit of a profile is work of maintenance', () => {
  assert.equal(capabilityOf('edit_profile'), 'maintenance')
})
