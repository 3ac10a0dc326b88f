import { join } from 'node:path'
import { judgeHistory, type Verdict } from './checks/all-checks.ts'
import { createChance } from './chance.ts'
import { createRecorder, type History } from './history.ts'
import { answers, APPIUM_PACE, DIRECT_PACE, HUNT_PACE, killAgainAndAgain } from './kills.ts'
import { createLoad } from './load.ts'
import { createChaosPlace, createRunFolder, register, removeRunFolder } from './place.ts'
import { createWork } from './random-work.ts'
import { readEnding, waitForRest } from './rest.ts'

export interface ChaosOptions {
  seed: number
  kills: number
  /** No more kills after this; for ever without it. */
  minutes?: number
  /** Without Appium. */
  direct: boolean
  /** A bug of seeded-bugs.ts; null for none. */
  bug?: string | null
  /** What is still in doubt after so long without any progress is stuck. */
  quietMs?: number
  say: (line: string) => void
}

export interface ChaosReport {
  seed: number
  kills: number
  polls: number
  processes: number
  verdicts: Verdict[]
  /** Kept when a check failed: history.jsonl, daemon.log, the data directory. */
  folder: string
}

const PHONES = 3
/** As much as three phones get done between two long lives. */
const MOST_UNFINISHED = 9

/** One run of the external checker: kills the daemon under load, lets all come to rest, and holds what everybody tells against what was promised. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, say } = options
  const chance = createChance(seed)
  const folder = createRunFolder()
  const recorder = createRecorder(join(folder, 'history.jsonl'))
  const { history } = recorder
  say(`seed ${seed}, ${folder}`)
  const place = await createChaosPlace({
    folder,
    phones: PHONES,
    direct: options.direct,
    bug: options.bug ?? null,
    chance,
    recorder,
  })
  const events = createEvents()
  place.callbacks.onCallback = events.tell
  const load = createLoad({
    ask: place.ask,
    recorder,
    chance: chance.branch('load'),
    nextWork: createWork({
      chance: chance.branch('work'),
      phones: place.phones,
      callbackUrl: place.callbacks.url,
    }),
    phones: place.phones,
    mostUnfinished: MOST_UNFINISHED,
    onAcknowledged: events.tell,
  })
  let daemon = place.startDaemon()
  let kills = 0
  try {
    await answers(place, daemon, '/readyz')
    await register(place)
    load.start()
    const killed = await killAgainAndAgain(
      {
        place,
        recorder,
        chance: chance.branch('kills'),
        pace: paceOf(options),
        kills: options.kills,
        untilMs: performance.now() + (options.minutes ?? Infinity) * 60_000,
        nextEvent: events.next,
        onKill: (count) => count % 25 === 0 && say(progress(count, history)),
      },
      daemon,
    )
    daemon = killed.daemon
    kills = killed.kills
    await load.calm()
    const rest = await waitForRest(history, load, options.quietMs)
    await load.stop()
    recorder.end(await readEnding(place, history, daemon, rest))
  } finally {
    await load.stop()
    await daemon.kill()
    await place.stop()
  }
  const verdicts = judgeHistory(history)
  if (verdicts.every(({ violations }) => violations.length === 0)) await removeRunFolder(folder)
  return { seed, kills, polls: history.polls, processes: history.end.processes.length, verdicts, folder }
}

function paceOf({ direct, bug }: ChaosOptions) {
  if (bug !== undefined && bug !== null) return HUNT_PACE
  return direct ? DIRECT_PACE : APPIUM_PACE
}

function progress(kills: number, { polls, requests, callbacks }: History): string {
  return `${kills} kills, ${requests.length} requests, ${polls} polls, ${callbacks.length} callbacks`
}

/** Wakes whoever waits for the next event. */
function createEvents(): { tell: () => void; next: () => Promise<void> } {
  let waiting: (() => void)[] = []
  return {
    tell() {
      for (const wake of waiting) wake()
      waiting = []
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
  }
}
