import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toldPauseMs } from '../../src/callbacks/retry-after.ts'

const NOW = new Date('2026-03-22T08:30:00.000Z')

const CASES: readonly (readonly [string | undefined, number | null])[] = [
  ['120', 120_000],
  [' 120 ', 120_000],
  ['0', null],
  ['21600', 21_600_000],
  ['21601', 21_600_000],
  ['9999999999', 21_600_000],
  ['99999999999999999999', 21_600_000],
  ['9'.repeat(1000), 21_600_000],
  ['Sun, 22 Mar 2026 08:32:00 GMT', 120_000],
  ['Sunday, 22-Mar-26 08:32:00 GMT', 120_000],
  ['Sun Mar 22 08:32:00 2026', 120_000],
  ['Sun, 22 Mar 2026 08:29:00 GMT', null],
  ['Tue, 22 Mar 2099 08:29:00 GMT', 21_600_000],
  ['-5', null],
  ['1.5', null],
  ['1e3', null],
  ['0x10', null],
  ['soon', null],
  ['Sun, 99 Foo 2026 99:99:99 GMT', null],
  ['2026-03-22T08:32:00Z', null],
  ['', null],
  [undefined, null],
  ['Sun, '.repeat(1000), null],
]

for (const [text, pauseMs] of CASES) {
  test(`Retry-After ${JSON.stringify(text?.slice(0, 40))} asks for ${pauseMs ?? 'nothing'}`, () => {
    assert.equal(toldPauseMs(text, NOW), pauseMs)
  })
}
