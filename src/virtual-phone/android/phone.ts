import type { Duplex } from 'node:stream'
import type { Clock } from '../../domain/clock.ts'
import type { Random } from '../../domain/random.ts'
import type { FileSystem } from './file-system.ts'
import type { AccessibilityEvents, Input, InputMethods, WindowManager } from './window.ts'

/** What `adb connect` sees: a debuggable phone, one that was never authorized, or one that does not answer. */
export type AdbState = 'device' | 'unauthorized' | 'unplugged'

/** An installed app as the package manager knows it, read from its APK or built in. */
export interface InstalledPackage {
  name: string
  versionCode: number
  versionName: string
  minSdk: number
  targetSdk: number
  uid: number
  system: boolean
  permissions: readonly string[]
  instrumentation: readonly { runner: string; target: string }[]
  /** Short name of the launcher activity (`.MainActivity`); null for packages without one. */
  mainActivity: string | null
  firstInstallTime: Date
  lastUpdateTime: Date
}

export interface Packages {
  all: () => readonly InstalledPackage[]
  find: (name: string) => InstalledPackage | undefined
  /** Records an APK's real manifest. @throws Error with Android's INSTALL_FAILED_… or INSTALL_PARSE_FAILED_… text */
  install: (apk: Buffer, options: { allowDowngrade: boolean }) => InstalledPackage
  /** False when there was none. */
  uninstall: (name: string) => boolean
}

export interface Processes {
  all: () => readonly { name: string; pid: number }[]
  pidOf: (name: string) => number | undefined
  start: (name: string) => number
  /** Kills and tells whoever listens. False when it did not run. */
  kill: (name: string) => boolean
}

/** How `am start` ended; the shell turns it into words. */
export type StartOutcome =
  | { kind: 'started'; cold: boolean; activity: string; totalMs: number }
  | { kind: 'brought_to_front'; activity: string }
  | { kind: 'delivered_to_top'; activity: string }
  | { kind: 'no_such_activity'; component: string }
  | { kind: 'unable_to_resolve' }

export interface StartRequest {
  packageName: string
  /** Short or full class name; null resolves to the launcher activity. */
  activity: string | null
  /** `-d` of the intent. */
  data: string | null
  /** `-S`: kill the app first. */
  stopFirst: boolean
}

/** Apps on this phone that draw windows: the launcher, the clips app, Appium's Settings … Implemented by `apps/`. */
export interface ActivityManager {
  /** Resolves when the first frame is drawn. */
  start: (request: StartRequest) => Promise<StartOutcome>
  /** `am force-stop`: windows and process of the app go away; its data stays. */
  forceStop: (packageName: string) => void
  /** `pm clear`: as force-stop, and its data goes too. */
  clearData: (packageName: string) => void
  /** `pkg/.Activity` of a launchable package; null when it has none. */
  resolve: (packageName: string) => string | null
}

export interface Power {
  isScreenOn: () => boolean
  isLocked: () => boolean
  /** The power key (26). */
  toggle: () => void
  wake: () => void
  dismissKeyguard: () => void
}

/** logcat. */
export interface LogBuffer {
  write: (tag: string, message: string) => void
  recent: () => readonly string[]
  clear: () => void
  /** Calls back for each new line until the returned function is called. */
  follow: (onLine: (line: string) => void) => () => void
}

/** A command that reached the on-phone server, for the control API. */
export interface ServerCommand {
  at: string
  session_id: string | null
  method: string
  path: string
}

export interface ServerSession {
  session_id: string
  opened_at: string
  closed_at: string | null
}

/** What the on-phone server leaves for the control API to tell. Survives restarts of the server. */
export interface ServerJournal {
  /** The last 10,000. */
  commands: () => readonly ServerCommand[]
  sessions: () => readonly ServerSession[]
  record: (command: ServerCommand) => void
  opened: (sessionId: string) => void
  closed: (sessionId: string) => void
}

/** The on-phone UiAutomator2 server while its instrumentation runs. */
export interface UiAutomatorServer {
  /** Takes one TCP connection to port 6790. */
  accept: (socket: Duplex) => void
  /** Ends it at once, as a killed process does: open connections are cut. */
  close: () => void
}

/** `am instrument`. */
export interface Instrumentation {
  /** Starts the server of `target`; resolves with how it ended. */
  run: (target: string, signal: AbortSignal) => Promise<'finished' | 'crashed'>
  server: () => UiAutomatorServer | undefined
  /** Ends it as an orderly DELETE does. */
  finish: () => void
  /** Ends it as a killed process does. */
  crash: () => void
}

/** Faults that `POST /phones/{serial}/faults` switches on. */
export interface FaultState {
  /** The phone does not answer anything, but its connections stay open. */
  hung: boolean
  /** Added to every answer of shell and on-phone server, in milliseconds. */
  slowMs: number
}

/** Everything that shell commands, adbd, the on-phone server and the control API need of one simulated phone. */
export interface Phone {
  readonly serial: string
  readonly clock: Clock
  readonly random: Random
  readonly display: { width: number; height: number; density: number }
  /** getprop. */
  readonly properties: Map<string, string>
  /** Settings provider; keys are `namespace/name`. */
  readonly settings: Map<string, string>
  readonly files: FileSystem
  readonly packages: Packages
  readonly processes: Processes
  readonly activities: ActivityManager
  readonly instrumentation: Instrumentation
  readonly windows: WindowManager
  readonly accessibility: AccessibilityEvents
  readonly input: Input
  readonly inputMethods: InputMethods
  readonly power: Power
  readonly log: LogBuffer
  readonly journal: ServerJournal
  readonly faults: FaultState
  readonly battery: { level: number; charging: boolean; temperatureTenths: number }
  /** A picture of the display, PNG. */
  screenshot: () => Promise<Buffer>
}
