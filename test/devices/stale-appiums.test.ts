import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { pino } from 'pino'
import { endStaleAppiums } from '../../src/devices/stale-appiums.ts'
import { systemClock } from '../../src/domain/clock.ts'

const NEVER = new AbortController().signal
const log = pino({ level: 'silent' })

/** A program that works in `folder` until it is ended. */
async function program(t: TestContext, folder: string, ...args: string[]): Promise<ChildProcess> {
  mkdirSync(folder, { recursive: true })
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)', ...args], { cwd: folder })
  t.after(() => child.kill('SIGKILL'))
  await once(child, 'spawn')
  return child
}

function folder(t: TestContext): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'phonefarm-stale-')))
  t.after(() => rmSync(made, { recursive: true, force: true }))
  return made
}

test('what a dead daemon left running in the homes of its Appiums is ended, stopped or not', async (t) => {
  const homes = join(folder(t), 'appium')
  const running = await program(t, join(homes, '0'))
  const stalled = await program(t, join(homes, '1'))
  stalled.kill('SIGSTOP')
  const ended = Promise.all([once(running, 'exit'), once(stalled, 'exit')])

  const count = await endStaleAppiums({ homes, clock: systemClock, log }, NEVER)

  assert.equal(count, 2)
  assert.deepEqual(
    (await ended).map(([, signal]) => signal),
    ['SIGKILL', 'SIGKILL'],
  )
})

test('what runs elsewhere, and an adb server, are left alone', async (t) => {
  const place = folder(t)
  const elsewhere = await program(t, join(place, 'appium-of-another'))
  const adbServer = await program(t, join(place, 'appium', '0'), 'fork-server')

  const count = await endStaleAppiums({ homes: join(place, 'appium'), clock: systemClock, log }, NEVER)

  assert.equal(count, 0)
  assert.deepEqual(
    [elsewhere.exitCode, elsewhere.signalCode, adbServer.exitCode, adbServer.signalCode],
    [null, null, null, null],
  )
})

test('a shell that a person left in the folder is left alone', async (t) => {
  const place = folder(t)
  const home = join(place, 'appium', '0')
  mkdirSync(home, { recursive: true })
  const shell = spawn('/bin/sh', ['-c', 'read -r line'], { cwd: home })
  t.after(() => shell.kill('SIGKILL'))
  await once(shell, 'spawn')

  const count = await endStaleAppiums({ homes: join(place, 'appium'), clock: systemClock, log }, NEVER)

  assert.equal(count, 0)
  assert.equal(shell.exitCode, null)
})
