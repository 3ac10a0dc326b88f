import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import type { AppiumHealth } from '../../src/devices/appium-health.ts'
import { createDevices } from '../../src/devices/devices.ts'
import { startAppiumServer } from '../../src/devices/appium-server.ts'
import { freePort } from '../../src/devices/free-port.ts'
import { listeningOf } from '../../src/devices/host-process.ts'
import type { TagVerdict } from '../../src/devices/leftovers.ts'
import { systemClock } from '../../src/domain/clock.ts'
import type { PhoneSession } from '../../src/domain/phone-session.ts'
import { recordingLog } from '../support/recording-log.ts'
import { startDevices, type StartedDevices } from './started-devices.ts'
import { until } from './support/until.ts'

/*
 * Each phone has an Appium of its own here, so that a fault of one must not show on the other. What a fault took is written as a
 * diagnostic of its test, for the table of faults.
 */

const NEVER = new AbortController().signal
const MIB = 1024 * 1024
const SLOW_SWIPE = { from: { x: 360, y: 1100 }, to: { x: 360, y: 500 }, durationMs: 3_000 }

/** Far above what an Appium holds; the test of recycling lowers it. */
const recycle = { longestAgeMs: null, mostBytes: 4096 * MIB }
const verdicts = new Map<string, TagVerdict>()
/** Whom the farm sweeps: nobody but while a test asks for it, because the daemon's own minute may come at any moment. */
const serials: string[] = []
let farm: StartedDevices

before(async () => {
  farm = await startDevices(2, {
    mostAppiumServers: 2,
    phonesPerServer: 1,
    appiumRecycle: recycle,
    appiumWatch: { everyMs: 1_000, answerMs: 3_000, misses: 2 },
    leftovers: {
      serials: () => serials,
      verdict: ({ boot_id }) => verdicts.get(boot_id) ?? 'unknown',
    },
  })
})
after(() => farm.stop())

/** Sessions on both phones, each on its own Appium. */
async function openBoth(): Promise<{ faulty: PhoneSession; other: PhoneSession }> {
  const [faulty, other] = await Promise.all(
    [1, 2].map((number) => farm.devices.sessions.open(farm.clipsOn(number), NEVER)),
  )
  assert.ok(faulty && other)
  return { faulty, other }
}

/** The Appium that holds the place of phone `number`. */
function appiumOf(number: number): AppiumHealth {
  const found = farm.devices.appium().find(({ phones }) => phones.includes(farm.serialOf(number)))
  assert.ok(found)
  return found
}

/** Works on a session until told to stop; every command must succeed. */
function keepWorking(session: PhoneSession): { stop: () => Promise<number> } {
  const stopped = new AbortController()
  const working = (async () => {
    let commands = 0
    while (!stopped.signal.aborted) {
      await session.readScreen(NEVER)
      commands++
    }
    return commands
  })()
  return {
    /** @returns how many commands succeeded */
    stop() {
      stopped.abort()
      return working
    },
  }
}

async function reopened(number: number): Promise<void> {
  const again = await farm.devices.sessions.open(farm.clipsOn(number), NEVER)
  await again.readScreen(NEVER)
  assert.equal(await again.close(), true)
}

test('an Appium that is killed is back within 5 s, and the phone on the other one does not notice', async (t) => {
  const { faulty, other } = await openBoth()
  const work = keepWorking(other)
  const failing = assert.rejects(faulty.swipe(SLOW_SWIPE, NEVER), { category: 'session' })
  const { pid } = appiumOf(1)

  const startedMs = performance.now()
  process.kill(pid ?? 0, 'SIGKILL')
  await failing
  const detectedMs = performance.now() - startedMs
  await until('all Appiums', () => farm.devices.appium().every(({ healthy }) => healthy), 20_000)
  const backMs = performance.now() - startedMs
  await faulty.close()
  await reopened(1)
  const recoveredMs = performance.now() - startedMs

  assert.ok((await work.stop()) > 0)
  assert.equal(await other.close(), true)
  assert.deepEqual(await farm.devices.adb.forwards(NEVER), [])
  t.diagnostic(JSON.stringify({ fault: 'appium killed', detectedMs, backMs, recoveredMs }))
  assert.ok(detectedMs < 2_000, String(detectedMs))
})

test('an Appium that hangs is ended and replaced, and its phone works again long before its deadlines', async (t) => {
  const { faulty, other } = await openBoth()
  const work = keepWorking(other)
  const { pid } = appiumOf(1)

  const startedMs = performance.now()
  process.kill(pid ?? 0, 'SIGSTOP')
  await assert.rejects(faulty.readScreen(NEVER), { category: 'session' })
  const detectedMs = performance.now() - startedMs
  await faulty.close()
  await reopened(1)
  const recoveredMs = performance.now() - startedMs

  assert.ok((await work.stop()) > 0)
  assert.equal(await other.close(), true)
  assert.deepEqual(await farm.devices.adb.forwards(NEVER), [])
  t.diagnostic(JSON.stringify({ fault: 'appium hangs', detectedMs, recoveredMs }))
  // 25 s is what the command alone would have waited.
  assert.ok(detectedMs < 20_000, String(detectedMs))
  assert.ok(recoveredMs < 90_000, String(recoveredMs))
})

test('an Appium that has grown too big is replaced between the work of its phones, not within', async (t) => {
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  const { pid, url } = appiumOf(1)

  recycle.mostBytes = MIB
  await until('the look at its memory', () => appiumOf(1).due === 'memory', 20_000)
  const { resident_bytes: grown } = appiumOf(1)
  recycle.mostBytes = 4096 * MIB
  await session.readScreen(NEVER)
  assert.equal(appiumOf(1).pid, pid)
  const startedMs = performance.now()
  await session.close()
  await reopened(1)
  const gone = () => farm.devices.appium().every((server) => server.pid !== pid && server.healthy)
  await until('its end', gone, 20_000)

  t.diagnostic(JSON.stringify({ fault: 'appium grown', grown, replacedMs: performance.now() - startedMs }))
  assert.ok(farm.devices.appium().every((server) => server.url !== url))
})

test('an Appium takes connections from this host alone, and no file around it switches features on', async (t) => {
  const { adbPort, dataDir } = farm
  await mkdir(`${dataDir}/private`)
  const config = { server: { address: '0.0.0.0', 'allow-insecure': ['*:session_discovery'] } }
  await writeFile(`${dataDir}/private/.appiumrc.json`, JSON.stringify(config))
  const { log } = recordingLog()
  const options = { home: `${dataDir}/private/0`, adbPort, env: process.env, clock: systemClock, log }

  const server = await startAppiumServer({ ...options, portFirst: null }, NEVER)
  t.after(server.stop)

  assert.deepEqual(
    (await listeningOf(server.pid)).map(({ port, isLoopback }) => ({ port, isLoopback })),
    [{ port: server.port, isLoopback: true }],
  )
  const answer = await fetch(`${server.url}/appium/sessions`)
  assert.match(await answer.text(), /insecure feature 'session_discovery' has not been enabled/)
})

test('an Appium whose port is taken takes the next one and says so', async (t) => {
  const taken = await freePort()
  const thief = createServer().listen(taken, '127.0.0.1')
  await once(thief, 'listening')
  t.after(() => thief.close())
  const { log, lines } = recordingLog()
  const { adbPort, dataDir } = farm
  const options = { home: `${dataDir}/clash`, adbPort, env: process.env, clock: systemClock, log }

  const server = await startAppiumServer({ ...options, portFirst: taken }, NEVER)
  await server.stop()

  assert.ok(server.port > taken)
  assert.deepEqual(
    lines.filter(({ appium_port }) => appium_port === taken).map(({ msg }) => msg),
    ['port for Appium is taken, the next one is tried'],
  )
})

for (const { verdict, isEnded } of [
  { verdict: 'over', isEnded: true },
  { verdict: 'running', isEnded: false },
  { verdict: 'unknown', isEnded: false },
] as const) {
  test(`a session on a phone whose run is ${verdict} is ${isEnded ? 'ended' : 'left alone'}`, async (t) => {
    const tag = { boot_id: `boot-${verdict}`, queue_item_id: 'item', attempt: 3 }
    verdicts.set(tag.boot_id, verdict)
    const earlierBoot = createDevices({
      ...farm.config,
      dataDir: `${farm.dataDir}/earlier-${verdict}`,
      mostAppiumServers: 1,
    })
    t.after(() => earlierBoot.stop())
    await earlierBoot.start(NEVER)
    const session = await earlierBoot.sessions.open({ ...farm.clipsOn(1), tag }, NEVER)

    serials.push(farm.serialOf(1))
    const ended = await farm.devices.sweepLeftovers(NEVER)
    serials.pop()

    assert.deepEqual(ended, isEnded ? [farm.serialOf(1)] : [])
    if (isEnded) await assert.rejects(session.readScreen(NEVER), { category: 'session' })
    else assert.equal((await session.readScreen(NEVER)).package_name, 'com.phonefarm.clips')
    await session.close()
  })
}
