import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createChance } from './chance.ts'

const draw = (seed: number, branch: string) => {
  const chance = createChance(seed).branch(branch)
  return Array.from({ length: 5 }, () => chance.whole(0, 999))
}

test('the same seed makes the same choices', () => {
  assert.deepEqual(draw(7, 'load'), draw(7, 'load'))
})

test('another seed or another part makes others', () => {
  assert.notDeepEqual(draw(7, 'load'), draw(8, 'load'))
  assert.notDeepEqual(draw(7, 'load'), draw(7, 'kills'))
})

test('what has ten times the weight is picked about ten times as often', () => {
  const chance = createChance(1)
  const picked = Array.from({ length: 1100 }, () => chance.weighted({ often: 10, seldom: 1 }))

  const seldom = picked.filter((name) => name === 'seldom').length
  assert.ok(seldom > 60 && seldom < 140, String(seldom))
})
