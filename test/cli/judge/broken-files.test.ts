import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { BadUsage } from '../../../src/cli/bad-usage.ts'
import { readPrompt } from '../../../src/cli/judge/prompt-file.ts'
import { readFromBundle } from '../../../src/cli/judge/read-bundle.ts'

test('a prompt is read from a file, not from a folder or a device that has no end', async () => {
  await assert.rejects(readPrompt(tmpdir()), { message: `${tmpdir()} is no file` })
  await assert.rejects(readPrompt('/dev/null'), { message: '/dev/null is no file' })
})

test('an archive whose decisions are no JSON is told by its name', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-judge-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'x.tar.gz')
  const archive = pack()
  archive.entry({ name: 'p-1/decisions.jsonl' }, '{bad\n')
  archive.finalize()
  await once(archive.pipe(createGzip()).pipe(createWriteStream(file)), 'finish')

  await assert.rejects(readFromBundle(file), (error) => {
    assert.ok(error instanceof BadUsage)
    assert.match(error.message, /x\.tar\.gz is no bundle that can be read/)
    return true
  })
})
