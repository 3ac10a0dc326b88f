import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { createDevices, type Devices, type DevicesConfig } from '../../src/devices/devices.ts'
import { systemClock } from '../../src/domain/clock.ts'
import type { OpenSession } from '../../src/domain/phone-session.ts'
import { startFleet, type Fleet } from '../../src/virtual-phone/fleet.ts'
import { freePort } from '../../src/devices/free-port.ts'

const PhoneTold = Type.Object({
  foreground: Type.String(),
  sessions: Type.Array(Type.Object({ closed_at: Type.Union([Type.String(), Type.Null()]) })),
  commands: Type.Array(Type.Object({ path: Type.String() })),
})
type PhoneTold = Static<typeof PhoneTold>

/** Adb server of its own, Appium and virtual phones, all real but the phones. */
export interface StartedDevices {
  devices: Devices
  /** What they were made with. */
  config: DevicesConfig
  fleet: Fleet
  adbPort: number
  dataDir: string
  /** Serial of phone `number` (from 1), as adb names it. */
  serialOf: (number: number) => string
  /** What `sessions.open` needs for the clips app on that phone. */
  clipsOn: (number: number) => OpenSession & { created: { session_id: string; container: string }[] }
  fault: (number: number, fault: object) => Promise<void>
  /** What the phone itself tells (source: contract, control API). */
  told: (number: number) => Promise<PhoneTold>
  untilOnline: (number: number) => Promise<void>
  stop: () => Promise<void>
}

const NEVER = new AbortController().signal

/** @param settings in place of what the devices are otherwise started with: one Appium for all phones */
export async function startDevices(
  count: number,
  settings: Partial<DevicesConfig> = {},
): Promise<StartedDevices> {
  const adbPort = await freePort()
  const dataDir = await mkdtemp(join(tmpdir(), 'phonefarm-e2e-'))
  const fleet = await startFleet({ count, adbPortBase: 0, controlPort: 0, seed: 1, clock: systemClock })
  const config: DevicesConfig = {
    adbPort,
    env: process.env,
    dataDir,
    mostAppiumServers: 1,
    phonesPerServer: 8,
    appiumPortFirst: null,
    appPackages: () => ['com.phonefarm.clips'],
    clock: systemClock,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    ...settings,
  }
  const devices = createDevices(config)

  async function stop(): Promise<void> {
    await devices.stop()
    await fleet.stop()
    await promisify(execFile)('adb', ['-P', String(adbPort), 'kill-server'])
    await rm(dataDir, { recursive: true, force: true })
  }

  function phone(number: number) {
    const found = fleet.phones[number - 1]
    if (found === undefined) throw new Error(`no phone ${number}`)
    return found
  }

  async function untilOnline(number: number): Promise<void> {
    const deadline = AbortSignal.timeout(15_000)
    while (devices.watcher.stateOf(phone(number).adb) !== 'device') await systemClock.sleep(20, deadline)
  }

  try {
    await devices.start(NEVER)
    devices.watcher.watch(fleet.phones.map(({ adb }) => adb))
    for (const { number } of fleet.phones) await untilOnline(number)
  } catch (error) {
    await stop()
    throw error
  }

  return {
    devices,
    config,
    fleet,
    adbPort,
    dataDir,
    serialOf: (number) => phone(number).adb,
    clipsOn(number) {
      const created: { session_id: string; container: string }[] = []
      return {
        phone_id: `phone_virtual_0${number}`,
        serial: phone(number).adb,
        app: { package_name: 'com.phonefarm.clips', activity: '.MainActivity' },
        created,
        onCreated: async (session) => void created.push(session),
      }
    },
    async fault(number, fault) {
      const url = `${fleet.controlUrl}/phones/${phone(number).serial}/faults`
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(fault), headers })
      if (answer.status !== 204) throw new Error(`${answer.status}: ${await answer.text()}`)
    },
    async told(number) {
      const answer = await fetch(`${fleet.controlUrl}/phones/${phone(number).serial}`)
      return Value.Parse(PhoneTold, await answer.json())
    },
    untilOnline,
    stop,
  }
}
