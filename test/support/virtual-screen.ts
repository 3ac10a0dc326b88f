import { seededRandom } from '../../src/domain/random.ts'
import { createScreen, type Screen, type ScreenDeps } from '../../src/virtual-phone/apps/create-screen.ts'
import type { InstalledPackage, Packages, Processes } from '../../src/virtual-phone/android/phone.ts'
import type { View } from '../../src/virtual-phone/android/view.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'

/** A screen on a fake clock, with the apps that every virtual phone has. */
export interface TestScreen extends Screen {
  clock: FakeClock
  /** The visible nodes of the active window, in document order; empty while there is no root. */
  nodes: () => View[]
  /** The visible node with `…:id/<name>` (or a full id). @throws when there is none */
  node: (id: string) => View
  has: (id: string) => boolean
  /** Taps the middle of the node with that id. */
  tapOn: (id: string) => void
  /** Starts the clips app and waits until it rests on its feed. */
  openClips: () => Promise<void>
  /** Likewise the app Mawja. */
  openMawja: () => Promise<void>
  /** Taps and waits until the screen has changed. */
  go: (...ids: string[]) => Promise<void>
  flickUp: () => boolean
}

export interface TestScreenOptions {
  number?: number
  seed?: number
  saved?: unknown
  randomSeed?: number
  withAppiumSettings?: boolean
}

/** Longer than any animation of the app. */
const REST_MS = 1_000

const installed = (name: string, mainActivity: string | null): InstalledPackage => ({
  name,
  versionCode: 1,
  versionName: '1.0',
  minSdk: 26,
  targetSdk: 34,
  uid: 10_100,
  system: true,
  permissions: [],
  instrumentation: [],
  mainActivity,
  firstInstallTime: new Date(0),
  lastUpdateTime: new Date(0),
})

function createTestPackages(withAppiumSettings: boolean): Packages {
  const all = [
    installed('com.android.launcher3', '.uioverrides.QuickstepLauncher'),
    installed('com.phonefarm.clips', '.MainActivity'),
    installed('com.phonefarm.mawja', '.ui.HostActivity'),
    installed('com.android.settings', '.Settings'),
    ...(withAppiumSettings ? [installed('io.appium.settings', '.Settings')] : []),
  ]
  return {
    all: () => all,
    find: (name) => all.find((other) => other.name === name),
    install: () => {
      throw new Error('not part of these tests')
    },
    update: () => undefined,
    uninstall: () => false,
  }
}

function createTestProcesses(onKilled: (name: string) => void): Processes {
  const running = new Map<string, number>()
  let lastPid = 2_000
  return {
    all: () => [...running].map(([name, pid]) => ({ name, pid })),
    pidOf: (name) => running.get(name),
    start(name) {
      running.set(name, ++lastPid)
      return lastPid
    },
    kill(name) {
      if (!running.delete(name)) return false
      onKilled(name)
      return true
    },
  }
}

export function createTestScreen(options: TestScreenOptions = {}): TestScreen {
  const { number = 1, seed = 1, saved, randomSeed = 1, withAppiumSettings = false } = options
  const clock = createFakeClock('2026-03-22T08:30:05.000Z')
  const deps: ScreenDeps = {
    serial: 'vp-01',
    number,
    clock,
    random: seededRandom(randomSeed),
    seed,
    display: { width: 720, height: 1600, density: 320 },
    packages: createTestPackages(withAppiumSettings),
    processes: createTestProcesses((name) => screen.onProcessKilled(name)),
    log: { write: () => undefined, recent: () => [], clear: () => undefined, follow: () => () => undefined },
    ...(saved === undefined ? {} : { saved }),
  }
  const screen = createScreen(deps)

  const nodes = () => {
    const active = screen.windows.activeRoot()
    return active ? visibleNodes(active.root) : []
  }
  const find = (id: string) =>
    nodes().find(({ resourceId }) => resourceId === id || resourceId?.endsWith(`:id/${id}`))

  function node(id: string): View {
    const found = find(id)
    if (!found)
      throw new Error(
        `no node ${id} on ${screen.clips.screen()}: ${nodes()
          .map((n) => n.resourceId)
          .join(' ')}`,
      )
    return found
  }

  function tapOn(id: string): void {
    const { bounds } = node(id)
    screen.input.tap({ x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2 })
  }

  async function open(packageName: string, activity: string): Promise<void> {
    const started = screen.activities.start({ packageName, activity, data: null, stopFirst: false })
    await clock.advance(REST_MS)
    await started
  }

  return {
    ...screen,
    clock,
    nodes,
    node,
    has: (id) => find(id) !== undefined,
    tapOn,
    openClips: () => open('com.phonefarm.clips', '.MainActivity'),
    openMawja: () => open('com.phonefarm.mawja', '.ui.HostActivity'),
    async go(...ids) {
      for (const id of ids) {
        tapOn(id)
        await clock.advance(REST_MS)
      }
    },
    flickUp: () =>
      screen.input.swipe({
        from: { x: 360, y: 1200 },
        to: { x: 360, y: 500 },
        durationMs: 150,
        releaseSpeed: 4_600,
      }),
  }
}

function visibleNodes(view: View): View[] {
  return view.visible ? [view, ...view.children.flatMap(visibleNodes)] : []
}
