import { createSender } from '../../src/callbacks/sender.ts'
import { between, seededRandom, type Random } from '../../src/domain/random.ts'
import { createSteadyClock, type SteadyClock } from '../../src/domain/steady-clock.ts'
import { createProcesses, type Processes } from '../../src/processes/processes.ts'
import { createScheduler, type Scheduler } from '../../src/scheduler/scheduler.ts'
import type { Run } from '../../src/scheduler/run.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { storeOn, type Store, type Tables } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { silentLog } from '../support/farm.ts'
import { orderedIds } from '../support/store.ts'
import { createInvariants, objectionTo, type Invariants } from './invariants.ts'
import { createFakePhones, type FakePhones } from './fake-phones.ts'
import { createFakeReceiver, type FakeReceiver } from './fake-receiver.ts'
import { createFakeExecute } from './fake-run.ts'
import { createModel, type Model } from './model.ts'
import { createLife, type Life } from './mortal.ts'
import { PHONES, register } from './registry.ts'
import { comeToRest } from './rest.ts'

/** A bug that is planted on purpose: stands between the daemon and its tables, or its phones. */
export interface Bug {
  tables?: (tables: Tables, db: Database) => Tables
  /** The rescue believes that every session of a dead boot is gone. */
  forgetsSessions?: true
}

/** A person's hold of a phone, as it was answered. */
export interface PersonsHold {
  holder: string
  until: string | null
}

/** One boot of the daemon: store, use cases, scheduler and sender, as app.ts wires them. */
export interface Boot {
  id: string
  life: Life
  clock: SteadyClock
  store: Store
  processes: Processes
  scheduler: Scheduler
  /** Ends in order; resolves when nothing runs. */
  stop: () => Promise<void>
}

/** Everything that outlives a boot, and the boot that lives now. */
export interface World {
  host: FakeClock
  db: Database
  store: Store
  random: Random
  phones: FakePhones
  receiver: FakeReceiver
  model: Model
  violations: string[]
  /** Who was told that a phone is theirs. */
  persons: Map<string, PersonsHold>
  /** How many releases were asked for so far. */
  releases: number
  /** Every run that was ever begun. */
  runs: Run[]
  boot: Boot
  /** Ends the boot that lives now as kill -9 does, and starts another. */
  crash: () => void
  /** Stops in order and starts again. */
  restart: () => Promise<void>
  /** Writes down what the model objects to; null is no objection. */
  note: (violation: string | null) => void
  /** Holds everything that is committed now against every promise. @throws when one is broken */
  look: () => void
  /** A full disk refuses what needs room, as SQLite does: what fits into pages that are there still goes through. */
  setDiskFull: (full: boolean) => void
  /** Lets the event loop turn. */
  turn: (times: number) => Promise<void>
  /** Mends everything, lets the daemon finish and stops it. @throws when a promise is broken or something is left */
  comeToRest: () => Promise<void>
}

/** The sender's pauses of hours, made short: a simulated day is long enough for all of them. */
const SCHEDULE_SCALE = 0.02

/** How long a phone stays as it is when its app asks for a person. */
const HOLD_PHONE_MS = 60_000

/** SQLite's own limit (source: sqlite.org/limits.html). */
const MOST_PAGES = 4_294_967_294

interface Ground {
  db: Database
  store: Store
  invariants: Invariants
}

/** Opened once: thousands of worlds live on it one after the other. */
let shared: Ground | undefined

/** What the reserve file leaves to running work once the disk is full. */
const RESERVE_PAGES = 1000

function openShared(): Ground {
  const db = openDatabase(':memory:')
  const store = storeOn(db, { giveWay: () => limitPages(db, RESERVE_PAGES) })
  return { db, store, invariants: createInvariants(db) }
}

/** A database that may grow by so many pages is a disk with so much room. */
function limitPages(db: Database, more: number): void {
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + more}`)
}

function emptyStore(): Ground {
  shared ??= openShared()
  const { db, store } = shared
  store.storage.recovered()
  db.pragma(`max_page_count = ${MOST_PAGES}`)
  db.pragma('foreign_keys = OFF')
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  db.exec(
    tables
      .filter((name) => !name.startsWith('sqlite_'))
      .map((name) => `DELETE FROM ${name};`)
      .join('\n'),
  )
  db.exec('DELETE FROM status_counts')
  db.pragma('foreign_keys = ON')
  return shared
}

/** A world at its first morning: three phones, an account on each, a daemon that has just started. */
export async function createWorld(seed: number, bug: Bug = {}): Promise<World> {
  const { db, store, invariants } = emptyStore()
  const host = createFakeClock()
  const random = seededRandom(seed)
  const violations: string[] = []
  const violation = (text: string) => void violations.push(text)
  const persons = new Map<string, PersonsHold>()
  const objection = (session: string, phoneId: string) =>
    objectionTo(store, session) ?? personsObjection(persons.get(phoneId), world.boot.clock.now())
  const phones = createFakePhones(PHONES, { violation, objection })
  const receiver = createFakeReceiver(store, violation)
  const newId = orderedIds()
  const runs: Run[] = []
  const mostRuns = between(random, 1, PHONES.length)
  let boots = 0
  let isDiskFull = false
  await register(store, host)

  function makeRoom(): void {
    db.pragma(`max_page_count = ${MOST_PAGES}`)
    store.storage.recovered()
  }

  function bootUp(): Boot {
    // What an earlier boot knew of the disk is forgotten, and the reserve is not there any more.
    makeRoom()
    if (isDiskFull) limitPages(db, 0)
    const life = createLife()
    const bootId = `boot-${++boots}`
    const clock = createSteadyClock({
      clock: life.clock(host),
      floor: store.read.timeline.lastAt(),
      onJump: () => undefined,
    })
    const own = life.store(invariants.watchClaims(withBug(store, db, bug), clock.now, violation))
    const sender = createSender({
      store: own,
      clock,
      random,
      log: silentLog,
      secrets: [],
      poster: receiver.posterOf(life, clock),
      limits: { scheduleScale: SCHEDULE_SCALE },
    })
    const scheduler = createScheduler({
      store: own,
      clock,
      random,
      log: silentLog,
      newId,
      bootId,
      execute: createFakeExecute({ phones, clock, life, random, violation, onRun: (run) => runs.push(run) }),
      closeOrphan: async ({ phone_id, session_id }, signal) => {
        if (bug.forgetsSessions) return
        await life.while(phones.close(phone_id, session_id, { signal, isDead: life.isOver }))
      },
      canRun: (phoneId) => (phones.isPlugged(phoneId) ? null : 'offline'),
      onCommit: sender.wake,
      limits: { mostRuns, holdPhoneMs: HOLD_PHONE_MS },
    })
    const wake = () => {
      scheduler.wake()
      sender.wake()
    }
    const deps = { store: own, clock, newId, callbackAllow: [], knownApps: () => ['clips'] }
    const processes = createProcesses({ ...deps, runs: scheduler, wake })
    // What a start throws is a violation: nothing of this world keeps a daemon from starting.
    void life.while(scheduler.start()).catch((error: unknown) => violation(`start failed: ${String(error)}`))
    sender.start()
    return {
      id: bootId,
      life,
      clock,
      store: own,
      processes,
      scheduler,
      async stop() {
        await scheduler.stop()
        await sender.stop()
      },
    }
  }

  async function turn(times: number): Promise<void> {
    for (let left = times; left > 0; left--) await new Promise((resolve) => setImmediate(resolve))
  }

  const world: World = {
    host,
    db,
    store,
    random,
    phones,
    receiver,
    model: createModel(),
    violations,
    persons,
    releases: 0,
    runs,
    boot: bootUp(),
    crash() {
      world.boot.life.end()
      world.boot = bootUp()
    },
    async restart() {
      const stopped = world.boot.stop()
      // A run on a phone that hangs is not waited for longer than the service's supervisor does.
      await host.advance(45_000)
      await Promise.race([stopped, turn(20)])
      world.boot.life.end()
      world.boot = bootUp()
    },
    turn,
    note: (text) => void (text !== null && violations.push(text)),
    look() {
      violations.push(...invariants.check(world.model))
      if (world.boot.scheduler.runningCount() > mostRuns) violations.push('more runs than the host may have')
      if (violations.length > 0) throw new Error(violations.join('\n'))
    },
    setDiskFull(full) {
      isDiskFull = full
      if (full) limitPages(db, 0)
      else makeRoom()
      world.boot.scheduler.wake()
    },
    comeToRest: () => comeToRest(world, invariants),
  }
  return world
}

function personsObjection(hold: PersonsHold | undefined, now: Date): string | null {
  if (!hold || (hold.until !== null && hold.until <= now.toISOString())) return null
  return `the phone is held by ${hold.holder}`
}

function withBug(store: Store, db: Database, { tables: bugged }: Bug): Store {
  if (!bugged) return store
  const read = bugged(store.read, db)
  return { ...store, read, write: (name, change) => store.write(name, () => change(read)) }
}
