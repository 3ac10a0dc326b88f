import type { Clock } from '../domain/clock.ts'
import type { RunStopped } from '../domain/run-control.ts'
import type { ClaimedItem } from '../store/claims.ts'
import { endsWithin } from '../domain/ends-within.ts'
import { STOP_KINDS, type StopKind } from './stop-times.ts'

/** A stop that somebody waits for. */
export interface AskedStop {
  kind: StopKind
  /** When it was asked for, on the monotonic clock. */
  atMs: number
}

/** The handle by which a run is stopped from outside. */
export interface ActiveRun {
  readonly item: ClaimedItem
  readonly signal: AbortSignal
  /** Asks the run to stop at its next step; the first reason stays. */
  stop: (reason: RunStopped, asked?: AskedStop) => void
  /** The hardest stop that was asked for; null when none was, or only the daemon's own. */
  askedStop: () => AskedStop | null
  /** Registers how to end the run by force. */
  onTerminate: (handler: () => Promise<void>) => void
  /**
   * Stops the run and ends its session by force; a second call waits for the same end.
   * @returns `terminated` when the session is known to be gone or the run has ended by itself, `failed` when neither was shown in time: the
   *   run then stays until the phone confirms it
   */
  terminate: (reason: RunStopped, asked?: AskedStop) => Promise<'terminated' | 'failed'>
  /** Called by the lane when the run is over. */
  markEnded: () => void
}

export interface ActiveRunDeps {
  clock: Clock
  /** How long a termination may take before it counts as failed. */
  terminateMs: number
  /** Told of a handler that failed. */
  onHandlerError: (error: unknown) => void
}

export function createActiveRun(item: ClaimedItem, deps: ActiveRunDeps): ActiveRun {
  const controller = new AbortController()
  const handlers: (() => Promise<void>)[] = []
  const forcing: Promise<void>[] = []
  const forced = { done: 0, failed: 0 }
  let asked: AskedStop | null = null
  let terminating = false
  let termination: Promise<'terminated' | 'failed'> | null = null
  let hasEnded = false
  let resolveEnded: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve
  })

  function stop(reason: RunStopped, stopAsked?: AskedStop): void {
    if (stopAsked && isHarder(stopAsked, asked)) asked = stopAsked
    if (!controller.signal.aborted) controller.abort(reason)
  }

  function onTerminate(handler: () => Promise<void>): void {
    // A session that opens while the run is being terminated is not spared.
    if (terminating) forcing.push(force(handler))
    else handlers.push(handler)
  }

  /** Never rejects. */
  async function force(handler: () => Promise<void>): Promise<void> {
    try {
      await handler()
      forced.done++
    } catch (error) {
      forced.failed++
      deps.onHandlerError(error)
    }
  }

  async function terminateOnce(): Promise<'terminated' | 'failed'> {
    terminating = true
    forcing.push(...handlers.splice(0).map(force))
    await endsWithin(deps.clock, deps.terminateMs, allOver())
    // A run ends only when its phone is free, whatever became of the first try to end its session.
    if (hasEnded) return 'terminated'
    const sessionsGone = forced.failed === 0 && forced.done === forcing.length
    // A run that still hangs in a command cannot reach the phone without its session.
    return sessionsGone && forced.done > 0 ? 'terminated' : 'failed'
  }

  async function allOver(): Promise<void> {
    await ended
    // Read after the end: a handler may have been added until then.
    await Promise.all(forcing)
  }

  return {
    item,
    signal: controller.signal,
    stop,
    askedStop: () => asked,
    onTerminate,
    terminate(reason, stopAsked) {
      stop(reason, stopAsked)
      // What failed may have come to its end since.
      termination ??= terminateOnce().finally(() => (termination = null))
      return termination
    },
    markEnded() {
      hasEnded = true
      resolveEnded()
    },
  }
}

function isHarder({ kind }: AskedStop, than: AskedStop | null): boolean {
  return than === null || STOP_KINDS.indexOf(kind) > STOP_KINDS.indexOf(than.kind)
}
