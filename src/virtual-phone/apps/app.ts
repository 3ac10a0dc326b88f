import type { Random } from '../../domain/random.ts'
import type { AccessibilityClock } from '../android/accessibility.ts'
import type { Timeline } from '../android/timeline.ts'
import type { InputMethods } from '../android/window.ts'
import type { Activity, Windows } from '../android/window-manager.ts'

/** What the phone gives its apps. */
export interface AppHost {
  readonly timeline: Timeline
  readonly random: Random
  readonly accessibility: AccessibilityClock
  readonly windows: Windows
  readonly inputMethods: InputMethods
}

/** An app with windows of its own. What it keeps in memory goes with `stop`, what it keeps on disk with `clearData`. */
export interface App {
  readonly packageName: string
  /** Full class names that `am start` may name, the launcher's first. */
  readonly activities: readonly string[]
  /** A new process: opens the first activity, whose first frame is drawn `drawAfterMs` from now. */
  launch: (drawAfterMs: number) => Activity
  /** The process is gone; its windows are closed by the activity manager. */
  stop: () => void
  clearData: () => void
}
