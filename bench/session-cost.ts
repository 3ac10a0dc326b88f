/**
 * What a session costs: time to open it (cold = three APKs are installed, warm = they are there), p50 of the commands that actions use, and
 * Appium's memory with 1, 2 and 4 sessions open. Virtual phones, so times are those of our side of the path only.
 * Run: node dist/bench/session-cost.js [rounds]
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { createDevices, type Devices } from '../src/devices/devices.ts'
import { systemClock } from '../src/domain/clock.ts'
import type { PhoneSession } from '../src/domain/phone-session.ts'
import { centerOf, findNodes, type NodeSelector } from '../src/domain/selector.ts'
import { startFleet, type Fleet } from '../src/virtual-phone/fleet.ts'
import { freePort } from '../src/devices/free-port.ts'

const NEVER = new AbortController().signal
const ROUNDS = Number(process.argv[2] ?? 30)
const FIELD: NodeSelector = { id: 'com.phonefarm.clips:id/search_input' }
const APP = { package_name: 'com.phonefarm.clips', activity: '.MainActivity' }

const adbPort = await freePort()
const dataDir = await mkdtemp(join(tmpdir(), 'phonefarm-bench-'))
const fleet = await startFleet({ count: 4, adbPortBase: 0, controlPort: 0, seed: 1, clock: systemClock })
const devices = createDevices({
  adbPort,
  env: process.env,
  dataDir,
  mostAppiumServers: 1,
  phonesPerServer: 4,
  appiumPortFirst: null,
  clock: systemClock,
  log: pino({ level: 'silent' }),
})
try {
  await measure(devices, fleet)
} finally {
  await devices.stop()
  await fleet.stop()
  await promisify(execFile)('adb', ['-P', String(adbPort), 'kill-server'])
  await rm(dataDir, { recursive: true, force: true })
}

async function measure(farm: Devices, { phones }: Fleet): Promise<void> {
  row('what', 'ms or MiB')
  row('Appium ready', await timed(() => farm.start(NEVER)))
  farm.watcher.watch(phones.map(({ adb }) => adb))
  for (const { adb } of phones)
    while (farm.watcher.stateOf(adb) !== 'device') await systemClock.sleep(20, NEVER)
  row('Appium RSS, no session yet', await appiumRss(farm))

  const [first] = phones
  if (first === undefined) throw new Error('no phone')
  row('session open, cold', await timed(async () => (await open(farm, first.adb)).close()))
  const warm: number[] = []
  const closed: number[] = []
  for (let round = 0; round < 5; round++) {
    const started = systemClock.monotonicMs()
    const session = await open(farm, first.adb)
    warm.push(systemClock.monotonicMs() - started)
    closed.push(await timed(session.close))
  }
  row('session open, warm p50 of 5', p50(warm))
  row('session close, p50 of 5', p50(closed))

  const session = await open(farm, first.adb)
  row('Appium RSS, 1 session', await appiumRss(farm))
  await measureCommands(session)
  const second = await open(farm, phones[1]?.adb ?? '')
  row('Appium RSS, 2 sessions', await appiumRss(farm))
  const more = [await open(farm, phones[2]?.adb ?? ''), await open(farm, phones[3]?.adb ?? '')]
  row('Appium RSS, 4 sessions', await appiumRss(farm))
  const all = [session, second, ...more]
  const together = await Promise.all(all.map((one) => repeated(() => one.readScreen(NEVER))))
  row('readScreen p50, 4 phones at once', p50(together.flat()))
  const aborted = await Promise.all(all.map((one) => timed(one.abort)))
  row('abort, slowest of 4 at once', Math.max(...aborted))
  await Promise.all(all.map((one) => one.close()))
  row('Appium back after SIGKILL', await timed(() => killAppium(farm)))
}

async function killAppium(farm: Devices): Promise<void> {
  const pid = farm.appium()[0]?.pid
  if (typeof pid !== 'number') throw new Error('no Appium to kill')
  process.kill(pid, 'SIGKILL')
  for (let now = farm.appium()[0]; !now?.healthy || now.pid === pid; now = farm.appium()[0])
    await systemClock.sleep(20, NEVER)
}

async function measureCommands(session: PhoneSession): Promise<void> {
  row('readScreen p50', p50(await repeated(() => session.readScreen(NEVER))))
  row('screenshot p50', p50(await repeated(() => session.screenshot(NEVER))))
  row(
    'tap p50 (60 ms of it the finger rests)',
    p50(await repeated(() => session.tap({ x: 360, y: 900 }, NEVER))),
  )
  await session.restartApp(NEVER)
  await openSearch(session)
  row('setText p50', p50(await repeated(() => session.setText(FIELD, 'quick dinners', NEVER))))
  row('hideKeyboard p50', p50(await repeated(() => session.hideKeyboard(NEVER))))
  row('restartApp p50 of 5', p50(await repeated(() => session.restartApp(NEVER), 5)))
}

async function openSearch(session: PhoneSession): Promise<void> {
  const deadline = AbortSignal.timeout(20_000)
  for (;;) {
    const { root } = await session.readScreen(deadline)
    if (findNodes(root, FIELD).length > 0) return
    const [button] = findNodes(root, { id: 'com.phonefarm.clips:id/search_button' })
    if (button) await session.tap(centerOf(button.bounds), deadline)
  }
}

function open(farm: Devices, serial: string): Promise<PhoneSession> {
  return farm.sessions.open({ phone_id: serial, serial, app: APP, onCreated: async () => undefined }, NEVER)
}

async function repeated(run: () => Promise<unknown>, rounds = ROUNDS): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await timed(run))
  return times
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = systemClock.monotonicMs()
  await run()
  return systemClock.monotonicMs() - started
}

function p50(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}

/** Resident memory in MiB (source: proc(5), VmRSS). */
async function appiumRss(farm: Devices): Promise<number> {
  const status = await readFile(`/proc/${farm.appium()[0]?.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

function row(what: string, value: number | string): void {
  const shown = typeof value === 'number' ? value.toFixed(value < 100 ? 1 : 0) : value
  process.stdout.write(`${what.padEnd(42)} ${shown.padStart(10)}\n`)
}
