import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { AdbError } from '../../src/devices/adb-protocol.ts'
import { createAdbServerWatch } from '../../src/devices/adb-server-watch.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { recordingLog } from '../support/recording-log.ts'

const NEVER = new AbortController().signal

/** What the server does: four digits of a version, or the kind of error that asking it ends with (`no_server`, `timeout`). */
type Answer = string

/** A server that answers its version, is not there, or gives no answer; and an adb program that notes its starts. */
async function watched(t: TestContext, first: Answer) {
  const folder = await mkdtemp(join(tmpdir(), 'phonefarm-adb-'))
  t.after(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'platform-tools'))
  const adb = join(folder, 'platform-tools', 'adb')
  await writeFile(adb, `#!/bin/sh\necho "$@" >> ${folder}/calls\necho Android Debug Bridge version 1.0.41\n`)
  await chmod(adb, 0o755)
  const server = { answer: first }
  const clock = createFakeClock()
  const log = recordingLog()
  async function askVersion(): Promise<string> {
    if (server.answer === 'no_server' || server.answer === 'timeout')
      throw new AdbError(server.answer, server.answer)
    return server.answer
  }
  const watch = createAdbServerWatch({
    port: 1,
    env: { ANDROID_HOME: folder },
    askVersion,
    clock,
    log: log.log,
  })
  const starts = async () => {
    const calls = await readFile(join(folder, 'calls'), 'utf8').catch(() => '') // nothing was called yet
    return calls.split('\n').filter((line) => line.includes('start-server')).length
  }
  return { watch, server, clock, starts, log }
}

const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => String(error),
  )

test('many who find no server start one, once', async (t) => {
  const { watch, starts } = await watched(t, 'no_server')

  await Promise.all(Array.from({ length: 20 }, () => failed(watch.ensure(NEVER))))

  assert.equal(await starts(), 1)
})

test('a server that dies again and again is started after longer and longer pauses', async (t) => {
  const { watch, clock, starts } = await watched(t, 'no_server')

  const seen: number[] = []
  for (const ms of [0, 500, 500, 1_500, 500, 3_000, 1_000]) {
    await clock.advance(ms)
    await failed(watch.ensure(NEVER))
    seen.push(await starts())
  }

  assert.deepEqual(seen, [1, 1, 2, 2, 3, 3, 4])
})

test('a server that dies after a minute is started at once', async (t) => {
  const { watch, clock, starts } = await watched(t, 'no_server')
  for (const ms of [0, 1_000, 2_000]) {
    await clock.advance(ms)
    await failed(watch.ensure(NEVER))
  }

  await clock.advance(60_000)
  await failed(watch.ensure(NEVER))

  assert.equal(await starts(), 4)
})

test('two answers that do not come close the way to the server, and questions fail at once', async (t) => {
  const { watch } = await watched(t, 'timeout')
  let asked = 0
  const ask = async () => {
    asked += 1
    throw new AdbError('timeout', 'no answer')
  }
  await failed(watch.guard(ask))
  assert.deepEqual(watch.health(), { ok: true })
  await failed(watch.guard(ask))
  assert.equal(watch.health().ok, false)

  for (let call = 0; call < 50; call += 1) await failed(watch.guard(ask))

  assert.equal(asked, 2)
})

test('a server that answers again within a second is open again a second later', async (t) => {
  const { watch, server, clock } = await watched(t, 'timeout')
  const silent = () => Promise.reject(new AdbError('timeout', 'no answer'))
  await failed(watch.guard(silent))
  await failed(watch.guard(silent))
  await clock.advance(5_000)
  assert.equal(watch.health().ok, false)

  server.answer = '0029'
  await clock.advance(1_000)

  assert.equal(await watch.guard(() => Promise.resolve('OKAY')), 'OKAY')
  assert.deepEqual(watch.health(), { ok: true })
})

test('a refusal is an answer', async (t) => {
  const { watch } = await watched(t, '0029')
  const refused = () => Promise.reject(new AdbError('refused', "device 'X' not found"))

  await failed(watch.guard(refused))
  await failed(watch.guard(refused))

  assert.deepEqual(watch.health(), { ok: true })
})

test('a server of another version is told, once, and as long as it is there', async (t) => {
  const { watch, server, log } = await watched(t, '0027')

  await watch.ensure(NEVER)
  await watch.ensure(NEVER)

  const message =
    "the adb server on port 1 has version 39, the adb program of this host version 41: they end each other's server"
  assert.deepEqual(watch.health(), { ok: true, message })
  assert.equal(log.lines.filter(({ msg }) => msg === message).length, 1)
  server.answer = '0029'
  await watch.ensure(NEVER)
  assert.deepEqual(watch.health(), { ok: true })
})
