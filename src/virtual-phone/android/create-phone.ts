import type { Clock } from '../../domain/clock.ts'
import type { Random } from '../../domain/random.ts'
import { type Adbd, createAdbd } from '../adb/adbd.ts'
import { createServices } from '../adb/open-service.ts'
import type { AppUpdates } from '../apps/app-updates.ts'
import { type AppControls, type ClipsControl, createScreen } from '../apps/create-screen.ts'
import type { Log } from '../log.ts'
import type { SavedPhone } from '../saved-phone.ts'
import { COMMANDS } from '../shell/command-table.ts'
import { createDeviceState } from '../shell/device-state.ts'
import { createShell } from '../shell/shell.ts'
import { createUiAutomatorServer } from '../uiautomator/server.ts'
import { type Cable, createCable } from '../usb/cable.ts'
import { noAilments } from './ailments.ts'
import { ailingInput, ailingScreenshot } from './ailing-screen.ts'
import { BOOT_PROCESSES, BUILT_IN_NAMES, builtInPackages, buildSettings } from './built-in.ts'
import { type ConditionOptions, createCondition, USUAL_CONDITION } from './condition.ts'
import { createInstrumentation } from './instrumentation.ts'
import { createLogBuffer } from './log-buffer.ts'
import { createMemoryFiles } from './memory-files.ts'
import { createPackages } from './packages.ts'
import type { Phone, ServerCommand } from './phone.ts'
import { createProcesses } from './processes.ts'
import { PROFILES, type ProfileName } from './profiles.ts'
import { buildProperties } from './properties.ts'
import { createReboot, type Reboot } from './reboot.ts'
import { createServerJournal } from './server-journal.ts'

/** What adbd of Android 14 announces and this one keeps. */
const FEATURES = 'shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir,apex,abb_exec'
const DEFAULT_IME = 'secure/default_input_method'

export interface PhoneOptions {
  /** `vp-01` */
  serial: string
  /** 1 for vp-01. */
  number: number
  /** Content of the apps; phones of one fleet share it. */
  seed: number
  /** Whose Android it is; `android-14` when nothing is said. */
  profile?: ProfileName
  /** How it drifts; what is not given is USUAL_CONDITION. */
  condition?: Partial<ConditionOptions>
  clock: Clock
  random: Random
  log: Log
  /** What `save` returned before a restart; undefined for a new phone. */
  saved: SavedPhone | undefined
  /** The last commands before a restart, oldest first. */
  savedCommands: readonly ServerCommand[]
  /** Called with each command that reaches the on-phone server. */
  onCommand: (command: ServerCommand) => void
}

/** A whole simulated phone: Android, its apps and its adb daemon. */
export interface VirtualPhone {
  readonly serial: string
  readonly number: number
  readonly phone: Phone
  readonly clips: ClipsControl
  readonly apps: AppControls
  readonly updates: AppUpdates
  readonly adb: Adbd
  readonly cable: Cable
  readonly reboot: Reboot
  /** What must survive a restart, without the commands. */
  save: () => SavedPhone
  /** Ends it for good: connections are cut, the on-phone server is gone. May come twice. */
  stop: () => Promise<void>
}

export function createPhone(options: PhoneOptions): VirtualPhone {
  const { serial, number, seed, clock, random, saved } = options
  const profile = PROFILES[options.profile ?? 'android-14']
  const display = { width: 720, height: 1600, density: 320 }
  const log = createLogBuffer(clock)
  const processes = createProcesses(log)
  const files = createMemoryFiles(clock)
  const packages = createPackages({
    clock,
    sdk: profile.sdk,
    builtIn: builtInPackages(profile),
    saved: saved?.packages ?? [],
  })
  const settings = new Map([...buildSettings(androidId(serial)), ...Object.entries(saved?.settings ?? {})])
  const journal = createServerJournal({
    clock,
    saved: { commands: [...options.savedCommands], sessions: saved?.sessions ?? [] },
    onRecord: options.onCommand,
  })
  for (const { path, data, mode, mtime } of saved?.files ?? []) files.write(path, data, { mode, mtime })
  for (const name of BOOT_PROCESSES) processes.start(name)
  const screen = createScreen({
    serial,
    number,
    clock,
    random,
    seed,
    display,
    packages,
    processes,
    log,
    ...(saved?.screen === undefined ? {} : { saved: saved.screen }),
  })
  const ailments = noAilments()
  const instrumentation = createInstrumentation({
    clock,
    processes,
    ailments,
    startServer: () => createUiAutomatorServer({ phone, onQuit: instrumentation.finish }),
  })
  processes.onKilled((name) => {
    instrumentation.onProcessKilled(name)
    screen.onProcessKilled(name)
    if (BOOT_PROCESSES.includes(name)) processes.start(name)
  })
  const phone: Phone = {
    serial,
    clock,
    random,
    display,
    profile,
    properties: buildProperties(profile, { serial, number, bootedAt: clock.now() }),
    settings,
    files,
    packages,
    processes,
    activities: screen.activities,
    instrumentation,
    windows: screen.windows,
    accessibility: screen.accessibility,
    input: ailingInput(screen.input, ailments),
    inputMethods: screen.inputMethods,
    power: screen.power,
    log,
    journal,
    faults: { hung: false, slowMs: 0 },
    ailments,
    ...createCondition({
      ...USUAL_CONDITION,
      ...options.condition,
      clock,
      seed,
      number,
      power: screen.power,
      instrumentation,
      settings,
    }),
    screenshot: ailingScreenshot(screen.screenshot, { ailments, display }),
  }
  const keyboard = settings.get(DEFAULT_IME)
  if (keyboard !== undefined && phone.inputMethods.list().includes(keyboard)) phone.inputMethods.set(keyboard)

  const { adb, reboot } = connectAdb(phone, options.log)

  return {
    serial,
    number,
    phone,
    clips: screen.clips,
    apps: screen.apps,
    updates: screen.updates,
    adb,
    cable: createCable(phone, adb),
    reboot,
    save: () => ({
      version: 1,
      settings: { ...Object.fromEntries(settings), [DEFAULT_IME]: phone.inputMethods.current() },
      packages: packages.all().filter(({ name }) => !BUILT_IN_NAMES.has(name)),
      files: [...files.entries()].map(([path, file]) => ({ path, ...file })),
      sessions: [...journal.sessions()],
      screen: screen.save(),
    }),
    stop: async () => {
      reboot.cancel()
      instrumentation.crash()
      await adb.close()
    },
  }
}

function connectAdb(phone: Phone, log: Log): { adb: Adbd; reboot: Reboot } {
  const reboot = createReboot({
    phone,
    setPlugged: (plugged) => adb.setPlugged(plugged),
    onBoot: () => (state.bootedAtMs = phone.clock.monotonicMs()),
    log,
  })
  const state = createDeviceState(phone.clock.monotonicMs(), reboot.start)
  const shell = createShell({ phone, state, commands: COMMANDS, log })
  const banner = () => {
    const property = (name: string) => `${name}=${phone.properties.get(name) ?? ''}`
    const names = ['ro.product.name', 'ro.product.model', 'ro.product.device']
    return `device::${names.map(property).join(';')};features=${FEATURES}`
  }
  const services = createServices({ phone, shell, reboot: reboot.start, log })
  // Early in a boot adbd is there, but every stream to it is closed at once.
  const openService = (name: string) => (reboot.closesStreams() ? null : services(name))
  const adb = createAdbd({ banner, openService })
  return { adb, reboot }
}

/** 16 hex digits that belong to the phone and stay. */
function androidId(serial: string): string {
  return Buffer.from(serial.padStart(8, '0')).toString('hex').slice(-16)
}
