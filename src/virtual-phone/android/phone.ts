import type { Duplex } from 'node:stream'
import type { Clock } from '../../domain/clock.ts'
import type { Random } from '../../domain/random.ts'
import type { Ailments } from './ailments.ts'
import type { BatteryWear } from './battery.ts'
import type { FileSystem } from './file-system.ts'
import type { LatencyKind, LatencyProfile } from './latency.ts'
import type { Profile } from './profiles.ts'
import type { WallClock } from './wall-clock.ts'
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
  /** Another version of an installed app, as its store would install it. */
  update: (name: string, versionName: string) => void
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
  /** Whether the keyguard asks for a PIN. */
  isSecure: () => boolean
  /** False from a boot until the PIN was given: most apps cannot start and their data is shut (direct boot). */
  isUserUnlocked: () => boolean
  /** The power key (26). */
  toggle: () => void
  wake: () => void
  /** Switches the screen off and locks. */
  sleep: () => void
  /** Somebody uses the phone: the time until the screen goes off begins anew. */
  touch: () => void
  /** Shows the keyguard without changing the screen. */
  lock: () => void
  /** A swipe: opens a keyguard without a PIN, and none other. */
  dismissKeyguard: () => void
  /** Null: none. What is locked stays locked. */
  setPin: (pin: string | null) => void
  /** Whether this is the PIN; without one anything is. */
  accepts: (pin: string) => boolean
  /** False for a wrong PIN. */
  unlock: (pin: string) => boolean
  /** What a phone that has just started shows: the keyguard. */
  boot: () => void
  /** Called just before the screen goes on or off; for one listener. */
  onChange: (listener: () => void) => void
}

export type BatteryHealth = 'good' | 'overheat' | 'dead' | 'over_voltage' | 'failure' | 'cold'

/** What the fuel gauge tells at a moment. */
export interface BatteryReading {
  /** Percent of what the battery holds now, not of what it held when new. */
  level: number
  status: 'charging' | 'discharging' | 'not_charging' | 'full'
  /** A charger or a host gives power. */
  powered: boolean
  health: BatteryHealth
  temperatureTenths: number
  voltageMv: number
  chargeUah: number
  /** What a full battery holds now. */
  fullUah: number
  designUah: number
  /** Positive while it is charged. */
  currentUa: number
  cycles: number
}

export interface Battery {
  read: () => BatteryReading
  /** What is held from outside; null and false where the model goes its way. */
  held: () => { temperatureC: number | null; health: BatteryHealth | null; heated: boolean }
  /** Null takes a pin away; what is not given stays. */
  set: (wanted: {
    level?: number
    /** Held until it is null again. */
    temperatureC?: number | null
    powered?: boolean
    /** Held until it is null again. */
    health?: BatteryHealth | null
    /** Something warms the phone. */
    heated?: boolean
    wear?: BatteryWear
  }) => void
}

/** The data partition, in KiB. */
export interface PhoneStorage {
  read: () => { totalKb: number; usedKb: number; freeKb: number }
  /** Holds what is free, in MiB; null lets it go. */
  pinFree: (freeMb: number | null) => void
  pinnedFreeMb: () => number | null
}

/** How long the phone takes to answer. */
export interface Latency {
  /** The one that the phone was made with. */
  readonly first: LatencyProfile
  profile: () => LatencyProfile
  setProfile: (profile: LatencyProfile) => void
  /** Milliseconds for the next answer; 0 for `none`. */
  drawMs: (kind: LatencyKind) => number
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
  /** The phone has lost charging power: a server whose `shutdownOnPowerDisconnect` is on ends itself. */
  onPowerDisconnected: () => void
  /** Ends it at once, as a killed process does: open connections are cut. */
  close: () => void
}

/** How an instrumentation ended, as `am instrument` words it. */
export type InstrumentationEnd = 'finished' | 'crashed' | 'native_crash' | 'system_crashed'

/** `am instrument`. */
export interface Instrumentation {
  /** Starts the server of `target`; resolves with how it ended. */
  run: (target: string, signal: AbortSignal) => Promise<InstrumentationEnd>
  server: () => UiAutomatorServer | undefined
  /** Ends it as an orderly DELETE does. */
  finish: () => void
  /** Ends it as a killed process does. */
  crash: (how?: InstrumentationEnd) => void
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
  readonly ailments: Ailments
  /** Whose Android this is: the forms of what the shell prints follow from it. */
  readonly profile: Profile
  readonly battery: Battery
  readonly storage: PhoneStorage
  readonly latency: Latency
  /** What the phone takes for the time of day. */
  readonly wallClock: WallClock
  /** A picture of the display, PNG. @throws ScreenshotFailed */
  screenshot: () => Promise<Buffer>
}
