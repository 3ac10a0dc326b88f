import type { AdbClient } from './adb-client.ts'
import { AdbError } from './adb-protocol.ts'
import type { Transports } from './transports.ts'

/** adb refused before the phone was asked for anything: the connection is gone (source: fidelity 7.1). */
const NOT_REACHED = /^device '.*' not found$|^device offline|^no device with transport id/

/**
 * adb for the farm's phones by their registered serials: each command goes over the best connection that the phone has at that moment. A
 * connection that turns out to be gone before the phone was asked is replaced by another one at once, when there is one.
 */
export function routeAdb(adb: AdbClient, transports: Transports): AdbClient {
  const { transportOf, nameOf } = transports

  async function reached<T>(
    serial: string,
    signal: AbortSignal,
    run: (transport: string) => Promise<T>,
  ): Promise<T> {
    const first = transportOf(serial)
    try {
      return await run(first)
    } catch (error) {
      if (!(error instanceof AdbError) || error.kind !== 'refused' || !NOT_REACHED.test(error.message))
        throw error
      const [other] = transports.waysTo(serial, await adb.devices(signal))
      if (other === undefined || other.serial === first || other.state !== 'device') throw error
      return await run(other.serial)
    }
  }

  return {
    ...adb,
    transportOf,
    stateOf: async (serial, signal) => transports.stateOf(serial, await adb.devices(signal)),
    echo: (serial, signal) => adb.echo(transportOf(serial), signal),
    shell: (serial, command, signal, deadlineMs) =>
      reached(serial, signal, (transport) => adb.shell(transport, command, signal, deadlineMs)),
    async forwards(signal) {
      const all = await adb.forwards(signal)
      return all.map((forward) => ({ ...forward, serial: nameOf(forward.serial) }))
    },
    async removeForward(serial, local, signal) {
      // It belongs to the connection over which it was made, which need not be the best one any more.
      const all = await adb.forwards(signal)
      const made = all.find((forward) => forward.local === local && nameOf(forward.serial) === serial)
      return adb.removeForward(made?.serial ?? transportOf(serial), local, signal)
    },
  }
}
