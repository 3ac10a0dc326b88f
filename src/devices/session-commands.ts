import { startDeadline, type Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { SessionObserver } from '../domain/phone-session.ts'
import type { AdbClient } from './adb-client.ts'
import { explainFault } from './fault-cause.ts'
import { toRunError } from './session-errors.ts'

export interface SessionCommandsDeps {
  serial: string
  adb: AdbClient
  clock: Clock
  /** Told the text of every error that nobody knows the meaning of. */
  onUnknownError?: ((text: string) => void) | undefined
  /** Told of every command once it is over. */
  observer?: SessionObserver | undefined
}

/** Runs the commands of one session, each with its own deadline, and stops all of them at once when the session ends. */
export interface SessionCommands {
  /**
   * Runs one command; the signal that it is given aborts with the deadline, the signal or the session.
   * @throws RunError 'timeout', 'device', 'session', 'app_changed'; the signal's reason when it aborts
   */
  run: <T>(
    name: string,
    ms: number,
    signal: AbortSignal,
    command: (signal: AbortSignal) => Promise<T>,
  ) => Promise<T>
  /** Whether a command has found the phone gone or silent. */
  phoneIsGone: () => boolean
  /** Cuts what is under way and refuses everything after. */
  end: (reason: RunError) => void
}

export function createSessionCommands({
  serial,
  adb,
  clock,
  onUnknownError,
  observer,
}: SessionCommandsDeps): SessionCommands {
  const ended = new AbortController()
  /** After no answer nobody knows what the phone still does: a later tap could land on a screen that a late one opens. */
  let lost: RunError | undefined
  let gone = false

  async function run<T>(
    name: string,
    ms: number,
    outer: AbortSignal,
    command: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const [startMs, started_at] = [clock.monotonicMs(), clock.now().toISOString()]
    const tell = (error: string | null) =>
      observer?.command({ name, started_at, ms: Math.round(clock.monotonicMs() - startMs), error })
    try {
      const answer = await runWithin(name, ms, outer, command)
      tell(null)
      return answer
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error))
      throw error
    }
  }

  async function runWithin<T>(
    name: string,
    ms: number,
    outer: AbortSignal,
    command: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    outer.throwIfAborted()
    ended.signal.throwIfAborted()
    if (lost !== undefined) throw lost
    const either = whicheverFirst(outer, ended.signal)
    const deadline = startDeadline(
      clock,
      ms,
      either.signal,
      () => new RunError('timeout', `${name}: no answer within ${ms} ms`),
    )
    try {
      return await command(deadline.signal)
    } catch (error) {
      outer.throwIfAborted()
      ended.signal.throwIfAborted()
      const told: unknown = deadline.signal.aborted ? deadline.signal.reason : error
      throw noteLoss(
        await explainFault({ adb, clock, serial }, toRunError(told, name, onUnknownError), outer),
      )
    } finally {
      deadline.end()
      either.end()
    }
  }

  function noteLoss(error: RunError): RunError {
    gone ||= error.category === 'device'
    if (error.category === 'timeout' || error.category === 'device') {
      lost = new RunError('session', `the session on ${serial} is given up: ${error.message}`, {
        cause: error,
      })
    }
    return error
  }

  return { run, phoneIsGone: () => gone, end: (reason) => ended.abort(reason) }
}

/** Not AbortSignal.any: on Node 20 each call leaves a weak reference in a signal that lives as long as the run. */
function whicheverFirst(...signals: readonly AbortSignal[]): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController()
  const follow = signals.map((signal) => {
    const onAbort = () => controller.abort(signal.reason)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    return () => signal.removeEventListener('abort', onAbort)
  })
  return { signal: controller.signal, end: () => follow.forEach((stop) => stop()) }
}
