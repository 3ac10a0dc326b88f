import type { AdbClient } from './adb-client.ts'
import { AdbError } from './adb-protocol.ts'

/** Whether a phone can take a run. `reason` is a sentence for people. */
export type Health = { healthy: true } | { healthy: false; reason: string }

/** What to tell people about each state that is not `device`. */
const STATE_REASONS = new Map([
  ['absent', 'is not connected'],
  ['offline', 'is offline'],
  ['unauthorized', 'waits for USB debugging to be allowed on its screen'],
  ['authorizing', 'is still authorizing'],
  ['connecting', 'is still connecting'],
  ['no permissions', 'cannot be opened by this user (udev rules)'],
  ['recovery', 'is in recovery mode'],
  ['bootloader', 'is in its bootloader'],
  ['sideload', 'is in sideload mode'],
])

/**
 * Looks whether a phone is fit for a run: listed as `device`, answering within 3 s, and booted. Ends within about 15 s.
 * @throws the signal's reason when it aborts
 */
export async function probePhone(adb: AdbClient, serial: string, signal: AbortSignal): Promise<Health> {
  try {
    const state = await adb.stateOf(serial, signal)
    if (state !== 'device') return unhealthy(serial, STATE_REASONS.get(state) ?? `is in state ${state}`)
    // A phone whose USB socket is dead stays in the list as `device` (source: STF #560).
    if (!(await adb.echo(serial, signal))) return unhealthy(serial, 'is listed but does not answer')
    // Empty until the boot has completed, then 1 (source: fidelity 7.8).
    const { stdout } = await adb.shell(serial, 'getprop sys.boot_completed', signal)
    return stdout.trim() === '1' ? { healthy: true } : unhealthy(serial, 'is still starting up')
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AdbError) return unhealthy(serial, `cannot be asked: ${error.message}`)
    throw error
  }
}

function unhealthy(serial: string, what: string): Health {
  return { healthy: false, reason: `phone ${serial} ${what}` }
}
