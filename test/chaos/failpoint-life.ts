import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { between, pick, seededRandom, type Random } from '../../src/domain/random.ts'
import { publicStatus } from '../../src/domain/process.ts'
import type { Message, Poster } from '../../src/callbacks/post.ts'
import { createPlainFiles } from '../evidence/plain-files.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { checkAfterwards } from './failpoint-checks.ts'
import { bootPlayed, type PlayedDaemon, type PlayedWorld, type Tamper } from './failpoint-daemon.ts'
import {
  acknowledgedIn,
  receivedIn,
  savedIn,
  stepsIn,
  type Journal,
  type JournalEvent,
} from './failpoint-journal.ts'
import { createPlayedPhones } from './failpoint-phones.ts'
import type { Caller, Day, Step } from './failpoint-work.ts'
import {
  createFailpoints,
  listFailpoints,
  type ArmedFailpoint,
  type FailpointName,
  type Failpoints,
} from './failpoints.ts'

/** Points that are passed while a daemon takes back what a dead one held: where the second death may come. */
const RECOVERY = listFailpoints()
  .map(({ name }) => name)
  .filter((name) => /^(begin_rescue|rescue|close_orphan):/.test(name))

export interface PlayOptions {
  day: Day
  seed: number
  /** The database file; made when it is not there. */
  file: string
  /** Where the daemon dies, besides the deaths that belong to the day; null for nowhere else. A recovery after it dies once more. */
  point: ArmedFailpoint | null
  /** What an earlier process that played this day on this file has left; none of the lives in it had a higher number than `lastLife`. */
  from?: { journal: Journal; lastLife: number }
  /** Called before anybody else can know, so that it can be kept. */
  onEvent?: (event: JournalEvent) => void
  /** What the daemon does when its disk fails: ends at once. */
  onStorageFailed?: () => void
  tamper?: Tamper
}

/** How a day went. */
export interface Played {
  /** What must not have happened, in words. */
  violations: string[]
  /** For every point, how often the life that reached it most often did. */
  reached: ReadonlyMap<FailpointName, number>
  /** Points at which the daemon died. */
  died: FailpointName[]
  lives: number
}

interface Living {
  failpoints: Failpoints
  daemon: PlayedDaemon
}

const TURN_MS = 250
/** Longer than any step of the day takes on the played phones, all retries included. */
const STEP_MS = 4 * 3_600_000

/** Plays the whole working day of one caller, through as many lives of the daemon as it takes. */
export async function playDay(options: PlayOptions): Promise<Played> {
  const { day, seed, file, point, from, onEvent = () => undefined, tamper } = options
  const journal = from?.journal ?? []
  const random = seededRandom(seed)
  const clock = createFakeClock()
  const phones = createPlayedPhones({
    clock,
    given: { ...day.phones, ...savedIn(journal) },
    onSaved: (serial, accounts) => onEvent({ event: 'saved', serial, accounts: [...accounts] }),
  })
  const receiver = createReceiver(random, receivedIn(journal), onEvent)
  const world: PlayedWorld = {
    clock,
    random,
    phones,
    poster: receiver.poster,
    file,
    evidence: createPlainFiles(evidenceOf(file)),
    ...(tamper && { tamper }),
  }
  const violations = phones.violations
  const reached = new Map<FailpointName, number>()
  const died: FailpointName[] = []
  const acknowledged = acknowledgedIn(journal)
  const history = createHistory()
  let turn = 0
  let secondDeath: ArmedFailpoint | null = null
  let lives = from?.lastLife ?? 0
  let living = beginLife()

  function beginLife(): Living {
    lives += 1
    const failpoints = createFailpoints({ armed: armedNow(), end: () => undefined })
    const daemon = bootPlayed(world, failpoints, lives)
    daemon.store.storage.onChange((state) => {
      if (state === 'failed') options.onStorageFailed?.()
    })
    return { failpoints, daemon }
  }

  async function start(): Promise<void> {
    while ((await through(living.daemon.start())) === 'dead') await succeed()
  }

  /** The dead daemon is succeeded by another one. */
  async function succeed(): Promise<void> {
    await bury()
    living = beginLife()
  }

  function armedNow(): ArmedFailpoint[] {
    if (point === null) return []
    if (!died.includes(point.name)) return [point]
    return secondDeath === null || died.includes(secondDeath.name) ? [] : [secondDeath]
  }

  async function bury(): Promise<void> {
    for (const [name, count] of living.failpoints.reached)
      reached.set(name, Math.max(count, reached.get(name) ?? 0))
    died.push(...living.failpoints.fired.map(({ name }) => name))
    if (point !== null && died.includes(point.name))
      secondDeath ??= { name: pick(random, RECOVERY), phoneId: null, nth: 1, action: 'kill' }
    await living.daemon.bury()
  }

  /** Lets time pass until the work is over or the daemon dead. @throws what the work threw */
  async function through(work: Promise<unknown>): Promise<'alive' | 'dead'> {
    let over = false
    const watched = work.finally(() => (over = true))
    watched.catch(() => undefined) // thrown below, once it is looked at
    for (let ms = 0; ms < STEP_MS; ms += TURN_MS) {
      await clock.advance(TURN_MS)
      if (over) {
        await watched
        return 'alive'
      }
      if (living.failpoints.isDead()) return 'dead'
      if (turn++ % 4 === 0) violations.push(...history.note(living.daemon.store, [...acknowledged.values()]))
    }
    throw new Error('stuck')
  }

  const caller: Caller = {
    processes: () => living.daemon.processes,
    phones,
    acknowledged,
    acknowledge(request, process_id) {
      onEvent({ event: 'acknowledged', request, process_id })
      acknowledged.set(request, process_id)
    },
    kill: () => living.failpoints.die(),
    async until(what, isSo) {
      const endMs = clock.monotonicMs() + STEP_MS
      while (!isSo()) {
        if (clock.monotonicMs() > endMs) throw new Error(`waited in vain for ${what}`)
        await clock.sleep(TURN_MS, new AbortController().signal)
      }
    },
  }

  /** Everything is over and everybody has been told. */
  function isQuiet(): boolean {
    const { read } = living.daemon.store
    const untold = [...acknowledged.values()].flatMap((processId) =>
      read.deliveries.ofProcess(processId).filter(({ status }) => status === 'pending'),
    )
    return untold.length === 0 && [...phones.all.values()].every(({ session }) => session === null)
  }

  /** Done again by the next life when the daemon died before it answered. */
  async function take({ act }: Step): Promise<void> {
    await clock.advance(between(random, 0, 3000))
    while (living.failpoints.isDead() || (await through(act(caller))) === 'dead') {
      await succeed()
      await start()
    }
  }

  await start()
  const done = stepsIn(journal)
  const quiet: Step = { name: 'wait for quiet', act: () => caller.until('quiet', isQuiet) }
  for (const step of [...day.steps.filter(({ name }) => !done.has(name)), quiet]) {
    try {
      await take(step)
      onEvent({ event: 'step', step: step.name })
    } catch (error) {
      violations.push(`${step.name}: ${String(error)}`)
    }
  }
  violations.push(...history.note(living.daemon.store, [...acknowledged.values()]))
  violations.push(
    ...checkAfterwards({
      day,
      store: living.daemon.store,
      caller,
      hasFile: (sha256) => existsSync(join(evidenceOf(file), sha256)),
      received: receiver.received,
    }),
  )
  await through(living.daemon.stop())
  await bury()
  return { violations, reached, died, lives }
}

const evidenceOf = (file: string) => `${file}-evidence`

/** A receiver that refuses the first message and takes every other. */
function createReceiver(
  random: Random,
  before: readonly Message[],
  onEvent: (event: JournalEvent) => void,
): { poster: Poster; received: Message[] } {
  const received = [...before]
  let refusals = between(random, 1, 2)
  const post: Poster['post'] = (message) => {
    if (refusals-- > 0) return Promise.resolve({ status: 503 })
    received.push(message)
    onEvent({ event: 'received', message })
    return Promise.resolve({ status: 204 })
  }
  return { poster: { post, close: () => Promise.resolve() }, received }
}

const RANK = { queued: 0, executing: 1, retrying: 1, completed: 2, failed_terminal: 2, cancelled: 2 } as const

/** Remembers every process as it was seen: it only moves forward, and not at all once it is over. */
function createHistory() {
  const seen = new Map<string, { rank: number; text: string }>()
  return {
    note({ read }: PlayedDaemon['store'], processIds: readonly string[]): string[] {
      return processIds.flatMap((processId) => {
        const row = read.processes.find(processId)
        if (!row) return [`${processId} was acknowledged and is not there`]
        const rank = RANK[publicStatus(row.status)]
        const text = rank === 2 ? JSON.stringify([row, read.queueItems.ofProcess(processId)]) : ''
        const before = seen.get(processId)
        seen.set(processId, { rank, text })
        if (!before || before.rank < rank || before.text === text) return []
        return [`${processId} went from ${before.rank} ${before.text} to ${rank} ${text}`]
      })
    },
  }
}
