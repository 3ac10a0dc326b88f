import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { createReserveFile } from '../../src/store/reserve-file.ts'

const BYTES = 3_000_000

function place(t: TestContext): { directory: string; file: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'phonefarm-reserve-'))
  t.after(() => rmSync(directory, { recursive: true }))
  return { directory, file: path.join(directory, 'reserve') }
}

test('the reserve occupies real blocks, is kept when it is there, and goes when it is released', async (t) => {
  const { directory, file } = place(t)
  const reserve = createReserveFile(directory, BYTES)

  assert.equal(await reserve.make(), true)
  const made = statSync(file)
  assert.equal(made.size, BYTES)
  assert.ok(made.blocks * 512 >= BYTES)
  assert.equal(made.mode & 0o777, 0o600)
  assert.equal(await reserve.make(), true)
  assert.equal(statSync(file).ino, made.ino)

  reserve.release()
  reserve.release()
  assert.deepEqual(readdirSync(directory), [])
})

test('a reserve that has holes or is too short is made anew', async (t) => {
  const { directory, file } = place(t)
  const reserve = createReserveFile(directory, BYTES)
  for (const spoil of [() => writeFileSync(file, 'short'), () => truncateSync(file, 0)]) {
    spoil()
    truncateSync(file, BYTES) // a hole up to the full length
    assert.equal(await reserve.make(), true)
    assert.ok(statSync(file).blocks * 512 >= BYTES)
  }
})

test('without room there is no reserve and nothing is left behind', async (t) => {
  const { directory } = place(t)
  const reserve = createReserveFile(directory, Number.MAX_SAFE_INTEGER)
  assert.equal(await reserve.make(), false)
  assert.deepEqual(readdirSync(directory), [])
})

test('a place that cannot be written to is named', async (t) => {
  const { directory, file } = place(t)
  const reserve = createReserveFile(path.join(directory, 'gone'), BYTES)
  await assert.rejects(reserve.make())
  assert.equal(statSync(file, { throwIfNoEntry: false }), undefined)
})
