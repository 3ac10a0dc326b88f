import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { startAppiumServer } from '../../src/devices/appium-server.ts'
import { freePort } from '../../src/devices/free-port.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { recordingLog } from '../support/recording-log.ts'

const NEVER = new AbortController().signal

/** Listens where the real one would and answers its status. */
const PROGRAM = `
  import { createServer } from 'node:http'
  const [host, port] = [process.env.TEST_HOST, process.argv[process.argv.indexOf('--port') + 1]]
  createServer((request, response) => response.end('{}')).listen(Number(port), host)
`

/** Starts a program in Appium's place, which listens on `host`. */
async function start(t: TestContext, options: { host?: string; portFirst?: number; program?: string }) {
  const home = mkdtempSync(join(tmpdir(), 'phonefarm-appium-'))
  const program = join(home, 'program.mjs')
  writeFileSync(program, options.program ?? PROGRAM)
  t.after(() => rmSync(home, { recursive: true, force: true }))
  const { log, lines } = recordingLog()
  const env = { ...process.env, TEST_HOST: options.host ?? '127.0.0.1' }
  const portFirst = options.portFirst ?? null
  const given = { home: join(home, '0'), program, portFirst, adbPort: 1, env, clock: systemClock, log }
  const server = await startAppiumServer(given, NEVER)
  t.after(server.stop)
  return { server, lines }
}

test('a port that is taken is passed over with a word in the log', async (t) => {
  const taken = await freePort()
  const thief = createServer().listen(taken, '127.0.0.1')
  await once(thief, 'listening')
  t.after(() => thief.close())

  const { server, lines } = await start(t, { portFirst: taken })

  assert.ok(server.port > taken && server.port < taken + 64)
  assert.deepEqual(lines[0]?.['appium_port'], taken)
  assert.equal(lines[0]?.msg, 'port for Appium is taken, the next one is tried')
})

test('an Appium that other hosts may reach does not stay', async (t) => {
  await assert.rejects(start(t, { host: '0.0.0.0' }), {
    category: 'session',
    rung: 'none',
    message: /it listens on 00000000:\d+, which other hosts may reach/,
  })
})

test('an Appium that ends at once is told with its last words', async (t) => {
  await assert.rejects(start(t, { program: "console.error('no such driver'); process.exit(3)" }), {
    category: 'session',
    message: /^Appium did not start on port \d+: no such driver$/,
  })
})

test('a host without adb is told before anything is started, with where it was looked for', async (t) => {
  const { log } = recordingLog()
  const home = mkdtempSync(join(tmpdir(), 'phonefarm-appium-'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  const env = { ANDROID_HOME: join(home, 'sdk'), PATH: home }
  const options = { home: join(home, '0'), portFirst: null, adbPort: 1, env, clock: systemClock, log }

  await assert.rejects(startAppiumServer(options, NEVER), {
    category: 'session',
    rung: 'none',
    message: /^no adb program in .*sdk\/platform-tools/,
  })
})

test('one that hangs is ended at once when it is killed', async (t) => {
  const { server } = await start(t, {})
  process.kill(server.pid, 'SIGSTOP')

  await server.kill()

  assert.equal(await server.exited, 'signal SIGKILL')
})
