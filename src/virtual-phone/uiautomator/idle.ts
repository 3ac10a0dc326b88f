import type { AccessibilityEvents } from '../android/window.ts'
import type { Settings } from './settings.ts'

/**
 * How often a command waits for idle before, within and after its work, each wait up to `waitForIdleTimeout`
 * (source: research/fidelity.md 5). Reading an element first asks whether it still exists, which is the first of its waits.
 */
export const IDLE_WAITS = {
  /** id, accessibility id, class name, XPath, /source, /element/active. */
  look: 1,
  /** One search of a UiSelector; a find makes one more before its first search. */
  selectorSearch: 1,
  beforeSelectorSearch: 1,
  /** Fetching an element from the cache, which refreshes it. */
  useElement: 1,
  /** Reading or touching it afterwards. */
  readElement: 1,
  afterClick: 1,
  /** ACTION_SET_TEXT: asks whether the node takes progress, then sets. */
  setText: 2,
  key: 1,
  /** Every search that an alert command makes, and one before all of them. */
  alertSearch: 1,
} as const

export interface Idle {
  wait: (times: number) => Promise<void>
}

export function createIdle(deps: {
  accessibility: AccessibilityEvents
  settings: Settings
  signal: AbortSignal
}): Idle {
  const { accessibility, settings, signal } = deps
  return {
    async wait(times) {
      for (let done = 0; done < times; done++) {
        await accessibility.waitForIdle(settings.number('waitForIdleTimeout'), signal)
      }
    },
  }
}
