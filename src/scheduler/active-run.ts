import type { Clock } from '../domain/clock.ts'
import { RunStopped } from '../domain/run-control.ts'
import type { ClaimedItem } from '../store/claims.ts'
import { endsWithin } from './ends-within.ts'

/** The handle by which a run is stopped from outside. */
export interface ActiveRun {
  readonly item: ClaimedItem
  readonly signal: AbortSignal
  /** Asks the run to stop at its next step; the first reason stays. */
  stop: (reason: RunStopped) => void
  /** Registers how to end the run by force. */
  onTerminate: (handler: () => Promise<void>) => void
  /**
   * Stops the run and ends its session by force; a second call waits for the same end.
   * @returns `terminated` when the session is known to be gone or the run has ended by itself, `failed` when neither was shown in time
   */
  terminate: (reason: string) => Promise<'terminated' | 'failed'>
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
  let terminating = false
  let termination: Promise<'terminated' | 'failed'> | null = null
  let hasEnded = false
  let resolveEnded: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve
  })

  function stop(reason: RunStopped): void {
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
    forcing.push(...handlers.map(force))
    await endsWithin(deps.clock, deps.terminateMs, allOver())
    const sessionsGone = forced.failed === 0 && forced.done === forcing.length
    // A run that still hangs in a command cannot reach the phone without its session.
    return sessionsGone && (hasEnded || forced.done > 0) ? 'terminated' : 'failed'
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
    onTerminate,
    terminate(reason) {
      stop(new RunStopped('cancelled', reason))
      termination ??= terminateOnce()
      return termination
    },
    markEnded() {
      hasEnded = true
      resolveEnded()
    },
  }
}
