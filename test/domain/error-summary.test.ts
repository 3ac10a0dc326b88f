import assert from 'node:assert/strict'
import { test } from 'node:test'
import { summarizeErrors } from '../../src/domain/error-summary.ts'
import type { ErrorSummary } from '../../src/domain/errors.ts'

const OFFLINE: ErrorSummary = { message: 'phone phone_01 is not online', category: 'device' }
const TAKEN: ErrorSummary = { message: "This username isn't available", category: 'input' }

const CASES: [name: string, errors: ErrorSummary[], summary: ErrorSummary | null][] = [
  ['no error is no summary', [], null],
  ['the only error stands as it is', [TAKEN], TAKEN],
  ['the same error of several items is told once', [OFFLINE, { ...OFFLINE }], OFFLINE],
  [
    'of different errors the first is told, and how many there are',
    [TAKEN, OFFLINE, OFFLINE],
    { message: "3 queue items failed, first: This username isn't available", category: 'input' },
  ],
]

for (const [name, errors, summary] of CASES) {
  test(name, () => {
    assert.deepEqual(summarizeErrors(errors), summary)
  })
}
