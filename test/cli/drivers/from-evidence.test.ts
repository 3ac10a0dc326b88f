import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../../src/main.js', import.meta.url))
const CLIPS = fileURLToPath(new URL('drivers/clips/', import.meta.resolve('#package.json')))
const STRANGER = join(CLIPS, 'screens/unknown-stranger.en.xml')

const tree = (artifact_id: string, moment = 'unknown_screen') => ({
  artifact_id,
  kind: 'hierarchy',
  at: '2026-03-22T08:30:00.000Z',
  queue_item_id: 'i1',
  attempt: 1,
  bytes: 100,
  missing: null,
  detail: { moment, seen: `seen ${artifact_id}` },
})

/** A daemon that keeps these pieces of process p1, and a drivers directory with clips' pack alone. */
async function setUp(t: TestContext, artifacts: readonly object[]) {
  const folder = await mkdtemp(join(tmpdir(), 'phonefarm-from-evidence-'))
  t.after(() => rm(folder, { recursive: true }))
  await cp(join(CLIPS, 'driver.json'), join(folder, 'drivers/clips/driver.json'))
  const content = await readFile(STRANGER)
  const server = createServer((request, response) => {
    const isList = request.url?.split('?')[0] === '/processes/p1/artifacts'
    response.end(isList ? JSON.stringify({ artifacts, next_cursor: null }) : content)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const env = {
    ...process.env,
    PHONEFARM_ADMIN_LISTEN: `127.0.0.1:${address.port}`,
    PHONEFARM_API_KEY: 'key-of-a-test-daemon',
    PHONEFARM_DATA_DIR: folder,
    PHONEFARM_DRIVERS_DIR: join(folder, 'drivers'),
  }
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const command = [MAIN, 'drivers', 'from-evidence', 'p1', '--app', 'clips', '--name', ...args]
      execFile(process.execPath, command, { env }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      )
    })
  return { run, screens: join(folder, 'drivers/clips/screens') }
}

test('an unknown screen that a run met becomes a recorded screen that its pack can be shown', async (t) => {
  const { run, screens } = await setUp(t, [tree('a1'), tree('a2', 'failure')])

  const { code, out, err } = await run('gamehub')

  assert.deepEqual({ code, err }, { code: 0, err: '' })
  assert.match(out, /takes it for: unknown/)
  assert.deepEqual(await readdir(screens), ['gamehub.en.xml'])
  assert.match(await readFile(join(screens, 'gamehub.en.xml'), 'utf8'), /package="com\.vendor\.gamehub"/)
})

test('of several unknown screens the one that is meant has to be named', async (t) => {
  const { run, screens } = await setUp(t, [tree('a1'), tree('a2')])

  const unnamed = await run('gamehub')
  const named = await run('gamehub', '--artifact', 'a2')

  assert.equal(unnamed.code, 2)
  assert.match(unnamed.out, /a1 .*seen a1\n.*a2 .*seen a2/)
  assert.equal(named.code, 0)
  assert.deepEqual(await readdir(screens), ['gamehub.en.xml'])
})

test('a process without an unknown screen is told as that', async (t) => {
  const { run } = await setUp(t, [tree('a2', 'failure')])

  const { code, err } = await run('gamehub')

  assert.deepEqual(
    { code, err },
    { code: 2, err: 'no run of p1 met an unknown screen, or nothing of it is left\n' },
  )
})
