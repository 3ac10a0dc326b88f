import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { PhoneNotFreed } from '../domain/run-control.ts'
import type { AdbClient } from './adb-client.ts'
import { removeServerForwards, stopOnPhone } from './on-phone-server.ts'

export interface FreePhoneDeps {
  adb: AdbClient
  clock: Clock
  log: Logger
  /** Aborts when the daemon must leave, whatever the phone says. */
  leaving: AbortSignal
}

/** One try: a phone that answers needs a tenth of this. */
const TRY_MS = 3000
const PAUSE_MS = { first: 250, longest: 5000 }
/** A phone that did not answer for a while works off what was sent to it, so its first word counts only when it says the same again. */
const AGAIN_MS = 1000

/**
 * Stops what a session may have left on a phone, again and again with back-off, until the phone itself shows that nothing of it runs, or is
 * gone: a phone that adb has lost is out of reach of every command, and its forwards went with it.
 * @param appPackage the app to be stopped too, null to leave it
 * @throws PhoneNotFreed when the daemon had to leave before that
 */
export async function freePhone(
  { adb, clock, log, leaving }: FreePhoneDeps,
  serial: string,
  appPackage: string | null,
): Promise<'confirmed' | 'gone'> {
  let confirmationsNeeded = 1
  for (let pauseMs = PAUSE_MS.first; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS.longest)) {
    const deadline = startDeadline(clock, TRY_MS, leaving, () => new Error(`no answer within ${TRY_MS} ms`))
    try {
      if ((await adb.stateOf(serial, deadline.signal)) !== 'device') return 'gone'
      const stopped = await stopOnPhone(adb, serial, appPackage, deadline.signal, TRY_MS)
      await removeServerForwards(adb, serial, deadline.signal)
      if (stopped && --confirmationsNeeded === 0) return 'confirmed'
      if (stopped) pauseMs = AGAIN_MS
      else log.warn({ serial }, 'phone still runs what was stopped on it')
    } catch (error) {
      confirmationsNeeded = 2
      log.warn({ serial, err: error }, 'phone does not confirm that it is free')
    } finally {
      deadline.end()
    }
    try {
      await clock.sleep(pauseMs, leaving)
    } catch (error) {
      throw new PhoneNotFreed(serial, { cause: error })
    }
  }
}
