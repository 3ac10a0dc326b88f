import { freePort, isFreePort } from './free-port.ts'

/** Our ends of the forwards to the servers on the phones (`systemPort`). */
export interface SystemPorts {
  /** The port that the phone had before, or another one when somebody else has taken it meanwhile. */
  take: (serial: string) => Promise<number>
  /** Somebody may still come back to the phone's port: the phone gets another one. */
  forget: (serial: string) => void
}

/**
 * Any free port will do, and should: the driver's habit of counting up from 8200 brings daemons on one host into each other's way, since
 * Appium takes the port only seconds after it was chosen.
 */
export function createSystemPorts(): SystemPorts {
  const ports = new Map<string, number>()

  return {
    forget: (serial) => void ports.delete(serial),
    async take(serial) {
      const kept = ports.get(serial)
      if (kept !== undefined && (await isFreePort(kept))) return kept
      for (;;) {
        const port = await freePort()
        if ([...ports.values()].includes(port)) continue // a neighbor's, whose forward does not stand just now
        ports.set(serial, port)
        return port
      }
    },
  }
}
