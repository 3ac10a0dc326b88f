import { once } from 'node:events'
import { createServer } from 'node:net'
import { RunError } from '../domain/errors.ts'

/** More than any host has phones; a search through so many busy ports means that something else is wrong. */
const RANGE = 1_000

/** Our ends of the forwards to the servers on the phones. */
export interface SystemPorts {
  /**
   * The port that the phone had before, or the next that is free: another daemon or Appium on this host may have the same habit.
   * @throws RunError 'session' when there is none
   */
  take: (serial: string) => Promise<number>
}

/** @param first the lowest port; each phone takes one and keeps it as long as nobody else does */
export function createSystemPorts(first: number): SystemPorts {
  const ports = new Map<string, number>()

  const isAnothers = (port: number, serial: string) =>
    [...ports].some(([owner, taken]) => taken === port && owner !== serial)

  return {
    async take(serial) {
      const kept = ports.get(serial) ?? first
      for (let step = 0; step < RANGE; step++) {
        const port = first + ((kept - first + step) % RANGE)
        if (isAnothers(port, serial)) continue
        ports.set(serial, port) // before the look, which another phone's would overtake
        if (await isFree(port)) return port
      }
      throw new RunError('session', `no free port for ${serial} from ${first} to ${first + RANGE - 1}`)
    },
  }
}

/** On loopback, where adb listens for forwards. */
async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  try {
    probe.listen(port, '127.0.0.1')
    await once(probe, 'listening')
  } catch {
    return false // whatever keeps us from it would keep adb from it too
  }
  probe.close()
  await once(probe, 'close')
  return true
}
