import path from 'node:path'
import type { Logger } from 'pino'
import { createNewId } from './new-id.ts'
import { appiumSetup } from './appium-setup.ts'
import type { Config } from './config.ts'
import { closeOrphanOn } from './close-orphan-on.ts'
import { createDaemonCallbacks } from './daemon-callbacks.ts'
import { createDaemonMetrics } from './daemon-metrics.ts'
import { checksOf } from './daemon-checks.ts'
import { createDaemonConditions } from './daemon-conditions.ts'
import { createDaemonEvidence } from './daemon-evidence.ts'
import { createDaemonHttp } from './daemon-http.ts'
import { createDaemonJudges, createPromptBound } from './daemon-judges.ts'
import { openDaemonPacks } from './daemon-packs.ts'
import { daemonPoster } from './daemon-poster.ts'
import { createDevices } from './devices/devices.ts'
import type { Clock } from './domain/clock.ts'
import { endsWithin } from './domain/ends-within.ts'
import type { Random } from './domain/random.ts'
import { RETRY_LIMITS } from './domain/retry.ts'
import { createSteadyClock } from './domain/steady-clock.ts'
import { createOwnPorts } from './own-ports.ts'
import { createPhonePictures } from './phone-pictures.ts'
import { careFor } from './phones/care/cared-phones.ts'
import { createRecoveringPhones } from './phones/recovering-phones.ts'
import { watchRegistry } from './phones/watch-registry.ts'
import { createProcesses } from './processes/processes.ts'
import type { RecentLog } from './recent-log.ts'
import { createRunOnPhone } from './run-on-phone.ts'
import { drainLimits } from './scheduler/drain.ts'
import { createScheduler } from './scheduler/scheduler.ts'
import { NO_SEAMS, type Seams } from './seams.ts'
import { secretsOf } from './secrets-of.ts'
import { lockDataDirectory, type DataDirectoryLock } from './store/data-directory.ts'
import { openKeptDatabase } from './store/kept-database.ts'
import { createReserveFile } from './store/reserve-file.ts'
import { tellLive } from './tell-live.ts'
import type { StorageFailure } from './upkeep/disk-watch.ts'
import { createUpkeep } from './upkeep/upkeep.ts'
import { createVirtualFarm, type VirtualFarmDeps } from './virtual-farm.ts'

/** What due callbacks are given on stop. */
const FLUSH_MS = 1000

/** What leaves the adb server on stop is no longer waited for after this. */
const DISCONNECT_MS = 3000

export interface AppDeps {
  config: Config
  /** The data directory's, when the caller has taken it already; let go of when the app stops. */
  lock?: DataDirectoryLock
  /** Asked once the data directory is ours: a first start writes the key there. */
  apiKey: () => Promise<string>
  version: string
  virtualPhones: VirtualFarmDeps['virtualPhones']
  virtualApps?: NonNullable<VirtualFarmDeps['virtualApps']>
  clock: Clock
  random: Random
  log: Logger
  /** The log's last lines; none when not given. */
  recentLog?: RecentLog
  /** The database cannot be trusted any more: the process is to end at once. Until then every write is refused. */
  onStorageFailed?: (failure: StorageFailure) => void
  seams?: Seams
}

export interface App {
  /** Resolves when everything stands and work is taken in; rejects when `stop` was called before that. @returns where it is reached */
  start: () => Promise<{ url: string; admin: string; virtual_phones?: string }>
  /** In the order in which work flows, so that nothing is handed to a part that has stopped. May come twice. */
  stop: () => Promise<void>
}

/** Wires every part together; the only file that knows them all. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { config, random, log, seams = NO_SEAMS } = deps
  const dataDir = path.resolve(config.dataDir)
  const lock = deps.lock ?? lockDataDirectory(dataDir)
  const reserve = createReserveFile(dataDir)
  const kept = await openKeptDatabase({ dataDir, reserve, now: deps.clock.now() })
  const metrics = createDaemonMetrics({ clock: deps.clock, version: deps.version })
  const store = metrics.timed(seams.store(kept.store))
  const clock = createSteadyClock({
    clock: deps.clock,
    floor: store.read.timeline.lastAt(),
    onJump: (jumpMs) => log.warn({ jump_ms: jumpMs }, "the host's clock was set"),
  })
  const newId = createNewId(clock)
  const bootId = newId()
  const apiKey = await deps.apiKey()
  const judges = createDaemonJudges({ settings: config.judge, store, clock, random, log })
  const packs = await openDaemonPacks({ config, dataDir, store, clock, log })
  const stopping = new AbortController()
  let started = false
  const devices = seams.devices(
    createDevices({
      adbPort: config.adbServerPort,
      env: config.toolEnvironment,
      dataDir,
      ...appiumSetup(config, store, bootId),
      ocrLanguages: config.ocrLanguages,
      appPackages: () => packs.all().map(({ target }) => target.package_name),
      clock,
      log,
    }),
  )
  const own = createOwnPorts({ adbPort: config.adbServerPort, appium: devices.appium })
  const poster = seams.poster(daemonPoster({ config, isOwn: own.isOwn, clock }))
  const callbacks = createDaemonCallbacks({ config, store, clock, random, log, poster })
  const { sender } = callbacks
  const evidence = createDaemonEvidence({
    ...deps,
    dataDir,
    store,
    clock,
    newId,
    adb: devices.adb,
    freeBytes: reserve.freeBytes,
    secrets: secretsOf(config).add(apiKey),
  })
  const runOnPhone = createRunOnPhone({
    devices,
    record: evidence.record,
    packs,
    sightings: packs.sightings,
    openJudge: judges.openJudge,
    serialOf: (phoneId) => store.read.phones.find(phoneId)?.serial,
    appVersionOf: (phoneId, packageName) =>
      useCases.readPhone(phoneId).apps.find(({ package_name }) => package_name === packageName)?.version ??
      undefined,
    clock,
    log,
  })
  const scheduler = createScheduler({
    store,
    clock,
    random,
    log,
    newId,
    bootId,
    execute: (run) => phones.watchRuns(runOnPhone)(run),
    closeOrphan: closeOrphanOn(devices, (accountId) => {
      const app = store.read.accounts.find(accountId)?.app
      return app === undefined ? undefined : packs.find(app)?.target.package_name
    }),
    canRun: (phoneId) => phones.admit(phoneId)?.message ?? null,
    settle: (phoneId, signal) => phones.settle(phoneId, signal),
    handicapMs: (phoneId) => phones.care.handicapMs(phoneId),
    onCommit: sender.wake,
    limits: {
      retry: { ...RETRY_LIMITS, baseMs: config.retryBaseMs },
      mostRuns: config.sessions,
      holdPhoneMs: config.holdPhoneMs,
      verifyRuns: config.verifyRuns,
    },
  })
  const state = createDaemonConditions({
    store,
    clock,
    sessions: () => ({ running: scheduler.runningCount(), most: config.sessions }),
    obstacle: (phoneId) => phones.obstacle(phoneId),
    beingRescued: scheduler.beingRescued,
  })
  const useCases = createProcesses({
    conditions: state.conditions,
    store,
    clock,
    newId,
    runs: scheduler,
    ...config,
    isOwn: own.isOwn,
    ...callbacks.forUseCases,
    packOf: packs.packOf,
    knownApps: packs.apps,
    readEvidence: evidence.read,
    withinTime: createPromptBound(),
    readmit: (phoneId) => phones.recovery.readmit(phoneId),
    wake: (phoneIds) => {
      scheduler.wake(phoneIds)
      sender.wake()
    },
  })
  const known = createRecoveringPhones({
    store,
    processes: useCases,
    devices,
    usb: devices.usb,
    isBeingRescued: (phoneId) => scheduler.beingRescued(phoneId) !== null,
    wake: scheduler.wake,
    clock,
    random,
    log,
    newId,
    bootId,
  })
  const { spare, wake } = scheduler
  const phones = careFor(known, { store, devices, usb: devices.usb, spare, wake, config, clock, log })
  const upkeep = createUpkeep({
    ...config,
    kept,
    store,
    reserve,
    dataDir,
    clock,
    log,
    onRoom: () => {
      scheduler.wake()
      sender.wake()
    },
    onFailed: (failure) => deps.onStorageFailed?.(failure),
    onFilesFreed: evidence.onFilesFreed,
  })
  const pictures = createPhonePictures({
    adb: devices.adb,
    limits: config.live,
    signal: stopping.signal,
    clock,
    log,
  })
  const registry = watchRegistry(useCases, phones.refresh, phones.board.stored)
  const processes = tellLive(registry, (phoneId) => ({
    care: phones.care.of(phoneId),
    screen_reading: devices.readings.view(phoneId),
  }))
  const http = createDaemonHttp({
    config,
    processes,
    daemonMetrics: () => [
      ...metrics.read({ ...scheduler, aheadMs: clock.aheadMs, logBytes: upkeep.logBytes }),
      ...devices.metrics(),
      ...phones.metrics(),
      ...pictures.metrics(),
      ...judges.metrics(),
      ...callbacks.metrics(),
    ],
    store,
    apiKey,
    readiness: () => ({
      starting: !started,
      checks: checksOf({ devices, clock, upkeep, packs, judges, callbacks }),
    }),
    candidates: () => phones.candidates(stopping.signal),
    screenshot: pictures.screenshot,
    watch: pictures.watch,
    bundle: evidence.bundler(processes),
    version: deps.version,
    newId,
    clock,
    log,
  })
  const virtualFarm = createVirtualFarm({ ...deps, dataDir, store, processes, onListen: own.add })

  async function startAll() {
    const reached = own.add(await http.listen())
    await devices.start(stopping.signal)
    const controlUrl = deps.virtualPhones > 0 ? await virtualFarm.start() : undefined
    stopping.signal.throwIfAborted()
    await phones.start()
    await scheduler.start()
    sender.start()
    await upkeep.start()
    evidence.start()
    started = true
    state.setWorking()
    return controlUrl === undefined ? reached : { ...reached, virtual_phones: controlUrl }
  }

  async function stopAll(): Promise<void> {
    http.setDraining('draining')
    pictures.drain()
    state.setDraining()
    // Runs that are under way may end well as long as the phones stay.
    if (!started) stopping.abort(new Error('the daemon is stopping'))
    // A start that went on would bring up parts after their stop; why it failed is told to whoever called it.
    await Promise.allSettled([starting, phones.recovery.stop(), scheduler.stop(drainLimits(config.stopMs))])
    stopping.abort(new Error('the daemon is stopping'))
    // What the runs' ends have to tell; what does not get through is sent by the next boot.
    if (started) await endsWithin(clock, FLUSH_MS, sender.idle())
    await http.stop()
    await callbacks.stop()
    await phones.stop()
    await virtualFarm.stop(devices.adb, AbortSignal.timeout(DISCONNECT_MS))
    await devices.stop()
    await evidence.stop()
    await judges.stop()
    await packs.stop()
    await upkeep.stop()
    metrics.stop()
    await store.close()
    lock.release()
  }

  let starting: ReturnType<typeof startAll> | undefined
  let stopped: Promise<void> | undefined
  return {
    start: () => (starting ??= startAll()),
    stop: () => (stopped ??= stopAll()),
  }
}
