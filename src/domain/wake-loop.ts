import type { Cancel, Clock } from './clock.ts'

/** A part that looks for work when it is woken and when something falls due; never twice at once. */
export interface WakeLoop {
  /** Looks for work soon; many calls before the next look count as one. Does nothing once stopped. */
  wake: () => void
  /** Resolves when no look is under way or asked for. */
  settled: () => Promise<void>
  /** No look begins any more; resolves when the one under way has ended. May come twice. */
  stop: () => Promise<void>
}

export interface WakeLoopDeps {
  clock: Clock
  /** One look for work. @returns milliseconds until the next thing falls due, null when only a wake can bring work */
  look: () => Promise<number | null>
  /** Told of a look that failed; the loop tries again after a pause. */
  onError: (error: unknown) => void
}

/** Due times are wall times: looking at least this often notices within a minute that the host's clock was set. */
const LONGEST_PAUSE_MS = 60_000
const ERROR_PAUSE_MS = 1000

/** One timer for all that is scheduled, and one look at a time. */
export function createWakeLoop({ clock, look, onError }: WakeLoopDeps): WakeLoop {
  const state: { wanted: boolean; stopped: boolean; running: Promise<void> | null } = {
    wanted: false,
    stopped: false,
    running: null,
  }
  let cancelTimer: Cancel = () => undefined

  function wake(): void {
    if (state.stopped) return
    state.wanted = true
    // `run` never rejects: what a look throws goes to onError.
    state.running ??= run()
  }

  async function run(): Promise<void> {
    // Callers wake from within their own turn; looking after it lets their writes join one group commit.
    await Promise.resolve()
    while (state.wanted && !state.stopped) {
      state.wanted = false
      cancelTimer()
      const pauseMs = await lookOnce()
      cancelTimer =
        pauseMs === null || state.stopped
          ? () => undefined
          : clock.after(Math.min(Math.max(pauseMs, 0), LONGEST_PAUSE_MS), wake)
    }
    state.running = null
  }

  async function lookOnce(): Promise<number | null> {
    try {
      return await look()
    } catch (error) {
      onError(error)
      return ERROR_PAUSE_MS
    }
  }

  async function settled(): Promise<void> {
    while (state.running) await state.running
  }

  return {
    wake,
    settled,
    async stop() {
      state.stopped = true
      cancelTimer()
      await settled()
    },
  }
}
