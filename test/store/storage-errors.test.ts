import assert from 'node:assert/strict'
import { test } from 'node:test'
import Sqlite from 'better-sqlite3'
import { isCorruption, isDiskFull, isIoError } from '../../src/store/storage-errors.ts'

type Meaning = 'full' | 'io' | 'corrupt' | 'other'

function meaningOf(error: unknown): Meaning[] {
  const meanings: [Meaning, boolean][] = [
    ['full', isDiskFull(error)],
    ['io', isIoError(error)],
    ['corrupt', isCorruption(error)],
  ]
  return meanings.filter(([, is]) => is).map(([meaning]) => meaning)
}

const CODES: [code: string, meaning: Meaning[]][] = [
  ['SQLITE_FULL', ['full']],
  ['SQLITE_IOERR_SHMSIZE', ['full']],
  ['ENOSPC', ['full']],
  ['EDQUOT', ['full']],
  ['SQLITE_IOERR', ['io']],
  ['SQLITE_IOERR_FSYNC', ['io']],
  ['SQLITE_IOERR_WRITE', ['io']],
  ['EIO', ['io']],
  ['SQLITE_CORRUPT', ['corrupt']],
  ['SQLITE_CORRUPT_INDEX', ['corrupt']],
  ['SQLITE_NOTADB', ['corrupt']],
  ['SQLITE_BUSY', []],
  ['SQLITE_CONSTRAINT_UNIQUE', []],
]

for (const [code, meaning] of CODES) {
  test(`${code} means ${meaning.join() || 'nothing for the disk'}, also as the cause of another error`, () => {
    const error = new Sqlite.SqliteError('no', code)
    assert.deepEqual(meaningOf(error), meaning)
    assert.deepEqual(meaningOf(new Error('outer', { cause: error })), meaning)
  })
}

test('what is no error means nothing', () => {
  assert.deepEqual(meaningOf('SQLITE_FULL'), [])
})
