import type { Cancel, Clock } from '../../domain/clock.ts'
import { type Ailments, forgetProcess, isSystemDown } from './ailments.ts'
import type { Instrumentation, InstrumentationEnd, Processes, UiAutomatorServer } from './phone.ts'

/** From `am instrument` to the open port; a real phone takes 1.5 to 4 s (source: research/fidelity.md 6.1). */
const START_MS = 400
/** A launch that crashes has loaded its classes first. */
const CRASH_AFTER_MS = 300

export interface InstrumentationDeps {
  clock: Clock
  processes: Processes
  ailments: Ailments
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
  end: (how: InstrumentationEnd) => void
}

/** Runs at most one server; a second `am instrument` of it kills the first, as Android does. */
export function createInstrumentation(deps: InstrumentationDeps): RunningInstrumentation {
  const { clock, processes, ailments, startServer } = deps
  let current: Run | undefined

  function stop(how: InstrumentationEnd): void {
    const run = current
    if (!run) return
    current = undefined
    run.cancelStart()
    run.server?.close()
    processes.kill(run.target)
    forgetProcess(ailments)
    run.end(how)
  }

  /** How the launch that begins now will fail; null when it will not. */
  function failure(): InstrumentationEnd | null {
    if (ailments.serverBroken || ailments.dead !== null) return 'native_crash'
    if (ailments.failingLaunches === 0) return null
    ailments.failingLaunches -= 1
    return 'crashed'
  }

  function launch(run: Run): Cancel {
    const failed = failure()
    if (failed) return clock.after(CRASH_AFTER_MS, () => stop(failed))
    return clock.after(ailments.launchMs ?? START_MS, () => {
      ailments.uiAutomationLost = clock.monotonicMs() < ailments.uiAutomationHeldUntilMs
      run.server = startServer()
    })
  }

  function run(target: string, signal: AbortSignal): Promise<InstrumentationEnd> {
    stop('crashed')
    if (isSystemDown(ailments)) return Promise.resolve('system_crashed')
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
        cancelStart: () => undefined,
        end: (how) => {
          signal.removeEventListener('abort', onAbort)
          resolve(how)
        },
      }
      current = started
      started.cancelStart = launch(started)
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  return {
    run,
    server: () => current?.server,
    finish: () => stop('finished'),
    crash: (how = 'crashed') => stop(how),
    onProcessKilled: (name) => {
      if (name === current?.target) stop('crashed')
    },
  }
}
