import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { pino } from 'pino'
import { ensureApiKey } from '../../src/http/api-keys.ts'

async function given(t: TestContext) {
  const folder = await mkdtemp(path.join(tmpdir(), 'phonefarm-'))
  t.after(() => rm(folder, { recursive: true }))
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const dataDir = path.join(folder, 'data')
  return { dataDir, file: path.join(dataDir, 'api-key'), lines, log }
}

test('with a key in the environment none is made', async (t) => {
  const { dataDir, file, log } = await given(t)

  assert.equal(await ensureApiKey({ dataDir, environmentKey: 'from-outside', log }), 'from-outside')
  await assert.rejects(stat(file), { code: 'ENOENT' })
})

test('without one a key is made for its owner alone, and the log says where and not what', async (t) => {
  const { dataDir, file, lines, log } = await given(t)

  const key = await ensureApiKey({ dataDir, environmentKey: null, log })

  assert.match(key, /^pfk_[\w-]{43}$/)
  assert.equal(await readFile(file, 'utf8'), `${key}\n`)
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.equal(JSON.parse(lines[0] ?? '').file, file)
  assert.equal(lines.join('').includes(key), false)
})

test('the key stays the same from start to start', async (t) => {
  const { dataDir, log } = await given(t)

  const first = await ensureApiKey({ dataDir, environmentKey: null, log })
  const second = await ensureApiKey({ dataDir, environmentKey: null, log })

  assert.equal(second, first)
})

test('a key file that others may read is closed to them', async (t) => {
  const { dataDir, file, log } = await given(t)
  await ensureApiKey({ dataDir, environmentKey: null, log })
  await writeFile(file, 'own-key\n')
  await chmod(file, 0o644)

  assert.equal(await ensureApiKey({ dataDir, environmentKey: null, log }), 'own-key')
  assert.equal((await stat(file)).mode & 0o777, 0o600)
})

test('an empty key file is an error that names it, not an open door', async (t) => {
  const { dataDir, file, log } = await given(t)
  await ensureApiKey({ dataDir, environmentKey: null, log })
  await writeFile(file, '\n')

  await assert.rejects(
    ensureApiKey({ dataDir, environmentKey: null, log }),
    new RegExp(`${file} holds no key`),
  )
})
