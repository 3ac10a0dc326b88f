import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { AdbClient } from './adb-client.ts'
import type { AppStarter } from './app-start.ts'
import { freePhone } from './free-phone.ts'
import type { OnPhoneMemory } from './on-phone-memory.ts'
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
  starter: AppStarter
  memory: Pick<OnPhoneMemory, 'look' | 'recycle'>
  closeMs: number
  abortMs: number
  /** Called once, when the phone is free or nothing more can be done: gives the place on Appium back. */
  onEnded: (confirmed: boolean) => void
  /** Aborts when the daemon must leave, whatever the phone says. */
  leaving: AbortSignal
  clock: Clock
  log: Logger
}

/** The ways in which a session ends; see PhoneSession. */
export interface SessionEnding {
  close: () => Promise<boolean>
  abort: () => Promise<boolean>
  free: () => Promise<void>
}

export function createSessionEnding(deps: SessionEndingDeps): SessionEnding {
  const { serial, sessionId, adb, commands, starter, memory, closeMs, abortMs, leaving, clock } = deps
  const log = deps.log.child({ serial, session_id: sessionId })
  let closing: Promise<boolean> | undefined
  /** How the close came out; from then on the phone may be another run's. */
  let closed: boolean | undefined
  let aborting: Promise<boolean> | undefined
  let freeing: Promise<void> | undefined

  /** One step of the ending, with a deadline. A failed one is logged and answered false: the next step is there for it. */
  async function step(
    what: string,
    ms: number,
    run: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<boolean> {
    const deadline = startDeadline(clock, ms, leaving, () => new Error(`${what}: not done within ${ms} ms`))
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

  async function close(): Promise<boolean> {
    commands.end(new RunError('session', `the session on ${serial} is closed`))
    // A phone that is known to be gone would hold DELETE up for nothing: Appium asks it again and again.
    const isGone = commands.phoneIsGone()
    await Promise.all([
      step('delete', isGone ? abortMs : closeMs, deps.deleteSession),
      isGone || step('look at the memory', abortMs, (signal) => memory.look(serial, signal)),
    ])
    return makeSure()
  }

  /** Appium's word is not enough (it may be dead, or the phone was away): the phone itself must say that the server is gone. */
  async function makeSure(): Promise<boolean> {
    const lookMs = commands.phoneIsGone() ? abortMs : abortMs * 5
    const gone = await step('verify', lookMs, async (signal) => {
      await starter.over(signal)
      if (!(await runsOnPhone(adb, serial, signal))) return
      await mustStop(null, signal)
      log.warn('session end: the on-phone server was still running and is stopped now')
    })
    const forwards = await step('forwards', lookMs, (signal) => removeServerForwards(adb, serial, signal))
    if (gone) await step('recycle', abortMs, (signal) => memory.recycle(serial, signal))
    log.info({ proven: gone && forwards }, 'session closed')
    closed = gone && forwards
    deps.onEnded(closed)
    return closed
  }

  async function mustStop(appPackage: string | null, signal: AbortSignal): Promise<void> {
    if (await stopOnPhone(adb, serial, appPackage, signal)) return
    throw new Error(`phone ${serial} still runs what was stopped on it`)
  }

  async function abort(): Promise<boolean> {
    if (closed !== undefined) return closed
    commands.end(new RunError('session', `the session on ${serial} is stopped`))
    // First the phone: with its server and the app gone nothing that Appium still sends can do anything, and DELETE has nothing to wait for.
    let stopped = await step('stop on the phone', abortMs, (signal) => mustStop(deps.appPackage, signal))
    if (stopped && starter.isUnderWay()) {
      // The stop may have come between the command and what it does: the app would come up after all.
      stopped = await step('stop the app that was being started', abortMs, async (signal) => {
        await starter.over(signal)
        await mustStop(deps.appPackage, signal)
      })
    }
    const deleted = await step('delete', abortMs, deps.deleteSession)
    log.info({ stopped, deleted }, 'session aborted')
    // The rest cannot reach the phone's screen any more and need not be waited for; it never rejects.
    closing ??= makeSure()
    return stopped
  }

  /** With an abort that came while it was under way. */
  async function closeAll(): Promise<boolean> {
    const confirmed = await (closing ??= close())
    return aborting === undefined ? confirmed : (await aborting) && confirmed
  }

  async function free(): Promise<void> {
    if (await closeAll()) return
    const how = await freePhone({ adb, clock, log, leaving }, serial, deps.appPackage)
    log.info({ how }, 'session end: nothing of it is left on the phone')
  }

  return {
    close: closeAll,
    abort: () => (aborting ??= abort()),
    free: () => (freeing ??= free()),
  }
}
