import { seededRandom } from '../../../src/domain/random.ts'
import { noAilments } from '../../../src/virtual-phone/android/ailments.ts'
import { createLatency } from '../../../src/virtual-phone/android/latency.ts'
import type { BatteryReading, InstalledPackage, Phone } from '../../../src/virtual-phone/android/phone.ts'
import { PROFILES } from '../../../src/virtual-phone/android/profiles.ts'
import { buildView, type Rect, type View, type ViewSpec } from '../../../src/virtual-phone/android/view.ts'
import {
  UnmappableCharacters,
  type Gesture,
  type PhoneWindow,
  type Toast,
  type TouchPoint,
} from '../../../src/virtual-phone/android/window.ts'
import { createWallClock } from '../../../src/virtual-phone/android/wall-clock.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'

export const APP = 'com.example.app'

export const rect = (left: number, top: number, right: number, bottom: number): Rect => ({
  left,
  top,
  right,
  bottom,
})

/** A view of the test app; `key` defaults to the id or text. */
export function view(spec: Partial<ViewSpec> & { id?: string }, children: readonly View[] = []): View {
  const { id, ...rest } = spec
  return buildView({
    key: id ?? spec.text ?? spec.className ?? 'view',
    className: 'android.widget.TextView',
    packageName: APP,
    bounds: rect(0, 0, 720, 100),
    resourceId: id === undefined ? null : `${APP}:id/${id}`,
    ...rest,
    children,
  })
}

export function windowOf(id: number, root: () => View | null, more: Partial<PhoneWindow> = {}): PhoneWindow {
  return {
    id,
    type: 'application',
    packageName: APP,
    title: `${APP}/${APP}.MainActivity`,
    bounds: rect(0, 0, 720, 1600),
    focusable: true,
    root,
    onSwipe: () => false,
    onKey: () => false,
    onEditorAction: () => false,
    ...more,
  }
}

export interface FakePhone {
  phone: Phone
  clock: FakeClock
  /** Bottom to top; the topmost focusable one is active. */
  windows: PhoneWindow[]
  /** Timeouts of the idle waits so far. */
  waits: number[]
  /** What the input received, with the time: `tap 10,20 @8`. */
  inputs: string[]
  gestures: Gesture[]
  /** Answers of `input.swipe`, one per call; false when there is none left. */
  swipeResults: boolean[]
  /** True: every idle wait takes its whole timeout. */
  neverIdle: boolean
  screenOn: boolean
  toasts: Toast[]
  /** `METHOD path session` of every request. */
  commands: string[]
  opened: string[]
  closed: string[]
}

/** A phone of a few views and a clock that stands still, for the on-phone server alone. */
export function createFakePhone(root: () => View | null): FakePhone {
  const clock = createFakeClock('2026-03-22T08:30:00.000Z')
  const fake: Omit<FakePhone, 'phone'> = {
    clock,
    windows: [windowOf(3, root)],
    waits: [],
    inputs: [],
    gestures: [],
    swipeResults: [],
    neverIdle: false,
    screenOn: true,
    toasts: [],
    commands: [],
    opened: [],
    closed: [],
  }
  return Object.assign(fake, { phone: phoneOf(fake) })
}

function phoneOf(fake: Omit<FakePhone, 'phone'>): Phone {
  const { clock } = fake
  const note = (what: string) => void fake.inputs.push(`${what} @${clock.monotonicMs()}`)
  const at = ({ x, y }: TouchPoint) => `${x},${y}`
  return {
    serial: 'vp-01',
    clock,
    random: () => 0.5,
    display: { width: 720, height: 1600, density: 320 },
    properties: new Map([['ro.build.version.sdk', '34']]),
    settings: new Map(),
    files: {
      find: () => undefined,
      isDirectory: () => false,
      list: () => [],
      makeDirectory: () => undefined,
      write: () => undefined,
      remove: () => false,
    },
    packages: {
      all: () => [SERVER],
      find: (name) => (name === SERVER.name ? SERVER : undefined),
      install: () => SERVER,
      update: () => undefined,
      uninstall: () => false,
    },
    processes: { all: () => [], pidOf: () => undefined, start: () => 1, kill: () => false },
    activities: {
      start: () => Promise.resolve({ kind: 'unable_to_resolve' }),
      forceStop: () => undefined,
      clearData: () => undefined,
      resolve: () => null,
    },
    instrumentation: {
      run: () => Promise.resolve('finished'),
      server: () => undefined,
      finish: () => undefined,
      crash: () => undefined,
    },
    windows: {
      all: () => fake.windows,
      focused: () => fake.windows.findLast(({ focusable }) => focusable) ?? null,
      focusedActivity: () => null,
      activeRoot: () => {
        const window = fake.windows.findLast(({ focusable }) => focusable)
        const root = window?.root() ?? null
        return window && root ? { window, root } : null
      },
      toasts: () => fake.toasts,
    },
    accessibility: {
      fire: () => undefined,
      lastEventAtMs: () => 0,
      waitForIdle: async (timeoutMs, signal) => {
        fake.waits.push(timeoutMs)
        if (fake.neverIdle && timeoutMs > 0) await clock.sleep(timeoutMs, signal)
      },
    },
    input: {
      tap: (point) => note(`tap ${at(point)}`),
      longPress: (point) => note(`longPress ${at(point)}`),
      swipe: (gesture) => {
        fake.gestures.push(gesture)
        note(`swipe ${at(gesture.from)} ${at(gesture.to)}`)
        return fake.swipeResults.shift() ?? false
      },
      key: (keyCode) => note(`key ${keyCode}`),
      typeCharacters: (text) => {
        if (/[^ -~]/.test(text)) throw new UnmappableCharacters(text)
        note(`type ${text}`)
      },
      editorAction: () => false,
    },
    inputMethods: {
      current: () => 'com.android.inputmethod.latin/.LatinIME',
      set: () => undefined,
      list: () => [],
      enabled: () => [],
      setEnabled: () => undefined,
      isFullscreen: () => false,
      setFullscreen: () => undefined,
      isShown: () => false,
      show: () => undefined,
      hide: () => undefined,
    },
    power: {
      isScreenOn: () => fake.screenOn,
      isLocked: () => false,
      isSecure: () => false,
      isUserUnlocked: () => true,
      toggle: () => undefined,
      wake: () => undefined,
      sleep: () => undefined,
      touch: () => undefined,
      lock: () => undefined,
      dismissKeyguard: () => undefined,
      setPin: () => undefined,
      accepts: () => true,
      unlock: () => true,
      boot: () => undefined,
      onChange: () => undefined,
    },
    log: { write: () => undefined, recent: () => [], clear: () => undefined, follow: () => () => undefined },
    journal: {
      commands: () => [],
      sessions: () => [],
      record: ({ method, path, session_id }) =>
        void fake.commands.push(`${method} ${path} ${session_id ?? '-'}`),
      opened: (id) => void fake.opened.push(id),
      closed: (id) => void fake.closed.push(id),
    },
    faults: { hung: false, slowMs: 0 },
    ailments: noAilments(),
    profile: PROFILES['android-14'],
    battery: {
      read: () => BATTERY,
      held: () => ({ temperatureC: null, health: null, heated: false }),
      set: () => undefined,
    },
    storage: {
      read: () => ({ totalKb: 1, usedKb: 0, freeKb: 1 }),
      pinFree: () => undefined,
      pinnedFreeMb: () => null,
    },
    latency: createLatency(seededRandom(1), 'none'),
    wallClock: createWallClock(clock),
    screenshot: () => Promise.resolve(Buffer.from('picture')),
  }
}

const BATTERY: BatteryReading = {
  level: 80,
  status: 'charging',
  powered: true,
  health: 'good',
  temperatureTenths: 251,
  voltageMv: 4100,
  chargeUah: 3_600_000,
  fullUah: 4_500_000,
  designUah: 4_500_000,
  currentUa: 400_000,
  cycles: 12,
}

const SERVER: InstalledPackage = {
  name: 'io.appium.uiautomator2.server',
  versionCode: 245,
  versionName: '10.6.6',
  minSdk: 26,
  targetSdk: 34,
  uid: 10_200,
  system: false,
  permissions: [],
  instrumentation: [],
  mainActivity: null,
  firstInstallTime: new Date('2026-03-01T00:00:00Z'),
  lastUpdateTime: new Date('2026-03-01T00:00:00Z'),
}
