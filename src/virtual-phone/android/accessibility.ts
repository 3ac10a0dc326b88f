import type { Clock } from '../../domain/clock.ts'
import type { Timeline } from './timeline.ts'
import type { AccessibilityEvents } from './window.ts'

/** Quiet for this long means idle (source: UiAutomation.waitForIdle as the server calls it; research/fidelity.md 5). */
const QUIET_MS = 500

/** The status bar's clock changes its text once a minute, which is an event like any other. */
const MINUTE_MS = 60_000

/** Events that come again and again while something is on the screen: the progress of a playing video. */
export interface Ticks {
  everyMs: number
  sinceMs: number
}

/** What apps use to say that something on the screen changes. */
export interface AccessibilityClock extends AccessibilityEvents {
  /** An animation or a fling: events every `everyMs` for `forMs` from now. */
  animate: (forMs: number, everyMs?: number) => void
  /** Asked at every look: what ticks on the screen now. */
  tickFrom: (source: () => Ticks | null) => void
}

/** One event a frame would be 16 ms; views batch content changes to one in about 100 ms. */
const ANIMATION_EVENT_MS = 100

export function createAccessibility(clock: Clock, timeline: Timeline): AccessibilityClock {
  let lastMs = timeline.nowMs()
  let trains: { fromMs: number; untilMs: number; everyMs: number }[] = []
  let ticks: () => Ticks | null = () => null

  function lastTick(fromMs: number, everyMs: number, untilMs: number): number {
    return untilMs < fromMs ? -Infinity : fromMs + Math.floor((untilMs - fromMs) / everyMs) * everyMs
  }

  function lastEventAtMs(): number {
    timeline.settle()
    const nowMs = timeline.nowMs()
    for (const train of trains) {
      lastMs = Math.max(lastMs, lastTick(train.fromMs, train.everyMs, Math.min(nowMs, train.untilMs)))
    }
    trains = trains.filter((train) => train.untilMs > nowMs)
    const running = ticks()
    const tickMs = running ? lastTick(running.sinceMs, running.everyMs, nowMs) : -Infinity
    const minuteMs = nowMs - (timeline.wallTime().getTime() % MINUTE_MS)
    return Math.max(lastMs, tickMs, minuteMs)
  }

  return {
    fire: () => {
      lastMs = Math.max(lastMs, timeline.nowMs())
    },
    animate(forMs, everyMs = ANIMATION_EVENT_MS) {
      const fromMs = timeline.nowMs()
      trains.push({ fromMs, untilMs: fromMs + forMs, everyMs })
    },
    tickFrom: (source) => {
      ticks = source
    },
    lastEventAtMs,
    async waitForIdle(timeoutMs, signal) {
      signal.throwIfAborted()
      const deadlineMs = clock.monotonicMs() + timeoutMs
      for (;;) {
        const nowMs = clock.monotonicMs()
        const idleAtMs = lastEventAtMs() + QUIET_MS
        if (idleAtMs <= nowMs || nowMs >= deadlineMs) return
        await clock.sleep(Math.min(idleAtMs, deadlineMs) - nowMs, signal)
      }
    },
  }
}
