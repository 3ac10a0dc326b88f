import type { Logger } from 'pino'
import { request } from 'undici'
import { startDeadline, type Clock } from '../domain/clock.ts'
import type { AdbClient } from './adb-client.ts'
import { removeServerForwards, runsOnPhone, stopOnPhone } from './on-phone-server.ts'

/** A session that an earlier boot opened and did not close. */
export interface Orphan {
  serial: string
  /** The app that it drove, to be stopped as well; without it the app is left as it is. */
  app_package?: string | null
  /** Null when it died before it could store the session that it may have opened. */
  session_id: string | null
  /** Appium's address, as `onCreated` gave it. */
  container: string | null
}

/** `closed`: the phone itself says that the session's server is gone. `unreachable`: the phone cannot be asked; it must not be used yet. */
export type OrphanOutcome = { status: 'closed' } | { status: 'unreachable'; reason: string }

const DELETE_MS = 5_000

/**
 * What the dead daemon or its Appium had asked of the phone in their last moment (`am instrument`, `am start`) may take effect only after a
 * first stop: adb goes on with a command whose sender has died.
 */
const LAST_WORDS_MS = 500

/** Ends an orphan at Appium if that still answers, then on the phone, and proves it there. Never throws, except the signal's reason. */
export async function closeOrphan(
  { adb, clock, log }: { adb: AdbClient; clock: Clock; log: Logger },
  orphan: Orphan,
  signal: AbortSignal,
): Promise<OrphanOutcome> {
  const { serial, app_package: app = null, session_id: sessionId, container } = orphan
  const deleted =
    sessionId !== null && container !== null && (await deleteAtAppium(clock, container, sessionId, signal))
  try {
    await stopOnPhone(adb, serial, app, signal)
    await removeServerForwards(adb, serial, signal)
    await clock.sleep(LAST_WORDS_MS, signal)
    await stopOnPhone(adb, serial, app, signal)
    const runs = await runsOnPhone(adb, serial, signal)
    log.info({ serial, session_id: sessionId, deleted, runs }, 'orphan session closed')
    return runs
      ? { status: 'unreachable', reason: `the server on ${serial} does not stop` }
      : { status: 'closed' }
  } catch (error) {
    signal.throwIfAborted()
    // Whoever asked tells it, once, with the reason.
    log.debug({ serial, session_id: sessionId, deleted, err: error }, 'orphan session cannot be closed')
    return { status: 'unreachable', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Usually nobody is there any more: our Appium processes end with the daemon. */
async function deleteAtAppium(
  clock: Clock,
  container: string,
  sessionId: string,
  outer: AbortSignal,
): Promise<boolean> {
  const deadline = startDeadline(clock, DELETE_MS, outer, () => new Error('no answer'))
  try {
    const url = new URL(`/session/${encodeURIComponent(sessionId)}`, container)
    const { statusCode, body } = await request(url, { method: 'DELETE', signal: deadline.signal })
    await body.dump()
    return statusCode === 200
  } catch {
    outer.throwIfAborted()
    return false // refused, or no answer: the phone's own word decides
  } finally {
    deadline.end()
  }
}
