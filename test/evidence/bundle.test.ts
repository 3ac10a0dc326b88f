import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { bundleStream, type BundleContent } from '../../src/evidence/bundle.ts'
import { silentLog } from '../support/farm.ts'
import { recordingLog } from '../support/recording-log.ts'

/** Every file of an archive by its name. */
export async function unpacked(archive: Readable): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {}
  const tar = archive.pipe(createGunzip()).pipe(extract())
  for await (const entry of tar) files[entry.header.name] = await buffer(entry)
  return files
}

const contentOf = (more: Partial<BundleContent> = {}): BundleContent => ({
  folder: 'p1',
  at: new Date('2026-03-22T08:30:00.000Z'),
  documents: { process: { process_id: 'p1' } },
  files: [],
  secrets: new Set(['the-webhook-secret']),
  log: silentLog,
  ...more,
})

const fileOf = (path: string, content_type: string, text: string) => ({
  path,
  content_type,
  read: () => Promise.resolve(Buffer.from(text)),
})

test('an archive has its documents, its files and the hash of each of them', async () => {
  const files = [fileOf('artifacts/i1/attempt-1/001-logcat.txt', 'text/plain', 'line\n')]

  const found = await unpacked(bundleStream(contentOf({ files })))

  assert.deepEqual(Object.keys(found), [
    'p1/process.json',
    'p1/artifacts/i1/attempt-1/001-logcat.txt',
    'p1/manifest.json',
    'p1/SHA256SUMS',
  ])
  const sums = (found['p1/SHA256SUMS'] ?? Buffer.alloc(0)).toString().trimEnd().split('\n')
  assert.equal(sums.length, 3)
  for (const sum of sums) {
    const [hash, name] = sum.split('  ')
    assert.equal(
      createHash('sha256')
        .update(found[`p1/${name}`] ?? '')
        .digest('hex'),
      hash,
    )
  }
})

test('a text that was stored before its secret was known is scrubbed on its way, and the manifest says so', async () => {
  const files = [
    fileOf('a.txt', 'text/plain', 'signed with the-webhook-secret'),
    fileOf('b.webp', 'image/webp', 'pixels'),
  ]

  const found = await unpacked(bundleStream(contentOf({ files })))

  assert.equal(found['p1/a.txt']?.toString(), 'signed with [hidden]')
  const { files: listed } = JSON.parse(found['p1/manifest.json']?.toString() ?? '{}')
  assert.deepEqual(
    listed.map((one: { path: string; scrubbed?: true }) => [one.path, one.scrubbed]),
    [
      ['process.json', undefined],
      ['a.txt', true],
      ['b.webp', undefined],
    ],
  )
})

test('a file that is gone by its turn is left out', async () => {
  const gone = { path: 'gone.txt', content_type: 'text/plain', read: () => Promise.resolve(null) }

  const found = await unpacked(bundleStream(contentOf({ files: [gone] })))

  assert.equal('p1/gone.txt' in found, false)
})

test('an archive that cannot be made to its end breaks off instead of looking whole', async () => {
  const broken = { path: 'x', content_type: 'text/plain', read: () => Promise.reject(new Error('EIO')) }

  await assert.rejects(buffer(bundleStream(contentOf({ files: [broken] }))))
})

test('a reader that goes away ends the making', async () => {
  let read = 0
  const endless = Array.from({ length: 1000 }, (_, number) => ({
    ...fileOf(`${number}.webp`, 'image/webp', ''),
    read: () => {
      read += 1
      return Promise.resolve(Buffer.alloc(256 * 1024, number))
    },
  }))
  const { log, lines } = recordingLog()
  const archive = bundleStream(contentOf({ files: endless, log }))

  await new Promise((resolve) => archive.once('readable', resolve))
  archive.destroy()
  await new Promise((resolve) => archive.once('close', resolve))
  const readByThen = read
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))

  assert.ok(read <= readByThen + 1, `${read} files were read`)
  assert.deepEqual(
    lines.filter(({ level }) => level === 'warn'),
    [],
  )
})
