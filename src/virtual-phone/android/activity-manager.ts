import type { Clock } from '../../domain/clock.ts'
import { between, type Random } from '../../domain/random.ts'
import type { App } from '../apps/app.ts'
import type {
  ActivityManager,
  InstalledPackage,
  Packages,
  Processes,
  StartOutcome,
  StartRequest,
} from './phone.ts'
import { fullClassName, shortClassName } from './component-name.ts'
import type { Timeline } from './timeline.ts'
import type { Windows } from './window-manager.ts'

/** A cold start shows its splash this long before the first frame. */
const SPLASH_MS = [300, 700] as const

/** Starting an activity without a window, such as Appium Settings'. */
const WINDOWLESS_START_MS = 80

export interface ActivityManagerDeps {
  clock: Clock
  random: Random
  timeline: Timeline
  windows: Windows
  packages: Packages
  processes: Processes
  /** The app that draws a package's windows; null when its activities show nothing. */
  appOf: (installed: InstalledPackage) => App | null
}

export interface PhoneActivityManager extends ActivityManager {
  /** A tap on the launcher's icon. */
  open: (packageName: string) => void
  /** The process died, however: its windows and what it had in memory go. */
  onProcessKilled: (packageName: string) => void
}

export function createActivityManager(deps: ActivityManagerDeps): PhoneActivityManager {
  const { clock, random, timeline, windows, packages, processes, appOf } = deps
  const apps = new Map<string, App>()

  function appFor(installed: InstalledPackage): App | null {
    const known = apps.get(installed.name)
    if (known) return known
    const app = appOf(installed)
    if (app) apps.set(installed.name, app)
    return app
  }

  function closeWindows(packageName: string): void {
    for (const activity of [...windows.taskOf(packageName)].toReversed()) windows.remove(activity)
    apps.get(packageName)?.stop()
  }

  function forceStop(packageName: string): void {
    timeline.settle()
    processes.kill(packageName)
    closeWindows(packageName)
  }

  /** Puts the app in front. `readyMs`: until its first frame is drawn. */
  function bringUp(app: App, data: string | null): { kind: 'cold' | 'front' | 'top'; readyMs: number } {
    const { packageName } = app
    const task = windows.taskOf(packageName)
    const topmost = task.at(-1)
    if (topmost && processes.pidOf(packageName) !== undefined) {
      windows.show(topmost)
      return { kind: data === null ? 'front' : 'top', readyMs: 0 }
    }
    closeWindows(packageName)
    processes.start(packageName)
    const readyMs = between(random, ...SPLASH_MS)
    windows.show(app.launch(readyMs))
    return { kind: 'cold', readyMs }
  }

  async function start({ packageName, activity, data, stopFirst }: StartRequest): Promise<StartOutcome> {
    timeline.settle()
    const installed = packages.find(packageName)
    const wanted = activity === null ? null : fullClassName(packageName, activity)
    if (!installed || (wanted === null && installed.mainActivity === null)) {
      return wanted === null
        ? { kind: 'unable_to_resolve' }
        : { kind: 'no_such_activity', component: `${packageName}/${wanted}` }
    }
    const app = appFor(installed)
    const main = installed.mainActivity && fullClassName(packageName, installed.mainActivity)
    const className = wanted ?? main
    if (className === null || (className !== main && !app?.activities.includes(className))) {
      return { kind: 'no_such_activity', component: `${packageName}/${className}` }
    }
    if (stopFirst) forceStop(packageName)
    const shortName = `${packageName}/${shortClassName(packageName, className)}`
    if (!app) return await startWindowless(packageName, shortName)
    const { kind, readyMs } = bringUp(app, data)
    if (kind === 'front') return { kind: 'brought_to_front', activity: shortName }
    if (kind === 'top') return { kind: 'delivered_to_top', activity: shortName }
    await pass(readyMs)
    return { kind: 'started', cold: true, activity: shortName, totalMs: readyMs }
  }

  async function startWindowless(packageName: string, activity: string): Promise<StartOutcome> {
    const cold = processes.pidOf(packageName) === undefined
    if (cold) processes.start(packageName)
    await pass(WINDOWLESS_START_MS)
    return { kind: 'started', cold, activity, totalMs: WINDOWLESS_START_MS }
  }

  async function pass(ms: number): Promise<void> {
    await new Promise<void>((resolve) => void clock.after(ms, resolve))
    timeline.settle()
  }

  return {
    start,
    forceStop,
    clearData(packageName) {
      forceStop(packageName)
      const installed = packages.find(packageName)
      if (installed) appFor(installed)?.clearData()
    },
    resolve(packageName) {
      const main = packages.find(packageName)?.mainActivity ?? null
      return main === null
        ? null
        : `${packageName}/${shortClassName(packageName, fullClassName(packageName, main))}`
    },
    open(packageName) {
      const installed = packages.find(packageName)
      const app = installed && appFor(installed)
      if (app) bringUp(app, null)
    },
    onProcessKilled: closeWindows,
  }
}
