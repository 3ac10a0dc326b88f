import type { AccessibilityClock } from './accessibility.ts'
import { shortClassName } from './component-name.ts'
import { buildWindow, type ScreenWindow, type WindowSpec } from './screen-window.ts'
import type { Timeline } from './timeline.ts'
import type { Toast, WindowManager } from './window.ts'

/** For this long after the top window changed, nothing has the focus (`mCurrentFocus=null`). */
const FOCUS_GAP_MS = 200

/** Window open and close animations; every frame of them is an event somewhere. */
const WINDOW_ANIMATION_MS = 300

/** How long the on-phone server keeps a toast in the page source. */
const TOAST_MS = 3_500

/** One activity of an app: its window and the dialogs that belong to it. */
export interface Activity {
  readonly packageName: string
  /** Full class name. */
  readonly className: string
  readonly window: ScreenWindow
  /** What lies below stays visible, as with permission dialogs. */
  readonly translucent: boolean
  onResume: () => void
  onPause: () => void
}

/** Where a window that is no activity's lies, bottom to top. */
export type Layer = 'keyguard' | 'keyboard' | 'system_dialog' | 'status_bar' | 'heads_up' | 'shade'
const LAYERS: readonly Layer[] = ['keyboard', 'system_dialog', 'status_bar', 'heads_up', 'keyguard', 'shade']

/** The window manager as the screen's own parts use it. */
export interface Windows extends WindowManager {
  all: () => readonly ScreenWindow[]
  focused: () => ScreenWindow | null
  build: (spec: WindowSpec) => ScreenWindow
  /** Puts an activity on top of its task and the task on top of the others. */
  show: (activity: Activity) => void
  /** Moves an app's whole task below all others, so that what it was opened from shows again. */
  sendToBack: (packageName: string) => void
  remove: (activity: Activity) => void
  top: () => Activity | null
  /** Activities of one task belong to the app that opened the first. */
  taskOf: (packageName: string) => readonly Activity[]
  openDialog: (activity: Activity, spec: WindowSpec) => ScreenWindow
  closeDialog: (window: ScreenWindow) => void
  setLayer: (layer: Layer, window: ScreenWindow | null) => void
  layer: (layer: Layer) => ScreenWindow | null
  /** False while the screen is off or the keyguard shows: no activity is resumed. */
  setAwake: (awake: { screenOn: boolean; unlocked: boolean }) => void
  toast: (packageName: string, text: string) => void
}

interface Task {
  readonly packageName: string
  activities: Activity[]
}

export function createWindows({
  timeline,
  accessibility,
}: {
  timeline: Timeline
  accessibility: AccessibilityClock
}): Windows {
  let lastId = 20
  let tasks: Task[] = []
  const dialogs = new Map<Activity, ScreenWindow[]>()
  const layers = new Map<Layer, ScreenWindow>()
  let toasts: Toast[] = []
  let awake = { screenOn: true, unlocked: true }
  let resumed: Activity | null = null
  let focusedId: number | null = null
  let focusFromMs = -Infinity

  const top = () => tasks.at(-1)?.activities.at(-1) ?? null

  function visibleActivities(): Activity[] {
    const all = tasks.flatMap((task) => task.activities)
    const opaque = all.findLastIndex((activity) => !activity.translucent)
    return all.slice(Math.max(opaque, 0))
  }

  function all(): ScreenWindow[] {
    if (!awake.screenOn) return []
    const ofApps = visibleActivities().flatMap((activity) => [
      activity.window,
      ...(dialogs.get(activity) ?? []),
    ])
    const ofSystem = LAYERS.flatMap((layer) => layers.get(layer) ?? [])
    return [...(awake.unlocked ? ofApps : []), ...ofSystem]
  }

  const topFocusable = () => all().findLast((window) => window.focusable) ?? null

  /** After every change: who is resumed, and whether the focus has to travel. */
  function update(): void {
    const next = awake.screenOn && awake.unlocked ? top() : null
    if (next !== resumed) {
      const before = resumed
      resumed = next
      before?.onPause()
      next?.onResume()
    }
    const id = topFocusable()?.id ?? null
    if (id === focusedId) return
    focusedId = id
    focusFromMs = timeline.nowMs() + FOCUS_GAP_MS
    accessibility.animate(WINDOW_ANIMATION_MS)
  }

  function focused(): ScreenWindow | null {
    timeline.settle()
    return timeline.nowMs() < focusFromMs ? null : topFocusable()
  }

  function taskFor(activity: Activity): Task {
    const known = tasks.find((task) => task.activities.includes(activity))
    if (known) return known
    // A translucent activity (a permission dialog) joins the task of the app that asked.
    const joined = activity.translucent
      ? tasks.at(-1)
      : tasks.find((task) => task.packageName === activity.packageName)
    const task = joined ?? { packageName: activity.packageName, activities: [] }
    task.activities.push(activity)
    return task
  }

  return {
    all() {
      timeline.settle()
      return all()
    },
    focused,
    focusedActivity() {
      timeline.settle()
      const activity = top()
      if (!activity) return null
      const { packageName, className } = activity
      return { packageName, activity: shortClassName(packageName, className) }
    },
    activeRoot() {
      const window = focused()
      const root = window?.root()
      return window && root ? { window, root } : null
    },
    toasts() {
      timeline.settle()
      toasts = toasts.filter((toast) => toast.shownAtMs + TOAST_MS > timeline.nowMs())
      return toasts
    },
    build: (spec) => buildWindow(++lastId, spec),
    show(activity) {
      const task = taskFor(activity)
      tasks = [...tasks.filter((other) => other !== task), task]
      update()
    },
    sendToBack(packageName) {
      const task = tasks.find((other) => other.packageName === packageName)
      if (!task) return
      tasks = [task, ...tasks.filter((other) => other !== task)]
      update()
    },
    remove(activity) {
      dialogs.delete(activity)
      for (const task of tasks) task.activities = task.activities.filter((other) => other !== activity)
      tasks = tasks.filter((task) => task.activities.length > 0)
      update()
    },
    top,
    taskOf: (packageName) => tasks.find((task) => task.packageName === packageName)?.activities ?? [],
    openDialog(activity, spec) {
      const window = buildWindow(++lastId, spec)
      dialogs.set(activity, [...(dialogs.get(activity) ?? []), window])
      update()
      return window
    },
    closeDialog(window) {
      for (const [activity, open] of dialogs)
        dialogs.set(
          activity,
          open.filter((other) => other !== window),
        )
      update()
    },
    setLayer(layer, window) {
      if (window) layers.set(layer, window)
      else layers.delete(layer)
      accessibility.fire()
      update()
    },
    layer: (layer) => layers.get(layer) ?? null,
    setAwake(next) {
      awake = next
      accessibility.fire()
      update()
    },
    toast(packageName, text) {
      toasts = [...toasts, { text, packageName, shownAtMs: timeline.nowMs() }]
      accessibility.fire()
    },
  }
}
