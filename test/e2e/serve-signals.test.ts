import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { descendants } from './support/descendants.ts'
import { createPlace } from './support/farm.ts'
import { runMain, type MainProcess } from './support/main-process.ts'
import { until } from './support/until.ts'

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url))

async function untilLogged(daemon: MainProcess, message: string): Promise<void> {
  await until(message, () => daemon.log.some(({ msg }) => msg === message), 60_000)
}

// Before Appium is up, and when the phones have just been registered.
for (const moment of ['adb server started', 'appium is up']) {
  test(`a daemon that is told to stop when "${moment}" ends in order`, async (t) => {
    const place = await createPlace()
    t.after(place.stop)
    const daemon = runMain(['serve', '--virtual-phones', '1'], place.env)
    await untilLogged(daemon, moment)

    assert.equal(await daemon.stop(), 0)

    const problems = daemon.log.filter(({ level }) => level === 'error' || level === 'fatal')
    assert.deepEqual([problems, daemon.log.at(-1)?.['msg']], [[], 'stopped'])
  })
}

test('SIGHUP and SIGPIPE change nothing, and SIGINT ends a daemon without work in order', async (t) => {
  const place = await createPlace()
  t.after(place.stop)
  const daemon = runMain(['serve'], place.env)
  await untilLogged(daemon, 'ready')

  process.kill(daemon.pid, 'SIGHUP')
  process.kill(daemon.pid, 'SIGPIPE')
  await untilLogged(daemon, 'SIGHUP does nothing: settings are read at the start')
  process.kill(daemon.pid, 'SIGINT')

  assert.equal(await daemon.exited, 0)
  assert.equal(daemon.log.at(-1)?.['msg'], 'stopped')
})

test('a second signal ends the daemon at once, with the code of the signal, and its Appium with it', async (t) => {
  const place = await createPlace()
  t.after(place.stop)
  const daemon = runMain(['serve'], place.env)
  await untilLogged(daemon, 'ready')
  const appium = descendants(daemon.pid, /appium.* server /)
  // So that the first stop does not come to its end meanwhile.
  for (const pid of appium) process.kill(pid, 'SIGSTOP')

  process.kill(daemon.pid, 'SIGTERM')
  await untilLogged(daemon, 'stopping')
  process.kill(daemon.pid, 'SIGTERM')
  const end = await daemon.exited
  for (const pid of appium) process.kill(pid, 'SIGCONT')

  assert.equal(end, 143)
  assert.notEqual(appium.length, 0)
  await until('Appium to be gone', () => !appium.some(isAlive), 20_000)
})

test('a daemon whose standard output was closed works on and ends in order', async (t) => {
  const place = await createPlace()
  t.after(place.stop)
  const env = { ...process.env, ...place.env }
  const child = spawn(process.execPath, [MAIN, 'serve'], { stdio: ['ignore', 'pipe', 'inherit'], env })
  t.after(() => child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })
  const [ready] = await firstOf(lines, '"msg":"ready"')
  const { url } = JSON.parse(ready)

  child.stdout.destroy()
  const answers = []
  for (let count = 0; count < 3; count++) answers.push((await fetch(`${url}/readyz`)).status)
  const exited = once(child, 'exit')
  child.kill('SIGTERM')

  assert.deepEqual(answers, [200, 200, 200])
  assert.deepEqual(await exited, [0, null])
})

async function firstOf(lines: ReturnType<typeof createInterface>, words: string): Promise<[string]> {
  for (;;) {
    const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(90_000) })
    if (String(line).includes(words)) return [String(line)]
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
