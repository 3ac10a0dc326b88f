import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startProblem } from '../../src/cli/start-problem.ts'
import { SchemaTooNew } from '../../src/store/migrate.ts'

function withCode(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}

const CASES: [error: Error, exitCode: number, reason: string][] = [
  [
    new Error('data directory /d is in use', { cause: withCode('SQLITE_BUSY', 'database is locked') }),
    75,
    'data directory /d is in use: database is locked',
  ],
  [withCode('EADDRINUSE', 'listen EADDRINUSE'), 75, 'listen EADDRINUSE'],
  [new Error('cannot be made', { cause: withCode('EACCES', 'denied') }), 78, 'cannot be made: denied'],
  [new SchemaTooNew('schema 9 of 2'), 78, 'schema 9 of 2'],
  [withCode('SQLITE_CORRUPT', 'malformed'), 65, 'malformed'],
  [withCode('ENOSPC', 'no space\n  left'), 75, 'no space left'],
]

for (const [error, exitCode, reason] of CASES) {
  test(`"${reason}" ends the start with ${exitCode}`, () => {
    assert.deepEqual(startProblem(error), { exitCode, reason })
  })
}

test('what nobody has foreseen is left to be told with its stack', () => {
  assert.equal(startProblem(new TypeError('x is not a function')), null)
  assert.equal(startProblem('a text'), null)
})
