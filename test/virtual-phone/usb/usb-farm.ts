import { execFile } from 'node:child_process'
import type { TestContext } from 'node:test'
import { systemClock } from '../../../src/domain/clock.ts'
import { type Fleet, startFleet } from '../../../src/virtual-phone/fleet.ts'
import type { UsbHost } from '../../../src/virtual-phone/usb/usb-host.ts'

/** Virtual phones on USB, and the real adb as a client of their host. */
export interface UsbFarm {
  fleet: Fleet
  host: UsbHost
  /** Serials on USB in order. */
  serials: readonly string[]
  /** The real adb program; what it says on both outputs, trimmed. */
  adb: (...args: string[]) => Promise<string>
  /** `SERIAL STATE` of each phone on USB or the network, from `adb devices`. */
  list: () => Promise<string[]>
  /** Repeats `list` until it is so. @throws Error after 10 s */
  until: (what: (lines: string[]) => boolean) => Promise<string[]>
  fault: (phone: number, body: object) => Promise<void>
  hostFault: (body: object) => Promise<void>
  power: (hub: string, port: number, on: boolean) => Promise<void>
}

const ADB_MS = 8_000
const UNTIL_MS = 10_000

export async function startUsbFarm(t: TestContext, count: number): Promise<UsbFarm> {
  const fleet = await startFleet({
    count,
    adbPortBase: 0,
    controlPort: 0,
    usbPort: 0,
    seed: 1,
    clock: systemClock,
  })
  t.after(() => fleet.stop())
  if (fleet.usb === null) throw new Error('the fleet has no USB host')
  const { host, serials } = fleet.usb

  function adb(...args: string[]): Promise<string> {
    return new Promise((resolve) => {
      const options = { timeout: ADB_MS }
      const child = execFile('adb', ['-P', String(host.port()), ...args], options, (_error, stdout, stderr) =>
        resolve(`${stdout}${stderr}`.trim()),
      )
      child.stdin?.end()
    })
  }

  async function list(): Promise<string[]> {
    const lines = (await adb('devices')).split('\n').filter((line) => line.includes('\t'))
    return lines.map((line) => line.replace('\t', ' ').replace(/no permissions.*/, 'no permissions'))
  }

  async function until(what: (lines: string[]) => boolean): Promise<string[]> {
    const endAtMs = performance.now() + UNTIL_MS
    for (;;) {
      const lines = await list()
      if (what(lines)) return lines
      if (performance.now() > endAtMs) throw new Error(`never so: ${JSON.stringify(lines)}`)
      await systemClock.sleep(50, new AbortController().signal)
    }
  }

  async function post(path: string, body: object): Promise<void> {
    const answer = await fetch(`${fleet.controlUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (answer.status !== 204) throw new Error(`${answer.status}: ${await answer.text()}`)
  }

  return {
    fleet,
    host,
    serials,
    adb,
    list,
    until,
    fault: (phone, body) => post(`/phones/vp-${String(phone).padStart(2, '0')}/faults`, body),
    hostFault: (body) => post('/usb/faults', body),
    power: (hub, port, on) => post('/usb/power', { hub, port, on }),
  }
}
