import { isFreePort } from './free-port.ts'

/** Our ends of the forwards to the servers on the phones (`systemPort`). */
export interface SystemPorts {
  /** The port that the phone had before, or another one when somebody else has taken it meanwhile. */
  take: (serial: string) => Promise<number>
  /** Somebody may still come back to the phone's port: the phone gets another one. */
  forget: (serial: string) => void
}

/**
 * The ports that we use, so that our forwards are told from a person's (8200-8299, the driver's habit) and no outgoing connection takes
 * one between our choice and Appium's use of it seconds later (Linux takes those from 32768 up).
 */
const OURS = { first: 20_000, count: 10_000 }
/** Steps through the range without coming back before all of it was seen: prime, and no divisor of its size. */
const STEP = 7919

/** Whether a forward's local end (`tcp:20001`) is one that we would have made. */
export function isOurPort(local: string): boolean {
  const port = Number(/^tcp:(\d+)$/.exec(local)?.[1] ?? 0)
  return port >= OURS.first && port < OURS.first + OURS.count
}

/** Where a process begins in the range: daemons on one host must not come into each other's way. */
export function createSystemPorts(processId: number = process.pid): SystemPorts {
  const ports = new Map<string, number>()
  let tried = processId

  function next(): number {
    return OURS.first + ((tried++ * STEP) % OURS.count)
  }

  return {
    forget: (serial) => void ports.delete(serial),
    async take(serial) {
      const kept = ports.get(serial)
      if (kept !== undefined && (await isFreePort(kept))) return kept
      for (let tries = 0; tries < OURS.count; tries++) {
        const port = next()
        // Not a neighbor's, whose forward does not stand just now.
        if ([...ports.values()].includes(port) || !(await isFreePort(port))) continue
        ports.set(serial, port)
        return port
      }
      throw new Error(`no free port from ${OURS.first} to ${OURS.first + OURS.count - 1}`)
    },
  }
}
