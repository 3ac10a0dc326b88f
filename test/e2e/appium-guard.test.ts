import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

test('an Appium ends by itself when the process that started it is killed', async (t) => {
  const home = await mkdtemp(join(tmpdir(), 'phonefarm-appium-'))
  t.after(() => rm(home, { recursive: true, force: true }))
  const holder = fileURLToPath(new URL(`./appium-holder${extname(import.meta.url)}`, import.meta.url))
  const daemon = spawn(
    process.execPath,
    [...process.execArgv.filter((argument) => !argument.startsWith('--test')), holder, home],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = await once(daemon.stdout, 'data')
  const appium = Number(String(line))
  assert.ok(runs(appium))

  daemon.kill('SIGKILL')

  const untilMs = performance.now() + 10_000
  while (runs(appium) && performance.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(runs(appium), false)
})

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false // ESRCH
  }
}
