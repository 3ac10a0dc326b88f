import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Action } from '../../src/domain/action.ts'
import type { DefaultedInput } from '../../src/domain/warmup-inputs.ts'
import { leftOutInputs, withSnapshotDefaults } from '../../src/domain/snapshot-defaults.ts'
import { EDIT } from '../support/farm.ts'

const ALL = leavingOut('watch_seconds', 'max_minutes')

/** A warmup whose caller left these out. */
function leavingOut(...left_out: DefaultedInput[]): Action {
  const inputs = {
    keywords: ['meal prep'],
    videos_per_keyword: 2,
    watch_seconds: { min: 5, max: 20 },
    max_minutes: 30,
  }
  return { name: 'keyword_warmup', inputs, left_out }
}

const LEFT_OUT: [name: string, body: unknown, names: string[]][] = [
  ['everything', { inputs: { keywords: ['a'] } }, ['watch_seconds', 'max_minutes']],
  ['the length', { inputs: { watch_seconds: { min: 1, max: 2 } } }, ['max_minutes']],
  ['nothing', { inputs: { watch_seconds: { min: 5, max: 20 }, max_minutes: 30 } }, []],
]

for (const [name, body, names] of LEFT_OUT) {
  test(`a caller who left out ${name} is remembered so`, () => {
    assert.deepEqual(leftOutInputs(body), names)
  })
}

test('what the caller left out is the snapshot’s, what he sent is his', () => {
  const personality = { watch_seconds: { min: 2, max: 8 }, max_minutes: 12 }

  const paced = withSnapshotDefaults(leavingOut('watch_seconds'), personality)

  assert.deepEqual(paced.fromSnapshot, ['watch_seconds'])
  assert.ok(paced.action.name === 'keyword_warmup')
  assert.deepEqual(paced.action.inputs.watch_seconds, { min: 2, max: 8 })
  assert.equal(paced.action.inputs.max_minutes, 30)
})

const KEPT: [name: string, personality: Record<string, unknown> | null][] = [
  ['no snapshot', null],
  ['a personality that says nothing of it', { interests: ['meal prep'] }],
  ['one that says null', { watch_seconds: null, max_minutes: null }],
]

for (const [name, personality] of KEPT) {
  test(`with ${name} the contract's defaults stay, and nothing is wrong`, () => {
    assert.deepEqual(withSnapshotDefaults(ALL, personality), { action: ALL, fromSnapshot: [], ignored: [] })
  })
}

const WRONG: unknown[] = [
  { min: 8, max: 2 },
  { min: 0, max: 601 },
  { min: -1, max: 5 },
  { min: 5 },
  { min: 1, max: 2, mean: 1.5 },
  { min: '1', max: '2' },
  [1, 2],
  12,
  'slow',
]

for (const watch_seconds of WRONG) {
  test(`watch_seconds of ${JSON.stringify(watch_seconds)} in a personality are passed over`, () => {
    const { action, fromSnapshot, ignored } = withSnapshotDefaults(ALL, { watch_seconds, max_minutes: 12 })

    assert.deepEqual([fromSnapshot, ignored], [['max_minutes'], ['watch_seconds']])
    assert.ok(action.name === 'keyword_warmup')
    assert.deepEqual(action.inputs.watch_seconds, { min: 5, max: 20 })
  })
}

for (const max_minutes of [0, 241, 1.5, '30', {}]) {
  test(`max_minutes of ${JSON.stringify(max_minutes)} in a personality are passed over`, () => {
    assert.deepEqual(withSnapshotDefaults(ALL, { max_minutes }).ignored, ['max_minutes'])
  })
}

test('an edit has no defaults', () => {
  assert.equal(withSnapshotDefaults(EDIT, { max_minutes: 12 }).action, EDIT)
})
