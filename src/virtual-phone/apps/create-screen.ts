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
import { createClipsApp, freshClips } from '../clips/clips-app.ts'
import { createCatalog } from '../content/catalog.ts'
import { createMawjaApp, freshMawja, type MawjaApp, SavedMawja } from '../mawja/mawja-app.ts'
import { SavedVideoApp } from '../video-app/account-data.ts'
import { type DialogSchedule, UNKNOWN_TEXT } from '../video-app/scheduled-dialogs.ts'
import type { VideoApp } from '../video-app/video-app.ts'
import type { App, AppHost } from './app.ts'
import type { AppName } from './app-names.ts'
import { type AppControl, controlOf, type Settled, type WindowsControl } from './app-control.ts'
import { type AppUpdates, createAppUpdates } from './app-updates.ts'
import { systemLanguage } from './dialog-words.ts'
import { fullscreenKeyboard, type KeyboardTarget, keyboardWindow } from './keyboard.ts'
import { createLauncher, LAUNCHER_PACKAGE } from './launcher.ts'
import { createPlainApp } from './plain-app.ts'
import { createSystemDialogs, type SystemDialogKind } from './system-dialogs.ts'
import { keyguardWindow, shadeWindow, statusBarWindow } from './system-ui.ts'

/** What the screen keeps over a restart of the simulation. */
export const SavedScreen = Type.Object({
  clips: SavedVideoApp,
  /** Missing in what was saved before there was this app. */
  mawja: Type.Optional(SavedMawja),
})
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

/** The apps of a phone with a story of their own. */
export interface AppControls extends Record<AppName, AppControl> {
  clips: AppControl
  mawja: AppControl & Pick<MawjaApp, 'language' | 'setLanguage'>
}

/** What the control API has always told of a phone: its windows, and the clips app. */
export type ClipsControl = Omit<AppControl, 'screen'> & WindowsControl

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
  apps: AppControls
  updates: AppUpdates
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
  const updates = createAppUpdates()
  const catalog = createCatalog(seed)
  const kept = saved === undefined ? undefined : savedScreen.Parse(saved)
  const clips = createClipsApp(updates.over(host), catalog, kept?.clips ?? freshClips(number))
  const mawja = createMawjaApp(updates.over(host), catalog, kept?.mawja ?? freshMawja(number))
  const videoApps = { clips, mawja } satisfies Record<AppName, VideoApp>
  const videoAppOf = (packageName: string | undefined) =>
    Object.values<VideoApp>(videoApps).find((app) => app.packageName === packageName)

  function appOf({ name, mainActivity }: InstalledPackage): App | null {
    const videoApp = videoAppOf(name)
    if (videoApp) return videoApp
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
  accessibility.tickFrom(() => videoAppOf(windows.top()?.packageName)?.ticks() ?? null)

  function screenName(): string {
    if (!power.isScreenOn()) return 'screen_off'
    if (power.isLocked()) return 'keyguard'
    if (windows.layer('shade')) return 'notification_shade'
    const over = systemDialogs.open()
    if (over !== null) return `dialog:${over}`
    const front = windows.top()?.packageName ?? LAUNCHER_PACKAGE
    if (front === LAUNCHER_PACKAGE) return 'launcher'
    // A permission dialog is another package's, but part of the app's story.
    return appInFront()?.screenName() ?? front
  }

  /** The one whose task is in front, whosever window is on top of it. */
  function appInFront(): VideoApp | undefined {
    return Object.values<VideoApp>(videoApps).find(({ packageName }) =>
      windows.taskOf(packageName).some((activity) => activity === windows.top()),
    )
  }

  /** The app that Android says hangs or keeps stopping. */
  function troubled(name: string | undefined) {
    const app =
      Object.entries<VideoApp>(videoApps).find(([known]) => known === name)?.[1] ?? appInFront() ?? clips
    const { packageName, label, freeze } = app
    return { packageName, label, freeze, kill: () => void processes.kill(packageName) }
  }

  const settled: Settled =
    (ask) =>
    (...args) => {
      timeline.settle()
      return ask(...args)
    }

  const apps: AppControls = {
    clips: controlOf(clips, settled),
    mawja: {
      ...controlOf(mawja, settled),
      language: mawja.language,
      setLanguage: settled(mawja.setLanguage),
    },
  }
  const windowsControl: WindowsControl = {
    foreground: settled(() => windows.top()?.packageName ?? LAUNCHER_PACKAGE),
    screen: settled(screenName),
    scheduleSystemDialog: settled((kind: SystemDialogKind, schedule: DialogSchedule = {}, app?: string) => {
      const { afterMs = 0, language = null, text = UNKNOWN_TEXT } = schedule
      const cancel = timeline.after(afterMs, () =>
        systemDialogs.show(kind, { language: systemLanguage(language), text, app: troubled(app) }),
      )
      cancelSystemDialogs.push(cancel)
    }),
    clear: settled(() => {
      for (const cancel of cancelSystemDialogs) cancel()
      cancelSystemDialogs = []
      systemDialogs.clear()
      closeShade()
      for (const app of Object.values<VideoApp>(videoApps)) app.clearFaults()
    }),
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
    clips: { ...apps.clips, ...windowsControl },
    apps,
    updates,
    save: settled(() => ({ clips: clips.save(), mawja: mawja.save() })),
  }
}
