import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../src/config.ts'

const RATES: readonly (readonly [string, { per_second: number; burst: number } | null])[] = [
  ['', { per_second: 200, burst: 1000 }],
  ['10/50', { per_second: 10, burst: 50 }],
  ['1/1', { per_second: 1, burst: 1 }],
  ['1000000/1000000', { per_second: 1_000_000, burst: 1_000_000 }],
  ['0', null],
]

for (const [text, rate] of RATES) {
  test(`PHONEFARM_RATE=${text} is ${rate === null ? 'no limit' : `${rate.per_second} a second, ${rate.burst} at once`}`, () => {
    assert.deepEqual(loadConfig({ PHONEFARM_RATE: text }).config.rate, rate)
  })
}

for (const text of [
  '10',
  '10/',
  '/50',
  '0/0',
  '10/0',
  '0/10',
  '-1/5',
  '1.5/5',
  '10/50/2',
  '1000001/1',
  'none',
  '１/１',
]) {
  test(`PHONEFARM_RATE=${text} is wrong and named`, () => {
    assert.throws(() => loadConfig({ PHONEFARM_RATE: text }), {
      message:
        'configuration: PHONEFARM_RATE must be two whole numbers up to 1000000, requests a second and at once, such as 200/1000, or 0 for no limit',
    })
  })
}
