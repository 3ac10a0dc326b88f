import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { remote, type Browser } from 'webdriverio'
import { startAppiumServer } from '../../src/devices/appium-server.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { startFleet } from '../../src/virtual-phone/fleet.ts'
import { startAdb } from '../virtual-phone/adb-client.ts'

export const APP = 'com.phonefarm.clips'

/** What the control API says of the phone, as far as the stories ask. */
export interface PhoneStory {
  screen: string
  commands: { session_id: string | null; method: string; path: string }[]
  sessions: { session_id: string; closed_at: string | null }[]
}

/** One virtual phone behind a private adb server and a private Appium, all unmodified. */
export interface Bench {
  /** A session without idle waits. */
  openSession: () => Promise<Browser>
  phone: () => Promise<PhoneStory>
  fault: (body: Record<string, unknown>) => Promise<void>
  /** Ends everything that was started. */
  stop: () => Promise<void>
}

/** @throws what the start of a part throws; nothing is left running then */
export async function startBench(): Promise<Bench> {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const stopPart of stops.toReversed()) await stopPart()
  }
  try {
    return await start(stops, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(stops: (() => Promise<unknown>)[], stop: () => Promise<void>): Promise<Bench> {
  const home = await mkdtemp(join(tmpdir(), 'phonefarm-uiautomator-'))
  stops.push(() => rm(home, { recursive: true, force: true }))
  const adb = await startAdb()
  stops.push(adb.stop)
  const fleet = await startFleet({ count: 1, adbPortBase: 0, controlPort: 0, seed: 1, clock: systemClock })
  stops.push(fleet.stop)
  const udid = fleet.phones[0]?.adb ?? ''
  await adb.run('connect', udid)
  const log = pino({ level: 'silent' })
  const options = {
    home,
    portFirst: null,
    adbPort: adb.serverPort,
    env: process.env,
    clock: systemClock,
    log,
  }
  const appium = await startAppiumServer(options, new AbortController().signal)
  stops.push(appium.stop)
  const url = `${fleet.controlUrl}/phones/vp-01`

  return {
    async openSession() {
      const browser = await remote({
        hostname: '127.0.0.1',
        port: appium.port,
        logLevel: 'silent',
        connectionRetryCount: 0,
        capabilities: {
          platformName: 'Android',
          'appium:automationName': 'UiAutomator2',
          'appium:udid': udid,
          'appium:adbPort': adb.serverPort,
          'appium:appPackage': APP,
          'appium:appActivity': '.MainActivity',
          'appium:noReset': true,
          'appium:forceAppLaunch': true,
          'appium:suppressKillServer': true,
          'appium:skipLogcatCapture': true,
        },
      })
      await browser.updateSettings({ waitForIdleTimeout: 0 })
      return browser
    },
    async phone() {
      const answer = await fetch(url)
      // The control API has tests of its own; here its answer is only read.
      return (await answer.json()) as PhoneStory
    },
    async fault(body) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${url}/faults`, { method: 'POST', headers, body: JSON.stringify(body) })
      assert.equal(answer.status, 204)
    },
    stop,
  }
}

/** Waits for what the phone does by itself, 5 s at most. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const endMs = systemClock.monotonicMs() + 5000
  while (!(await holds())) {
    assert.ok(systemClock.monotonicMs() < endMs, `not reached within 5 s: ${holds.toString()}`)
    await systemClock.sleep(50, new AbortController().signal)
  }
}

/** How the command fails: its W3C error and message, as the client sees them. */
export async function refusal(run: Promise<unknown>): Promise<{ name: string; message: string }> {
  const error = await run.then(
    (found) => asError(found) ?? new Error('it did not fail'),
    (cause: unknown) => cause,
  )
  assert.ok(error instanceof Error)
  return { name: error.name, message: error.message }
}

/** WebdriverIO hands a findElement that failed back as a value. */
function asError(found: unknown): Error | null {
  if (found instanceof Error) return found
  if (typeof found !== 'object' || found === null || !('error' in found) || !('message' in found)) return null
  return Object.assign(new Error(String(found.message)), { name: String(found.error) })
}

export async function timed(run: () => Promise<unknown>): Promise<number> {
  const startMs = systemClock.monotonicMs()
  await run()
  return systemClock.monotonicMs() - startMs
}
