import type { Poster } from '../../src/callbacks/post.ts'
import { createSender } from '../../src/callbacks/sender.ts'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { RunError } from '../../src/domain/errors.ts'
import { createAttemptRecorder, type EvidencePhone } from '../../src/evidence/attempt-recorder.ts'
import { createShelf } from '../../src/driving/pack-shelf.ts'
import { createEvidenceLibrary } from '../../src/evidence/evidence-library.ts'
import type { EvidenceFiles } from '../../src/evidence/evidence-files.ts'
import type { Random } from '../../src/domain/random.ts'
import { createEmbeddedJudge } from '../../src/judging/embedded-judge.ts'
import { watchRuns } from '../../src/phones/recovery/watch-runs.ts'
import { createProcesses, type Processes } from '../../src/processes/processes.ts'
import { createRunOnPhone } from '../../src/run-on-phone.ts'
import { createScheduler } from '../../src/scheduler/scheduler.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { MINI_DOCUMENT, packOf } from '../driving/support/mini-pack.ts'
import type { FakeClock } from '../support/fake-clock.ts'
import { silentLog } from '../support/farm.ts'
import type { PlayedPhones } from './failpoint-phones.ts'
import { createPlayedRecovery } from './failpoint-recovery.ts'
import { effectsWith, posterWith, storeWith, type DeviceEffects } from './failpoint-seams.ts'
import type { Failpoints } from './failpoints.ts'

/** What stands in the place of a daemon's part, to show that its faults are found. */
export interface Tamper {
  store?: (store: Store) => Store
  devices?: (devices: DeviceEffects) => DeviceEffects
  poster?: (poster: Poster) => Poster
}

/** What outlives every daemon. */
export interface PlayedWorld {
  clock: FakeClock
  random: Random
  phones: PlayedPhones
  /** How callbacks go out. */
  poster: Poster
  /** The database file; `:memory:` is none, it would not outlive the daemon. */
  file: string
  evidence: EvidenceFiles
  tamper?: Tamper
}

/** One life of a daemon without HTTP, adb and Appium: real store, use cases, scheduler, actions, driver and sender. */
export interface PlayedDaemon {
  store: Store
  processes: Processes
  start: () => Promise<void>
  /** In good order. */
  stop: () => Promise<void>
  /** What the operating system does for a process that was killed: its files are closed. */
  bury: () => Promise<void>
}

/** @param name tells this life from the others, in ids too */
export function bootPlayed(world: PlayedWorld, failpoints: Failpoints, lifeNumber: number): PlayedDaemon {
  const { clock, random, phones, tamper = {} } = world
  const name = `life-${lifeNumber}`
  const real = openStore({ file: world.file })
  const store = storeWith(tamper.store?.(real) ?? real, failpoints)
  const life = { name, isAlive: () => !failpoints.isDead() }
  const played = phones.devicesOf(life)
  const devices = effectsWith(tamper.devices?.(played) ?? played, failpoints)
  const newId = idsOf(lifeNumber)
  const pack = packOf(MINI_DOCUMENT)
  const library = createEvidenceLibrary({
    store,
    files: world.evidence,
    newId,
    log: silentLog,
    quotaBytes: 1024 * 1024 * 1024,
    freeBytes: () => Number.POSITIVE_INFINITY,
  })
  const recorder = {
    store,
    library,
    clock,
    log: silentLog,
    phone: NO_PICTURES,
    mostPictures: 20,
    hostVersions: {},
    serverPackage: 'server',
    secrets: new Set<string>(),
  }
  const sender = createSender({
    store,
    clock,
    random,
    log: silentLog,
    secrets: ['played-secret'],
    poster: posterWith(tamper.poster?.(world.poster) ?? world.poster, failpoints),
  })
  const embedded = createEmbeddedJudge()
  const runOnPhone = createRunOnPhone({
    devices,
    packs: createShelf([pack]),
    openJudge: () => embedded,
    serialOf: (phoneId) => store.read.phones.find(phoneId)?.serial,
    appVersionOf: () => '1.5',
    record: (attempt) => createAttemptRecorder(recorder, attempt),
    clock,
    log: silentLog,
  })
  const scheduler = createScheduler({
    store,
    clock,
    random,
    log: silentLog,
    newId,
    bootId: name,
    execute: (run) => watchRuns(recovery, runOnPhone)(run),
    canRun: (phoneId) => canRun(phoneId),
    async closeOrphan({ serial, session_id, container }, signal) {
      if (serial === null) return
      const outcome = await devices.closeOrphan({ serial, session_id, container }, signal)
      if (outcome.status === 'unreachable') throw new RunError('device', outcome.reason)
    },
    onCommit: sender.wake,
  })
  const { recovery, canRun } = createPlayedRecovery({
    store,
    clock,
    random,
    newId,
    devices,
    bootId: name,
    isBeingRescued: (phoneId) => scheduler.beingRescued(phoneId) !== null,
    wake: scheduler.wake,
  })
  const processes = createProcesses({
    store,
    clock,
    newId,
    runs: scheduler,
    callbackAllow: parseAllowList(''),
    onRedelivered: sender.lookAgain,
    knownApps: () => [pack.app],
    wake() {
      scheduler.wake()
      sender.wake()
    },
  })
  const starting = new AbortController()

  return {
    store,
    processes,
    async start() {
      await devices.start(starting.signal)
      await recovery.start()
      await scheduler.start()
      sender.start()
    },
    async stop() {
      await Promise.all([recovery.stop(), scheduler.stop()])
      await sender.stop()
      await devices.stop()
      await real.close()
    },
    bury: () => real.close(),
  }
}

/** Played phones have no adb beside their sessions. */
const NO_PICTURES: EvidencePhone = {
  picture: () => Promise.reject(new Error('no adb here')),
  logcat: () => Promise.reject(new Error('no adb here')),
  versions: () => Promise.resolve({}),
}

/** UUIDs in the order of lives and of their making, never the same in two lives. */
function idsOf(lifeNumber: number): () => string {
  let made = 0
  const digits = (number: number, length: number) => String(number).padStart(length, '0')
  return () => `01960000-0000-7000-8000-${digits(lifeNumber, 4)}${digits(++made, 8)}`
}
