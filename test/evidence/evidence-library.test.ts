import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { EvidenceFiles } from '../../src/evidence/evidence-files.ts'
import { LEAST_FREE_BYTES } from '../../src/evidence/evidence-library.ts'
import { evidencePlace, pieceOf } from './evidence-place.ts'

/** A text of so many blocks of the disk, all of one letter. */
const blocks = (count: number, letter: string) => Buffer.from(letter.repeat(count * 4096))

test('a piece is listed with its hash and given out by it', async (t) => {
  const { library, listed } = evidencePlace(t)

  await library.keep(pieceOf({ detail: { moment: 'failure' } }), Buffer.from('line\n'))

  const [row] = listed()
  assert.equal(row?.sha256, 'c73b73af8851e9e91bc6b4dc12e7dace0a2bfb931c1d0b8b36ef367319f58cd1')
  assert.deepEqual([row?.bytes, row?.detail, row?.missing], [5, '{"moment":"failure"}', null])
  assert.equal((await library.read(row?.sha256 ?? ''))?.toString(), 'line\n')
})

test('two pieces with the same bytes take room once, and the bytes stay until both are gone', async (t) => {
  const { library, listed } = evidencePlace(t)
  await library.keep(pieceOf(), blocks(1, 'a'))
  await library.keep(pieceOf({ attempt: 2 }), blocks(1, 'a'))
  const [first, second] = listed()
  assert.ok(first?.sha256 && second?.sha256)

  assert.equal(library.usedBytes(), 4096)
  await library.forget([{ ...first, sha256: first.sha256 }])
  assert.equal((await library.read(second.sha256))?.length, 4096)
  await library.forget([{ ...second, sha256: second.sha256 }])

  assert.equal(library.usedBytes(), 0)
  assert.deepEqual(listed(), [])
})

test('the oldest pieces make room for new ones within the quota', async (t) => {
  const { library, listed } = evidencePlace(t, { quotaBytes: 3 * 4096 })

  for (const [index, letter] of ['a', 'b', 'c', 'd'].entries()) {
    const at = `2026-03-22T08:2${index}:00.000Z`
    await library.keep(pieceOf({ name: letter, at }), blocks(1, letter))
  }

  assert.ok(library.usedBytes() <= 3 * 4096)
  assert.equal(listed().find(({ name }) => name === 'a')?.missing, 'pruned')
  assert.equal(listed().find(({ name }) => name === 'd')?.missing, null)
})

test('a piece that is larger than the whole quota is listed as having no room, and nothing is pruned for it', async (t) => {
  const { library, listed } = evidencePlace(t, { quotaBytes: 2 * 4096 })
  await library.keep(pieceOf(), blocks(1, 'a'))

  await library.keep(pieceOf({ name: 'large' }), blocks(3, 'b'))

  assert.deepEqual(
    listed().map(({ name, missing }) => [name, missing]),
    [
      ['001-logcat.txt', null],
      ['large', 'no_room'],
    ],
  )
})

test('evidence stops while the disk still has room for work', async (t) => {
  let free = LEAST_FREE_BYTES - 1
  const { library, listed } = evidencePlace(t, { freeBytes: () => free })

  await library.keep(pieceOf(), blocks(1, 'a'))
  free = LEAST_FREE_BYTES
  await library.keep(pieceOf(), blocks(1, 'b'))

  assert.deepEqual(
    listed().map(({ missing }) => missing),
    ['no_room', null],
  )
  assert.equal(JSON.parse(listed()[0]?.detail ?? '{}').why, 'the disk of the data directory is nearly full')
})

for (const [code, missing] of [
  ['ENOSPC', 'no_room'],
  ['EIO', 'failed'],
] as const) {
  test(`a write that fails with ${code} is listed as ${missing}`, async (t) => {
    const place = evidencePlace(t)
    const files: EvidenceFiles = {
      ...place.files,
      write: () => Promise.reject(Object.assign(new Error(`${code}: write`), { code })),
    }
    const { library, listed } = evidencePlace(t, { files })

    await library.keep(pieceOf(), blocks(1, 'a'))

    assert.deepEqual([listed()[0]?.missing, listed()[0]?.sha256], [missing, null])
    assert.equal(library.usedBytes(), 0)
  })
}

test('a file that somebody has removed is told as lost from then on', async (t) => {
  const { root, library, listed } = evidencePlace(t)
  await library.keep(pieceOf(), blocks(1, 'a'))
  const sha256 = listed()[0]?.sha256 ?? ''

  rmSync(path.join(root, sha256.slice(0, 2)), { recursive: true })

  assert.equal(await library.read(sha256), null)
  assert.equal(listed()[0]?.missing, 'lost')
  assert.equal(library.usedBytes(), 0)
})

test('a piece that cannot be listed leaves no file behind', async (t) => {
  const place = evidencePlace(t)
  const store = { read: place.store.read, write: () => Promise.reject(new Error('the disk is full')) }
  const { library, files } = evidencePlace(t, { store })

  await library.keep(pieceOf(), blocks(1, 'a'))

  assert.equal(await files.read('c93eee2d0db02f10acc7460d9576e122dcf8cd53c4bf8dfcae1b3e74ebcfff5a'), null)
  assert.equal(library.usedBytes(), 0)
})

test('a piece that comes while its last other one goes is not left without its file', async (t) => {
  const { library, listed } = evidencePlace(t)
  await library.keep(pieceOf({ name: 'old' }), blocks(1, 'a'))
  const [old] = listed()
  assert.ok(old?.sha256)

  await Promise.all([
    library.forget([{ ...old, sha256: old.sha256 }]),
    library.keep(pieceOf({ name: 'new' }), blocks(1, 'a')),
  ])

  const fresh = listed().find(({ name }) => name === 'new')
  assert.equal((await library.read(fresh?.sha256 ?? ''))?.length, 4096)
})

test('pieces that come at the same moment do not take the same room', async (t) => {
  const { library, listed } = evidencePlace(t, { quotaBytes: 4 * 4096 })
  let most = 0

  await Promise.all(
    Array.from('abcdefghij', async (letter) => {
      await library.keep(pieceOf({ name: letter }), blocks(1, letter))
      most = Math.max(most, library.usedBytes())
    }),
  )

  assert.ok(most <= 4 * 4096, `${most}`)
  assert.equal(
    listed().some(({ missing }) => missing === 'no_room'),
    false,
  )
})

test('when somebody has removed the files, their room is free again', async (t) => {
  const { root, library, listed } = evidencePlace(t, { quotaBytes: 3 * 4096 })
  for (const letter of 'abc') await library.keep(pieceOf({ name: letter }), blocks(1, letter))
  for (const { sha256 } of listed()) rmSync(path.join(root, (sha256 ?? '').slice(0, 2)), { recursive: true })

  await library.keep(pieceOf({ name: 'd' }), blocks(2, 'd'))

  assert.equal(listed().find(({ name }) => name === 'd')?.missing, null)
})

test('bytes whose file was damaged are stored anew', async (t) => {
  const { root, library, listed } = evidencePlace(t)
  await library.keep(pieceOf(), blocks(1, 'a'))
  const sha256 = listed()[0]?.sha256 ?? ''
  writeFileSync(path.join(root, sha256.slice(0, 2), sha256), blocks(1, 'x'))

  await library.keep(pieceOf({ attempt: 2 }), blocks(1, 'a'))

  assert.deepEqual(await library.read(sha256), blocks(1, 'a'))
})
