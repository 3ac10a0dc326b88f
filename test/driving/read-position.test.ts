import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPosition } from '../../src/driving/read-position.ts'

const CASES = [
  { said: '7.5', position: 7.5 },
  { said: '7,5', position: 7.5 },
  { said: '0:07', position: 7 },
  { said: '1:02:03', position: 3723 },
  { said: '٠:٠٧', position: 7 },
  { said: '١٢٫٥', position: 12.5 },
  { said: '०१:३०', position: 90 },
  { said: '𝟗', position: 9 },
  { said: ' 12 ', position: 12 },
  { said: '', position: null },
  { said: '1:2', position: null },
  { said: '-3', position: null },
  { said: '7 / 30', position: null },
  { said: 'live', position: null },
]

for (const { said, position } of CASES) {
  test(`a position written "${said}" is ${String(position)}`, () => {
    assert.equal(readPosition(said), position)
  })
}
