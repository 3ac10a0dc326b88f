import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalizeInstant } from '../../src/domain/instant.ts'

const CASES: [text: string, normalized: string | null][] = [
  ['2026-03-22T08:30:00.000Z', '2026-03-22T08:30:00.000Z'],
  ['2026-03-22T08:30:00Z', '2026-03-22T08:30:00.000Z'],
  ['2026-03-22T10:30:00+02:00', '2026-03-22T08:30:00.000Z'],
  ['2026-03-22T10:30:00+0200', '2026-03-22T08:30:00.000Z'],
  ['2026-03-21T23:30:00.5-09:00', '2026-03-22T08:30:00.500Z'],
  ['2026-03-22T08:30:00.123456789Z', '2026-03-22T08:30:00.123Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['2026-02-29T00:00:00Z', null],
  ['2026-02-30T00:00:00Z', null],
  ['2026-13-01T00:00:00Z', null],
  ['2026-00-01T00:00:00Z', null],
  ['2026-03-22T24:00:00Z', null],
  ['2026-03-22T23:59:60Z', null],
  ['2026-03-22T08:30:00', null],
  ['2026-03-22T08:30Z', null],
  ['2026-03-22', null],
  ['2026-03-22 08:30:00Z', null],
  ['2026-03-22T08:30:00+24:00', null],
  ['2026-03-22T08:30:00+02:60', null],
  ['9999-12-31T23:59:59-01:00', null],
  ['0000-01-01T00:00:00+01:00', null],
  ['+12026-03-22T08:30:00Z', null],
  ['yesterday', null],
  ['', null],
]

for (const [text, normalized] of CASES) {
  test(`${JSON.stringify(text)} is ${normalized ?? 'no instant'}`, () => {
    assert.equal(normalizeInstant(text), normalized)
  })
}
