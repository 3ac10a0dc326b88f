import type { AdbDevice } from '../devices/adb-protocol.ts'
import type { PhoneWatcher } from '../devices/phone-watcher.ts'
import { RunError, type ErrorCategory } from '../domain/errors.ts'

export interface OtherWayDeps {
  watcher: Pick<PhoneWatcher, 'waysTo'>
  /** Undefined for a phone that is not registered (any more). */
  serialOf: (phoneId: string) => string | undefined
}

/** Faults that the loss of a connection shows itself by. */
const LOSSES: readonly ErrorCategory[] = ['device', 'session', 'timeout']

/**
 * A run whose connection to the phone was lost ends, as its session lived on that connection; where the phone is still reached on another
 * one, the item goes on over that at once instead of after the pause that a fault of the phone has.
 */
export function goOnOverOtherWay<R extends { item: { phone_id: string } }, T>(
  { watcher, serialOf }: OtherWayDeps,
  execute: (run: R) => Promise<T>,
): (run: R) => Promise<T> {
  const waysTo = (phoneId: string) => {
    const serial = serialOf(phoneId)
    return serial === undefined ? [] : watcher.waysTo(serial).filter(({ state }) => state === 'device')
  }
  return async (run) => {
    const [used] = waysTo(run.item.phone_id)
    try {
      return await execute(run)
    } catch (error) {
      if (!(error instanceof RunError) || !LOSSES.includes(error.category)) throw error
      const ways = waysTo(run.item.phone_id)
      const [next] = ways
      if (used === undefined || next === undefined || ways.some((way) => isSame(way, used))) throw error
      const message = `${error.message}; its connection ${used.serial} was lost, it goes on over ${next.serial}`
      throw new RunError(error.category, message, { cause: error, atOnce: true })
    }
  }
}

function isSame(a: AdbDevice, b: AdbDevice): boolean {
  return a.serial === b.serial && a.transport_id === b.transport_id
}
