import { AdbError } from './devices/adb-protocol.ts'
import { takeScreencap, type ScreencapDeps } from './devices/screencap.ts'
import { FarmError } from './domain/errors.ts'

/** PNG of what a phone shows; does not disturb a run. @throws FarmError 'unavailable' (`phone_not_reachable`) */
export async function screenshotOf(
  deps: ScreencapDeps,
  serial: string,
  signal: AbortSignal,
): Promise<Buffer> {
  try {
    return await takeScreencap(deps, serial, signal)
  } catch (error) {
    if (!(error instanceof AdbError)) throw error
    throw new FarmError('unavailable', `phone ${serial} gives no picture: ${error.message}`, {
      detail: 'phone_not_reachable',
      cause: error,
    })
  }
}
