import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { AdbClient } from './adb-client.ts'
import { removeServerForwards, runsOnPhone, stopOnPhone } from './on-phone-server.ts'
import type { SessionCommands } from './session-commands.ts'

export interface SessionEndingDeps {
  serial: string
  appPackage: string
  sessionId: string
  /** DELETE of the session at Appium; its request ends with the signal. */
  deleteSession: (signal: AbortSignal) => Promise<unknown>
  adb: AdbClient
  commands: SessionCommands
  closeMs: number
  abortMs: number
  /** Called once, when the phone is free or nothing more can be done: gives the place on Appium back. */
  onEnded: () => void
  clock: Clock
  log: Logger
}

/** The two ways in which a session ends; see PhoneSession. */
export interface SessionEnding {
  close: () => Promise<void>
  abort: () => Promise<boolean>
}

export function createSessionEnding(deps: SessionEndingDeps): SessionEnding {
  const { serial, sessionId, adb, commands, closeMs, abortMs, clock } = deps
  const log = deps.log.child({ serial, session_id: sessionId })
  let closing: Promise<void> | undefined
  let aborting: Promise<boolean> | undefined

  /** One step of the ending, with a deadline. A failed one is logged and answered false: the next step is there for it. */
  async function step(
    what: string,
    ms: number,
    run: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<boolean> {
    const never = new AbortController().signal
    const deadline = startDeadline(clock, ms, never, () => new Error(`${what}: not done within ${ms} ms`))
    try {
      await run(deadline.signal)
      return true
    } catch (error) {
      log.warn({ err: error, step: what }, 'session end: a step failed')
      return false
    } finally {
      deadline.end()
    }
  }

  async function close(): Promise<void> {
    commands.end(new RunError('session', `the session on ${serial} is closed`))
    // A phone that is known to be gone would hold DELETE up for nothing: Appium asks it again and again.
    await step('delete', commands.phoneIsGone() ? abortMs : closeMs, deps.deleteSession)
    await makeSure()
    deps.onEnded()
  }

  /** Appium's word is not enough (it may be dead, or the phone was away): the phone itself must say that the server is gone. */
  async function makeSure(): Promise<void> {
    const lookMs = commands.phoneIsGone() ? abortMs : abortMs * 5
    const gone = await step('verify', lookMs, async (signal) => {
      if (!(await runsOnPhone(adb, serial, signal))) return
      await stopOnPhone(adb, serial, null, signal)
      log.warn('session end: the on-phone server was still running and is stopped now')
    })
    const forwards = await step('forwards', lookMs, (signal) => removeServerForwards(adb, serial, signal))
    log.info({ proven: gone && forwards }, 'session closed')
  }

  async function abort(): Promise<boolean> {
    commands.end(new RunError('session', `the session on ${serial} is stopped`))
    // First the phone: with its server and the app gone nothing that Appium still sends can do anything, and DELETE has nothing to wait for.
    const stopped = await step('stop on the phone', abortMs, (signal) =>
      stopOnPhone(adb, serial, deps.appPackage, signal, abortMs),
    )
    const deleted = await step('delete', abortMs, deps.deleteSession)
    log.info({ stopped, deleted }, 'session aborted')
    // The rest cannot reach the phone's screen any more and need not be waited for; it never rejects.
    closing ??= makeSure().then(deps.onEnded)
    return stopped
  }

  return {
    close: () => (closing ??= close()),
    abort: () => (aborting ??= abort()),
  }
}
