import { startDeadline, type Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { RecoveryRung } from '../domain/recovery.ts'
import type { AdbClient } from './adb-client.ts'
import { rungOfState } from './session-errors.ts'

/** The phone is asked for no longer than this; `echo` has 3 s of its own. */
const LOOK_MS = 4_000

/**
 * "The on-phone server is not running" and "no answer" read the same whether the server crashed or the cable was pulled: adb knows. A phone
 * that is not online or does not answer turns the fault into 'device'; any other fault comes back as it is.
 * @throws the signal's reason when it aborts
 */
export async function explainFault(
  { adb, clock, serial }: { adb: AdbClient; clock: Clock; serial: string },
  fault: RunError,
  signal: AbortSignal,
): Promise<RunError> {
  if (fault.category !== 'session' && fault.category !== 'timeout') return fault
  const deadline = startDeadline(clock, LOOK_MS, signal, () => fault)
  try {
    const state = await adb.stateOf(serial, deadline.signal)
    if (state !== 'device') return deviceFault(`phone ${serial} is ${state}`, fault, rungOfState(state))
    if (fault.category === 'timeout' && !(await adb.echo(serial, deadline.signal))) {
      return deviceFault(`phone ${serial} is listed but does not answer`, fault, 'adb_reconnect')
    }
    return fault
  } catch {
    signal.throwIfAborted()
    return fault // adb does not answer either, so nothing more is known than before
  } finally {
    deadline.end()
  }
}

function deviceFault(what: string, fault: RunError, rung: RecoveryRung): RunError {
  return new RunError('device', `${what} (${fault.message})`, { cause: fault, rung })
}
