import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHECKS, judgeHistory } from './all-checks.ts'
import { goodHistory } from './good-history.ts'
import { LIES_ABOUT_PHONES } from './lies-about-phones.ts'
import { LIES_TO_CALLERS } from './lies-to-callers.ts'

const LIES = [...LIES_TO_CALLERS, ...LIES_ABOUT_PHONES]

test('an honest history passes every check', () => {
  const complaints = judgeHistory(goodHistory()).filter(({ violations }) => violations.length > 0)

  assert.deepEqual(complaints, [])
})

for (const { check, lie, spoil } of LIES) {
  test(`"${check}" finds that ${lie}`, () => {
    const history = structuredClone(goodHistory())

    spoil(history)

    assert.notDeepEqual(CHECKS[check](history), [])
  })
}

test('no check is without a lie that it finds', () => {
  const proven = new Set(LIES.map(({ check }) => check))

  const unproven = Object.keys(CHECKS).filter((name) => ![...proven].some((one) => one === name))

  assert.deepEqual(unproven, [])
})
