import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

/** A program that breaks where nobody is watching. */
const SCRIPT = `
  import { pino } from '${import.meta.resolve('pino')}'
  import { endOnUncaught } from '${new URL('../../src/cli/end-on-uncaught.js', import.meta.url)}'
  endOnUncaught(pino(pino.destination({ dest: 1, sync: true })))
  setInterval(() => {}, 1000)
  const error = Object.assign(new Error('broken'), { code: process.argv[1] })
  void Promise.reject(error)`

const CASES: [what: string, code: string, exitCode: number][] = [
  ['a damaged page of the database', 'SQLITE_CORRUPT', 65],
  ['a disk that failed', 'SQLITE_IOERR_READ', 74],
  ['a bug', 'ENOENT', 1],
]

for (const [what, code, exitCode] of CASES) {
  test(`${what} that nobody caught ends the daemon with ${exitCode} and one line of the log`, () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', SCRIPT, code],
      { encoding: 'utf8', timeout: 30_000 },
    )

    assert.deepEqual([status, stderr], [exitCode, ''])
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      lines.map(({ msg, err }) => [msg, err.message]),
      [['daemon ends: an error that nobody caught', 'broken']],
    )
  })
}
