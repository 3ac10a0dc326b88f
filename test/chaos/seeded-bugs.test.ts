import assert from 'node:assert/strict'
import { test } from 'node:test'
import { huntBug } from './find-bugs.ts'
import { bugNamed, BUG_NAMES } from './seeded-bugs.ts'

/** What is found fastest; `scripts/soak --bugs` hunts all of them. */
const CHEAP = ['duplicate_race'] as const

for (const bug of CHEAP) {
  test(`the checker finds the seeded bug ${bug}`, async (t) => {
    const { shown, kills } = await huntBug(bug, { seed: 1, round: 8, mostKills: 40 })

    t.diagnostic(`${kills} kills: ${shown}`)
    assert.notEqual(shown, null)
  })
}

test('a bug that nobody knows is refused', () => {
  assert.equal(BUG_NAMES.length, 7)
  assert.throws(() => bugNamed('no_such_bug'), /no seeded bug no_such_bug; there are split_completion, /)
})
