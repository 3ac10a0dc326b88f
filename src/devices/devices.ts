import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { Metric } from '../domain/metrics.ts'
import type { PowerSwitch } from '../domain/power-switch.ts'
import type { SessionProvider } from '../domain/phone-session.ts'
import { createAdbClient, type AdbClient } from './adb-client.ts'
import type { Environment } from './android-sdk.ts'
import { appiumMetrics, type AppiumHealth, type RecycleLimits } from './appium-health.ts'
import { createAppiumPool } from './appium-pool.ts'
import { startAppiumServer } from './appium-server.ts'
import type { WatchLimits } from './appium-watch.ts'
import { createLeftovers, type LeftoversDeps } from './leftovers.ts'
import { createOnPhoneMemory } from './on-phone-memory.ts'
import { readSessions } from './on-phone-sessions.ts'
import { closeOrphan, type Orphan, type OrphanOutcome } from './orphans.ts'
import { probePhone, type Health } from './phone-probe.ts'
import { createPhoneWatcher, type PhoneWatcher } from './phone-watcher.ts'
import type { ScreenReadings } from './screen-readings.ts'
import { routeAdb } from './routed-adb.ts'
import { createScreens } from './screens.ts'
import type { SessionDeadlines } from './session.ts'
import { createSessionProvider } from './session-provider.ts'
import { endStaleAppiums } from './stale-appiums.ts'
import { createTransports, type KnownPhone } from './transports.ts'
import { createUsbPorts } from './usb-ports.ts'
import { createUnknownErrors } from './unknown-errors.ts'

export interface DevicesConfig {
  /** Port of the adb server on loopback; started when there is none, never ended. */
  adbPort: number
  /** The daemon's environment: PATH, HOME, ANDROID_HOME … */
  env: Environment
  /** Absolute; Appium's homes are kept in `appium/` below it. */
  dataDir: string
  /** At most; they are started as the phones at work need them. */
  mostAppiumServers: number
  phonesPerServer: number
  /** Where the Appium servers look for their ports, upwards; null takes any free ones. */
  appiumPortFirst: number | null
  /** When an Appium is replaced between the work of its phones; without it never. */
  appiumRecycle?: RecycleLimits
  /** Likewise for Appium's settings app on the phones. */
  onPhoneRecycle?: RecycleLimits
  /** How a running Appium is asked whether it lives; production's without it. */
  appiumWatch?: WatchLimits
  /** The registered phones' serials, and what is known of the run that a session's tag names; without it nothing is swept. */
  leftovers?: Pick<LeftoversDeps, 'serials' | 'verdict'>
  /** What is run as Appium instead of the installed one; only a test build hands this in. */
  appiumProgram?: string
  /** What earlier lives of the daemon have learned of a registered phone; without it nothing. */
  knownOf?: (serial: string) => KnownPhone
  /** Packages that `watcher.readInfo` reports on: those of the app drivers. Without it all that did not come with the phone. */
  appPackages?: () => readonly string[]
  /** Of the words on pictures of screens, each with its `@tesseract.js-data` package; English without it. */
  ocrLanguages?: string
  deadlines?: Partial<SessionDeadlines>
  clock: Clock
  log: Logger
}

/** Everything that touches phones. */
export interface Devices {
  /** Resolves when adb and Appium answer, or have failed once and are tried again. @throws AdbError 'no_binary' */
  start: (signal: AbortSignal) => Promise<void>
  /** Closes open sessions, ends Appium and the watching. The adb server stays. May come twice. */
  stop: () => Promise<void>
  sessions: SessionProvider
  watcher: PhoneWatcher
  adb: AdbClient
  /** The USB ports that phones hang on, as far as this host can switch them. */
  usb: PowerSwitch
  /** The health gate before a run. */
  probe: (serial: string, signal: AbortSignal) => Promise<Health>
  /** To be called at start for each session that an earlier boot left. */
  closeOrphan: (orphan: Orphan, signal: AbortSignal) => Promise<OrphanOutcome>
  /**
   * Ends what sessions of runs that are over have left on phones and in adb, as is done once a minute anyway.
   * @returns the phones on which a session was ended. @throws AdbError, the signal's reason
   */
  sweepLeftovers: (signal: AbortSignal) => Promise<string[]>
  appium: () => AppiumHealth[]
  /** How the phones' screens are read at the moment. */
  readings: ScreenReadings
  /** The Appium servers, and the errors that nobody knows, in numbers. */
  metrics: () => Metric[]
}

const NEVER: RecycleLimits = { longestAgeMs: null, mostBytes: null }

export function createDevices(config: DevicesConfig): Devices {
  const { adbPort, env, dataDir, clock, log } = config
  const unrouted = createAdbClient({ port: adbPort, env, clock, log })
  const knownOf = config.knownOf ?? (() => ({ hardware: null, addresses: [] }))
  const transports = createTransports(knownOf)
  const adb = routeAdb(unrouted, transports)
  const watcher = createPhoneWatcher({
    adb: unrouted,
    transports,
    addressesOf: (serial) => knownOf(serial).addresses,
    clock,
    log,
    ...(config.appPackages && { appPackages: config.appPackages }),
  })
  const usb = createUsbPorts({ waysTo: watcher.waysTo, env, clock, log })
  const pool = createAppiumPool({
    mostServers: config.mostAppiumServers,
    phonesPerServer: config.phonesPerServer,
    recycle: config.appiumRecycle ?? NEVER,
    ...(config.appiumWatch && { watch: config.appiumWatch }),
    startServer: (index, signal) =>
      startAppiumServer(
        {
          home: join(dataDir, 'appium', String(index)),
          portFirst: config.appiumPortFirst === null ? null : config.appiumPortFirst + index,
          adbPort,
          env,
          clock,
          log,
          ...(config.appiumProgram !== undefined && { program: config.appiumProgram }),
        },
        signal,
      ),
    clock,
    log,
  })
  const unknownErrors = createUnknownErrors(log)
  const memory = createOnPhoneMemory({ adb, limits: config.onPhoneRecycle ?? NEVER, clock, log })
  const screens = createScreens({ adb, dataDir, ocrLanguages: config.ocrLanguages ?? 'eng', clock, log })
  const sessions = createSessionProvider({
    screens,
    pool,
    adb,
    memory,
    onUnknownError: unknownErrors.note,
    clock,
    log,
    ...(config.deadlines && { deadlines: config.deadlines }),
  })

  const leftovers =
    config.leftovers &&
    createLeftovers({
      ...config.leftovers,
      adb,
      sessionsOn: (serial, signal) => readSessions({ ...adb, clock }, serial, signal),
      isOpen: sessions.isOpen,
      whileFree: sessions.whileFree,
      clock,
      log,
    })
  const stopping = new AbortController()
  let sweeping: Promise<void> | undefined
  let looking: Promise<void> | undefined

  return {
    async start(signal) {
      // Before any phone is asked whether it is free.
      await endStaleAppiums({ homes: join(dataDir, 'appium'), clock, log }, signal)
      await adb.ensureServer(signal)
      // Takes seconds where there are many hubs, and nobody needs it before the first phone has failed.
      looking ??= usb.look(stopping.signal)
      await Promise.all([watcher.start(signal), pool.start(signal)])
      sweeping ??= leftovers?.run(stopping.signal)
    },
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      await sessions.closeAll()
      await Promise.all([pool.stop(), watcher.stop(), screens.stop(), sweeping, looking])
    },
    sessions,
    watcher,
    adb,
    usb,
    async probe(serial, signal) {
      await watcher.identify(serial)
      return await probePhone(adb, serial, signal)
    },
    closeOrphan: (orphan, signal) => closeOrphan({ adb, clock, log }, orphan, signal),
    sweepLeftovers: async (signal) => (await leftovers?.sweep(signal)) ?? [],
    appium: pool.health,
    readings: screens.readings,
    metrics: () => [
      ...adb.metrics(),
      ...appiumMetrics(pool.health(), pool.ends()),
      ...memory.metrics(),
      unknownErrors.metric(),
      ...screens.readings.metrics(),
    ],
  }
}
