import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bugNamed, BUG_NAMES } from './seeded-bugs.ts'

// The hunts themselves take minutes each: `scripts/soak --bugs`.
test('a bug that nobody knows is refused', () => {
  assert.equal(BUG_NAMES.length, 7)
  assert.throws(() => bugNamed('no_such_bug'), /no seeded bug no_such_bug; there are split_completion, /)
})
