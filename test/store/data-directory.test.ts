import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { lockDataDirectory } from '../../src/store/data-directory.ts'

function temporaryDirectory(t: TestContext): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'phonefarm-lock-'))
  t.after(() => rmSync(directory, { recursive: true }))
  return path.join(directory, 'data')
}

/** Tries to lock in another process. @returns what it said */
function tryElsewhere(directory: string): string {
  const program = `
    import { lockDataDirectory } from '${new URL('../../src/store/data-directory.js', import.meta.url).href}'
    try { lockDataDirectory(process.argv[1]); console.log('locked') } catch (error) { console.log(error.message) }`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program, directory], {
    encoding: 'utf8',
    timeout: 5000,
  })
  return stdout.trim()
}

test('a second daemon is refused with one clear line while the first one lives', (t) => {
  const directory = temporaryDirectory(t)
  const lock = lockDataDirectory(directory)
  t.after(lock.release)
  const refused = `data directory ${directory} is in use by another phonefarm daemon`
  assert.equal(tryElsewhere(directory), refused)
  assert.throws(() => lockDataDirectory(directory), { message: refused })
})

test('the lock is free again when the process that held it is gone', (t) => {
  const directory = temporaryDirectory(t)
  assert.equal(tryElsewhere(directory), 'locked')
  const lock = lockDataDirectory(directory)
  lock.release()
  lock.release()
  assert.equal(tryElsewhere(directory), 'locked')
})

test('the directory is made for its owner alone', (t) => {
  const directory = temporaryDirectory(t)
  lockDataDirectory(directory).release()
  assert.equal(statSync(directory).mode & 0o777, 0o700)
})

test(
  'a place where nothing can be made is refused by its name and does not hang',
  { timeout: 10_000 },
  () => {
    // In a process of its own, which ends when it hangs.
    assert.equal(tryElsewhere('/proc/phonefarm/data'), 'data directory /proc/phonefarm/data cannot be made')
  },
)

test('a file in place of the directory is refused by its name', (t) => {
  const file = path.join(path.dirname(temporaryDirectory(t)), 'file')
  writeFileSync(file, '')
  assert.throws(() => lockDataDirectory(file), { message: `data directory ${file} cannot be made` })
})

test('a broken lock file is named', (t) => {
  const directory = temporaryDirectory(t)
  lockDataDirectory(directory).release()
  const file = path.join(directory, 'phonefarm.lock')
  writeFileSync(file, 'x'.repeat(4096))
  assert.throws(() => lockDataDirectory(directory), { message: `${file} cannot be locked` })
})
