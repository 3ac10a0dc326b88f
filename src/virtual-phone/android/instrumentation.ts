import type { Cancel, Clock } from '../../domain/clock.ts'
import type { Instrumentation, Processes, UiAutomatorServer } from './phone.ts'

/** From `am instrument` to the open port; a real phone takes 1.5 to 4 s (source: research/fidelity.md 6.1). */
const START_MS = 400

export interface InstrumentationDeps {
  clock: Clock
  processes: Processes
  startServer: () => UiAutomatorServer
}

export interface RunningInstrumentation extends Instrumentation {
  /** To be told of every killed process: when it is the server's, the instrumentation has crashed. */
  onProcessKilled: (name: string) => void
}

interface Run {
  target: string
  server: UiAutomatorServer | undefined
  cancelStart: Cancel
  end: (how: 'finished' | 'crashed') => void
}

/** Runs at most one server; a second `am instrument` of it kills the first, as Android does. */
export function createInstrumentation(deps: InstrumentationDeps): RunningInstrumentation {
  const { clock, processes, startServer } = deps
  let current: Run | undefined

  function stop(how: 'finished' | 'crashed'): void {
    const run = current
    if (!run) return
    current = undefined
    run.cancelStart()
    run.server?.close()
    processes.kill(run.target)
    run.end(how)
  }

  function run(target: string, signal: AbortSignal): Promise<'finished' | 'crashed'> {
    stop('crashed')
    processes.kill(target)
    processes.start(target)
    return new Promise((resolve) => {
      // The automation connection lives in the `am` process: when that goes, the server goes with it.
      const onAbort = () => {
        if (current === started) stop('crashed')
      }
      const started: Run = {
        target,
        server: undefined,
        cancelStart: clock.after(START_MS, () => (started.server = startServer())),
        end: (how) => {
          signal.removeEventListener('abort', onAbort)
          resolve(how)
        },
      }
      current = started
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  return {
    run,
    server: () => current?.server,
    finish: () => stop('finished'),
    crash: () => stop('crashed'),
    onProcessKilled: (name) => {
      if (name === current?.target) stop('crashed')
    },
  }
}
