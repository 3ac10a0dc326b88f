import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Clock } from '../../domain/clock.ts'
import type { Random } from '../../domain/random.ts'
import { createAccessibility } from '../android/accessibility.ts'
import { createActivityManager } from '../android/activity-manager.ts'
import { fullClassName } from '../android/component-name.ts'
import { createInput } from '../android/input.ts'
import { createInputMethods } from '../android/input-methods.ts'
import type {
  ActivityManager,
  InstalledPackage,
  LogBuffer,
  Packages,
  Power,
  Processes,
} from '../android/phone.ts'
import { createPower } from '../android/power.ts'
import { createTimeline } from '../android/timeline.ts'
import type { AccessibilityEvents, Input, InputMethods, WindowManager } from '../android/window.ts'
import { createWindows } from '../android/window-manager.ts'
import { freshClips, SavedClips } from '../clips/account-data.ts'
import { createClipsApp, type ClipsApp } from '../clips/clips-app.ts'
import type { NetworkLine } from '../clips/network.ts'
import type { DialogKind, DialogSchedule } from '../clips/scheduled-dialogs.ts'
import { UNKNOWN_TEXT } from '../clips/scheduled-dialogs.ts'
import { CLIPS_PACKAGE } from '../clips/screen.ts'
import { createCatalog } from '../content/catalog.ts'
import type { App, AppHost } from './app.ts'
import { fullscreenKeyboard, type KeyboardTarget, keyboardWindow } from './keyboard.ts'
import { createLauncher, LAUNCHER_PACKAGE } from './launcher.ts'
import { createPlainApp } from './plain-app.ts'
import { createSystemDialogs, type SystemDialogKind } from './system-dialogs.ts'
import { keyguardWindow, shadeWindow, statusBarWindow } from './system-ui.ts'

/** What the screen keeps over a restart of the simulation. */
export const SavedScreen = Type.Object({ clips: SavedClips })
export type SavedScreen = Static<typeof SavedScreen>

const savedScreen = Compile(SavedScreen)

export interface ScreenDeps {
  serial: string
  /** 1 for `vp-01`. */
  number: number
  clock: Clock
  random: Random
  /** Of the app's content; phones with the same seed see the same videos. */
  seed: number
  display: { width: number; height: number; density: number }
  packages: Packages
  processes: Processes
  log: LogBuffer
  /** What `save()` returned earlier. @throws from createScreen when it is something else */
  saved?: unknown
}

/** The app's side of the story, for the control API. */
export interface ClipsControl {
  /** Package in front. */
  foreground: () => string
  /** `feed`, `search`, `dialog:rate_us`, `launcher`, `keyguard` … */
  screen: () => string
  signedIn: () => string | null
  accounts: ClipsApp['accounts']
  watched: ClipsApp['watched']
  edits: ClipsApp['edits']
  scheduleDialog: (kind: DialogKind, schedule?: DialogSchedule) => void
  /** A window of Android itself or of another app, whatever is in front; `onScreen` does not matter to it. */
  scheduleSystemDialog: (kind: SystemDialogKind, schedule?: DialogSchedule) => void
  line: NetworkLine
  signOut: () => void
  /** Takes back scheduled and open dialogs, a sign-out, a challenge and a bad line. */
  clear: () => void
}

export interface Screen {
  windows: WindowManager
  accessibility: AccessibilityEvents
  input: Input
  inputMethods: InputMethods
  power: Power & Pick<ReturnType<typeof createPower>, 'useTimeout'>
  activities: ActivityManager
  /** PNG. */
  screenshot: () => Promise<Buffer>
  /** To be called for every process that ends, by whatever hand. */
  onProcessKilled: (name: string) => void
  clips: ClipsControl
  save: () => SavedScreen
}

/** Packages whose activities show nothing: they do their work and step aside. */
const WINDOWLESS = /^io\.appium\./

const SETTINGS_ROWS = [
  'Network & internet',
  'Connected devices',
  'Apps',
  'Battery',
  'Storage',
  'Display',
  'System',
  'About phone',
]

/** Display, windows, input and apps of one virtual phone, switched on and unlocked, the launcher in front. */
export function createScreen(deps: ScreenDeps): Screen {
  const { number, clock, random, seed, display, packages, processes, log, saved } = deps
  const timeline = createTimeline(clock)
  const accessibility = createAccessibility(clock, timeline)
  const windows = createWindows({ timeline, accessibility })

  const keyboard: KeyboardTarget = {
    field: () => windows.focused()?.field() ?? null,
    act() {
      const field = windows.focused()?.field()
      if (field) input.editorAction(field.action)
    },
    hide: () => inputMethods.hide(),
  }
  const inputMethods: InputMethods = createInputMethods({
    windows,
    accessibility,
    packages,
    keyboard: keyboardWindow(keyboard),
    fullscreenKeyboard: fullscreenKeyboard(keyboard),
  })

  const power = createPower({
    timeline,
    windows,
    inputMethods,
    keyguard: (unlock, isSecure) => keyguardWindow(timeline, unlock, isSecure),
  })

  const host: AppHost = { timeline, random, accessibility, windows, inputMethods }
  const clips = createClipsApp(
    host,
    createCatalog(seed),
    saved === undefined ? freshClips(number) : savedScreen.Parse(saved).clips,
  )

  function appOf({ name, mainActivity }: InstalledPackage): App | null {
    if (name === CLIPS_PACKAGE) return clips
    if (mainActivity === null || WINDOWLESS.test(name)) return null
    const isSettings = name === 'com.android.settings'
    return createPlainApp(host, {
      packageName: name,
      className: fullClassName(name, mainActivity),
      label: isSettings ? 'Settings' : name,
      rows: isSettings ? SETTINGS_ROWS : [],
    })
  }

  const activities = createActivityManager({ clock, random, timeline, windows, packages, processes, appOf })
  const launcher = createLauncher(host, packages, activities.open)
  const closeShade = () => windows.setLayer('shade', null)
  const openShade = () => windows.setLayer('shade', windows.build(shadeWindow(timeline, closeShade)))
  const systemDialogs = createSystemDialogs({
    host,
    app: {
      packageName: CLIPS_PACKAGE,
      label: 'Clips',
      freeze: clips.freeze,
      kill: () => void processes.kill(CLIPS_PACKAGE),
    },
    openNotified: () => activities.open('com.android.settings'),
    openShade,
    restartPhone: () => log.write('ShutdownThread', 'reboot, reason: userrequested'),
  })
  let cancelSystemDialogs: (() => void)[] = []

  const input: Input = createInput({
    timeline,
    accessibility,
    windows,
    inputMethods,
    power,
    display,
    system: {
      home() {
        inputMethods.hide()
        closeShade()
        windows.show(launcher)
      },
      openShade,
    },
  })

  windows.show(launcher)
  windows.setLayer(
    'status_bar',
    windows.build(statusBarWindow(timeline, () => windows.top()?.window.root()?.paint.color ?? '#ffffff')),
  )
  accessibility.tickFrom(() => (windows.top()?.packageName === CLIPS_PACKAGE ? clips.ticks() : null))

  function screenName(): string {
    if (!power.isScreenOn()) return 'screen_off'
    if (power.isLocked()) return 'keyguard'
    if (windows.layer('shade')) return 'notification_shade'
    const over = systemDialogs.open()
    if (over !== null) return `dialog:${over}`
    const front = windows.top()?.packageName ?? LAUNCHER_PACKAGE
    if (front === LAUNCHER_PACKAGE) return 'launcher'
    // A permission dialog is another package's, but part of the app's story.
    const ofClips = windows.taskOf(CLIPS_PACKAGE).some((activity) => activity === windows.top())
    return (ofClips ? clips.screenName() : null) ?? front
  }

  /** Everything that is asked from outside first sees what has happened meanwhile. */
  function settled<Args extends unknown[], Result>(
    ask: (...args: Args) => Result,
  ): (...args: Args) => Result {
    return (...args) => {
      timeline.settle()
      return ask(...args)
    }
  }

  return {
    windows,
    accessibility,
    input,
    inputMethods: {
      ...inputMethods,
      isShown: settled(inputMethods.isShown),
      show: settled(inputMethods.show),
      hide: settled(inputMethods.hide),
      set: settled(inputMethods.set),
    },
    power,
    activities,
    async screenshot() {
      // Loaded on first use: a farm of phones that nobody looks at needs no image library.
      const { renderScreen } = await import('../render/render-screen.ts')
      return await renderScreen({ windows, display })
    },
    onProcessKilled: settled((name: string) => {
      log.write('ActivityManager', `Process ${name} has died`)
      activities.onProcessKilled(name)
      systemDialogs.onProcessKilled(name)
    }),
    clips: {
      foreground: settled(() => windows.top()?.packageName ?? LAUNCHER_PACKAGE),
      screen: settled(screenName),
      signedIn: settled(clips.signedIn),
      accounts: settled(clips.accounts),
      watched: settled(clips.watched),
      edits: settled(clips.edits),
      scheduleDialog: settled((kind: DialogKind, schedule: DialogSchedule = {}) =>
        clips.scheduleDialog(kind, schedule),
      ),
      scheduleSystemDialog: settled((kind: SystemDialogKind, schedule: DialogSchedule = {}) => {
        const { afterMs = 0, language = 'en', text = UNKNOWN_TEXT } = schedule
        const cancel = timeline.after(afterMs, () => systemDialogs.show(kind, { language, text }))
        cancelSystemDialogs.push(cancel)
      }),
      line: { ...clips.line, set: settled(clips.line.set), state: settled(clips.line.state) },
      signOut: settled(clips.signOut),
      clear: settled(() => {
        for (const cancel of cancelSystemDialogs) cancel()
        cancelSystemDialogs = []
        systemDialogs.clear()
        closeShade()
        clips.clearFaults()
      }),
    },
    save: settled(() => ({ clips: clips.save() })),
  }
}
