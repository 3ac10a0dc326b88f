import type { Devices } from './devices/devices.ts'
import { RunError } from './domain/errors.ts'
import type { CloseOrphan } from './scheduler/rescue.ts'

/** The scheduler's rescue asks for a phone to be freed; a phone that is no longer registered has nothing to close. */
export function closeOrphanOn(
  devices: Devices,
  packageOf: (accountId: string) => string | undefined,
): CloseOrphan {
  return async ({ serial, account_id, session_id, container }, signal) => {
    if (serial === null) return
    const app_package = account_id === null ? null : (packageOf(account_id) ?? null)
    const outcome = await devices.closeOrphan({ serial, app_package, session_id, container }, signal)
    if (outcome.status === 'unreachable') throw new RunError('device', outcome.reason)
  }
}
