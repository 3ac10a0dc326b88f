import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import Sqlite from 'better-sqlite3'
import Type from 'typebox'
import { lockDataDirectory } from '../../src/store/data-directory.ts'
import { freePort } from '../../src/devices/free-port.ts'
import { runMain, startMain } from './support/main-process.ts'

const Ready = Type.Object({ admin: Type.String() })

/** The environment of a daemon that must not get far, with a data directory of its own. */
async function place(t: TestContext): Promise<{ dataDir: string; env: Record<string, string> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'phonefarm-start-'))
  t.after(() => rm(dataDir, { recursive: true, force: true }))
  return {
    dataDir,
    env: { PHONEFARM_DATA_DIR: dataDir, PHONEFARM_PORT: '0', PHONEFARM_ADB_SERVER_PORT: '1' },
  }
}

/** Its exit code and what it had to say: fatal lines of the log, and all that is no log line. */
async function refusedStart(
  env: Record<string, string>,
): Promise<{ code: number | string; words: string[] }> {
  const daemon = runMain(['serve'], env)
  const code = await daemon.exited
  const fatal = daemon.log
    .filter(({ level }) => level === 'fatal')
    .map(({ reason, err }) => (typeof reason === 'string' ? reason : JSON.stringify(err)))
  return { code, words: [...daemon.words().split('\n'), ...fatal].filter((line) => line !== '') }
}

test('a second daemon on a data directory says so in one line and ends with 75, before it reads the rest of the program', async (t) => {
  const { dataDir, env } = await place(t)
  const lock = lockDataDirectory(dataDir)
  t.after(lock.release)

  const { code, words } = await refusedStart(env)

  assert.deepEqual(
    [code, words],
    [75, [`data directory ${dataDir} is in use by another phonefarm daemon: database is locked`]],
  )
})

test('a port that is taken ends the start with 75 and one line that names it', async (t) => {
  const { env } = await place(t)
  const other = createServer().listen(0, '127.0.0.1')
  t.after(() => other.close())
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? String(address.port) : ''

  const { code, words } = await refusedStart({ ...env, PHONEFARM_PORT: port })

  assert.deepEqual(
    [code, words],
    [
      75,
      [
        `the public door cannot be opened (PHONEFARM_HOST, PHONEFARM_PORT): listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
      ],
    ],
  )
})

test('so does the port of the admin door', async (t) => {
  const { env } = await place(t)
  const other = createServer().listen(0, '127.0.0.1')
  t.after(() => other.close())
  await once(other, 'listening')
  const address = other.address()
  const taken = typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : ''

  const { code, words } = await refusedStart({ ...env, PHONEFARM_ADMIN_LISTEN: taken })

  assert.deepEqual(
    [code, words],
    [
      75,
      [
        `the admin door cannot be opened (PHONEFARM_ADMIN_LISTEN): listen EADDRINUSE: address already in use ${taken}`,
      ],
    ],
  )
})

test('a daemon whose admin door nobody has placed takes another port, and leaves word where the commands find it', async (t) => {
  const { dataDir, env } = await place(t)
  const port = await portBeforeTaken(t)
  const adbPort = String(await freePort())
  const daemon = await startMain(['serve'], Ready, {
    ...env,
    PHONEFARM_PORT: String(port),
    PHONEFARM_ADB_SERVER_PORT: adbPort,
  })
  t.after(async () => {
    await daemon.stop()
    execFileSync('adb', ['-P', adbPort, 'kill-server'], { stdio: 'ignore' })
  })

  const kept = await readFile(join(dataDir, 'admin-door'), 'utf8')

  assert.equal(kept.trim(), daemon.ready.admin)
  assert.notEqual(new URL(daemon.ready.admin).port, String(port + 1))
  const listed = runMain(['keys', 'list', '--json'], {
    PHONEFARM_DATA_DIR: dataDir,
    PHONEFARM_PORT: String(port),
  })
  assert.equal(await listed.exited, 0)
})

/** A port that is free, before one that is not. */
async function portBeforeTaken(t: TestContext): Promise<number> {
  for (;;) {
    const port = await freePort()
    const other = createServer()
    try {
      other.listen(port + 1, '127.0.0.1')
      await once(other, 'listening')
    } catch {
      continue // somebody else's; any other pair does as well
    }
    t.after(() => other.close())
    return port
  }
}

test('a setting that is wrong ends the start with 78 and a line for each', async (t) => {
  const { env } = await place(t)

  const { code, words } = await refusedStart({ ...env, PHONEFARM_STOP_MS: 'soon', PHONEFARM_HOST: '0.0.0.0' })

  assert.deepEqual(
    [code, words],
    [
      78,
      [
        'PHONEFARM_STOP_MS must be a whole number from 0 to 600000',
        'PHONEFARM_API_KEY must be set when PHONEFARM_HOST is reachable from other machines',
      ],
    ],
  )
})

test('a data directory that cannot be written to ends the start with 78 and one line', async (t) => {
  const { dataDir, env } = await place(t)
  const inTheWay = join(dataDir, 'file')
  await writeFile(inTheWay, '')

  const { code, words } = await refusedStart({ ...env, PHONEFARM_DATA_DIR: join(inTheWay, 'data') })

  assert.equal(code, 78)
  assert.equal(words.length, 1)
  assert.match(words[0] ?? '', /^data directory .*file\/data cannot be made: ENOTDIR/)
})

test(
  "a data directory that is somebody else's ends the start with 78 and one line",
  { skip: process.getuid?.() === 0 ? 'root may write anywhere' : false },
  async (t) => {
    const { dataDir, env } = await place(t)
    const closed = join(dataDir, 'closed')
    await mkdir(closed)
    await chmod(closed, 0o500)

    const { code, words } = await refusedStart({ ...env, PHONEFARM_DATA_DIR: closed })

    assert.deepEqual([code, words.length], [78, 1])
  },
)

test('a database of a newer build ends the start with 78 and one line', async (t) => {
  const { dataDir, env } = await place(t)
  const db = new Sqlite(join(dataDir, 'phonefarm.db'))
  db.pragma('journal_mode = WAL')
  db.exec('CREATE TABLE later (id INTEGER) STRICT')
  db.pragma('user_version = 9999')
  db.close()

  const { code, words } = await refusedStart(env)

  assert.equal(code, 78)
  assert.equal(words.length, 1)
  assert.match(words[0] ?? '', /is at schema 9999 and this build knows \d+: install a newer build/)
})
