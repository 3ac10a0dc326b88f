import { AdbError, type AdbDevice } from '../../src/devices/adb-protocol.ts'
import type { AdbClient } from '../../src/devices/adb-client.ts'

/** An adb whose phones are a map from serial to state, and whose shell is a function. */
export interface FakeAdb extends AdbClient {
  readonly states: Map<string, string>
  /** Serials that were asked to connect, in order. */
  readonly connected: string[]
  /** Tells the followers of the list that it changed. */
  changed: () => void
}

/** `reachable` says which serials a connect brings online. */
export function createFakeAdb(options: {
  states?: Record<string, string>
  reachable?: (serial: string) => boolean
  shell?: (command: string) => string
}): FakeAdb {
  const states = new Map(Object.entries(options.states ?? {}))
  const connected: string[] = []
  const followers = new Set<(devices: AdbDevice[]) => void>()
  const list = () =>
    [...states].map(([serial, state]) => ({ serial, state, transport_id: '1', model: null, usb: null }))
  const changed = () => followers.forEach((follow) => follow(list()))

  async function shell(serial: string, command: string) {
    if (states.get(serial) !== 'device') throw new AdbError('refused', `device '${serial}' not found`)
    return { stdout: options.shell?.(command) ?? '', stderr: '', exitCode: 0 }
  }

  return {
    port: 0,
    states,
    connected,
    changed,
    ensureServer: async () => undefined,
    health: () => ({ ok: true }),
    metrics: () => [],
    devices: async () => list(),
    stateOf: async (serial) => states.get(serial) ?? 'absent',
    async trackDevices(onList, signal) {
      followers.add(onList)
      onList(list())
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    },
    async connect(serial) {
      connected.push(serial)
      if (options.reachable?.(serial) === true) {
        states.set(serial, 'device')
        changed()
      }
      return states.get(serial) ?? 'absent'
    },
    disconnect: async (serial) => void states.delete(serial),
    echo: async (serial) => (await shell(serial, 'echo alive')).stdout.trim() === 'alive',
    shell,
    transportOf: (serial) => serial,
    forwards: async () => [],
    removeForward: async () => false,
  }
}
