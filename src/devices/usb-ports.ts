import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import type { PortAbilities, PowerSwitch, UsbPort } from '../domain/power-switch.ts'
import type { AdbDevice } from './adb-protocol.ts'
import type { Environment } from './android-sdk.ts'

export interface UsbPortsDeps {
  /** The connections that lead to a registered phone, best first. */
  waysTo: (serial: string) => readonly AdbDevice[]
  /** Where `uhubctl` is looked for (PATH). */
  env: Environment
  /** Where Linux shows its USB devices; another folder in tests. */
  sysfs?: string
  clock: Clock
  log: Logger
}

/** The host's USB ports as far as it can switch them: by `uhubctl` where a hub can, else by taking the device's authorization away. */
export interface UsbPorts extends PowerSwitch {
  /** Looks which hubs can be switched; to be called at start, and again when hubs were changed. Never rejects. */
  look: (signal: AbortSignal) => Promise<void>
}

const SYSFS = '/sys/bus/usb/devices'
/** uhubctl reads every hub, and tries a switch several times; a second is usual. */
const UHUBCTL_MS = 20_000
/** Shorter, and what hangs on the port may live on what its capacitors hold. */
const DARK_MS = 3000
/** What the kernel needs to tear a device down. */
const DEAUTHORIZED_MS = 1000

export function createUsbPorts({ waysTo, env, sysfs = SYSFS, clock, log }: UsbPortsDeps): UsbPorts {
  /** Hubs that switch power port by port. */
  let switchable: ReadonlySet<string> = new Set()
  /** Where each phone was seen last: one that has vanished is the one whose port has to be switched. */
  const locations = new Map<string, string>()

  function locationOf(serial: string): string | null {
    const usb = waysTo(serial).find((way) => way.usb !== null)?.usb ?? null
    if (usb !== null) locations.set(serial, usb)
    return locations.get(serial) ?? null
  }

  function portOf(serial: string): UsbPort | null {
    const location = locationOf(serial)
    return location === null ? null : parseLocation(location)
  }

  function abilitiesOf(serial: string): PortAbilities {
    const location = locationOf(serial)
    const port = location === null ? null : parseLocation(location)
    const power = port !== null && switchable.has(port.hub)
    return { power, reset: power || (location !== null && isWritable(authorizationOf(location))) }
  }

  /** @returns what uhubctl says; null when the host has none. @throws Error with its words; the signal's reason */
  async function uhubctl(args: readonly string[], outer: AbortSignal): Promise<string | null> {
    const tooLate = () => new Error(`uhubctl ${args.join(' ')} did not end within ${UHUBCTL_MS} ms`)
    const deadline = startDeadline(clock, UHUBCTL_MS, outer, tooLate)
    try {
      return await run(args, { ...env }, deadline.signal)
    } catch (error) {
      deadline.signal.throwIfAborted()
      throw error
    } finally {
      deadline.end()
    }
  }

  async function look(signal: AbortSignal): Promise<void> {
    try {
      const text = await uhubctl([], signal)
      switchable = new Set(text === null ? [] : parseHubs(text))
      log.info({ uhubctl: text !== null, hubs: [...switchable] }, 'USB hubs looked at')
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'USB hubs could not be looked at')
    }
  }

  async function setPower({ hub, port }: UsbPort, on: boolean, signal: AbortSignal): Promise<void> {
    const wanted = on ? 'on' : 'off'
    const said = await uhubctl(['-l', hub, '-p', String(port), '-a', wanted], signal)
    if (said === null) throw new Error('this host has no uhubctl')
    if (isOn(said, port) !== on)
      throw new Error(`port ${port} of hub ${hub} did not go ${wanted}: ${said.trim()}`)
    log.info({ hub, port, power: wanted }, 'USB port switched')
  }

  async function cyclePower(port: UsbPort, signal: AbortSignal): Promise<void> {
    await setPower(port, false, signal)
    try {
      await clock.sleep(DARK_MS, signal)
    } finally {
      // Whatever came between: no phone is left without its power.
      await setPower(port, true, new AbortController().signal)
    }
  }

  async function reauthorize(file: string, signal: AbortSignal): Promise<void> {
    await writeFile(file, '0')
    try {
      await clock.sleep(DEAUTHORIZED_MS, signal)
    } finally {
      await writeFile(file, '1')
    }
  }

  const authorizationOf = (location: string) => join(sysfs, location, 'authorized')

  return {
    look,
    portOf,
    abilitiesOf,
    setPower,
    async resetPort(serial, signal) {
      const location = locationOf(serial)
      const port = portOf(serial)
      const { power, reset } = abilitiesOf(serial)
      if (location === null || port === null || !reset) return false
      if (power) await cyclePower(port, signal)
      else await reauthorize(authorizationOf(location), signal)
      return true
    },
  }
}

/** `1-1.2` is port 2 of hub 1-1, `3-4` is port 4 of bus 3's own hub; null for what is no place on a bus. */
export function parseLocation(location: string): UsbPort | null {
  const [, hub, port] = /^(\d+(?:-\d+(?:\.\d+)*)?)[-.](\d+)$/.exec(location) ?? []
  return hub === undefined || port === undefined ? null : { hub, port: Number(port) }
}

/** The hubs that uhubctl lists with per-port power switching. */
export function parseHubs(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [, hub] = /^Current status for hub (\S+) \[.*\bppps\b.*\]/.exec(line) ?? []
    return hub === undefined ? [] : [hub]
  })
}

/** Whether a port has power after a switch; null when uhubctl does not tell. */
function isOn(text: string, port: number): boolean | null {
  // Of "Current status" and "New status" the last one counts.
  const line = text.split('\n').findLast((each) => each.trim().startsWith(`Port ${port}:`))
  return line === undefined ? null : /\bpower\b/.test(line)
}

function run(args: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    execFile('uhubctl', args, { env, signal }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else if (error.code === 'ENOENT') resolve(null)
      else reject(new Error(`uhubctl: ${(stderr || stdout).trim()}`, { cause: error }))
    })
  })
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    return true
  } catch {
    return false // no such device, or not ours to switch
  }
}
