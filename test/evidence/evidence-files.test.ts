import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { evidencePlace } from './evidence-place.ts'

const TEXT = Buffer.from('what was seen')
const HASH = createHash('sha256').update(TEXT).digest('hex')

test('a file is named after its hash, for its owner alone, and is read back', async (t) => {
  const { root, files } = evidencePlace(t)

  const isNew = await files.write(HASH, TEXT)

  const file = path.join(root, HASH.slice(0, 2), HASH)
  assert.equal(isNew, true)
  assert.equal((statSync(file).mode & 0o777).toString(8), '600')
  assert.equal((statSync(path.dirname(file)).mode & 0o777).toString(8), '700')
  assert.deepEqual(await files.read(HASH), TEXT)
  assert.deepEqual(readdirSync(path.join(root, 'unfinished')), [])
})

test('the same bytes are stored once', async (t) => {
  const { files } = evidencePlace(t)

  await files.write(HASH, TEXT)

  assert.equal(await files.write(HASH, TEXT), false)
  assert.deepEqual(await files.list(HASH.slice(0, 2)), [HASH])
})

test('what an earlier life has not finished is removed by the next', async (t) => {
  const { root, files } = evidencePlace(t)
  writeFileSync(path.join(root, 'unfinished', '1'), 'half')

  files.prepare()

  assert.deepEqual(readdirSync(path.join(root, 'unfinished')), [])
})

test('a file that was changed or cut off is not given out', async (t) => {
  const { root, files } = evidencePlace(t)
  await files.write(HASH, TEXT)

  writeFileSync(path.join(root, HASH.slice(0, 2), HASH), 'what was se')

  assert.equal(await files.read(HASH), null)
})

test('a link in the place of a file, or of its folder, is not followed', async (t) => {
  const { directory, root, files } = evidencePlace(t)
  const folder = path.join(root, HASH.slice(0, 2))
  const outside = path.join(directory, 'outside')
  mkdirSync(outside)
  writeFileSync(path.join(outside, HASH), TEXT)

  mkdirSync(folder)
  symlinkSync(path.join(outside, HASH), path.join(folder, HASH))
  assert.equal(await files.read(HASH), null)

  renameSync(folder, path.join(directory, 'moved'))
  symlinkSync(outside, folder)
  assert.equal(await files.read(HASH), null)
})

for (const name of ['', '..', '../../etc/passwd', `${HASH}/..`, `${HASH}\0`, HASH.toUpperCase(), 'CON']) {
  test(`${JSON.stringify(name)} is no hash and is never made a path of`, async (t) => {
    const { files } = evidencePlace(t)

    await assert.rejects(files.read(name), /not a hash/)
  })
}
