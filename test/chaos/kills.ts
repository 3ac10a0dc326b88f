import type { Chance } from './chance.ts'
import type { DaemonProcess } from './daemon-process.ts'
import type { ChaosPlace } from './place.ts'
import type { Recorder } from './history.ts'

/** When in its life a daemon is killed. */
type Moment = 'starting' | 'first_answer' | 'short' | 'event' | 'long'

/** Which moments, how often, and how long lives last once the daemon is ready: as multiples of the time that it takes to become so, since on a busy machine everything takes longer. */
export interface Pace {
  moments: Readonly<Record<Moment, number>>
  /** At most. */
  short: number
  /** From the end of the short ones up to this. */
  long: number
}

/** Ready after about 1 s, a session 1 s, a run 5 s: most lives end in the middle of one, and some see several to their end. */
export const DIRECT_PACE: Pace = {
  moments: { starting: 24, first_answer: 22, short: 34, event: 10, long: 10 },
  short: 0.8,
  long: 8,
}
/** Ready after about 3 s, a session 2 s, a run 6 s. */
export const APPIUM_PACE: Pace = {
  moments: { starting: 15, first_answer: 15, short: 35, event: 15, long: 20 },
  short: 1.2,
  long: 5,
}
/** Where the seeded bugs are: most work comes to its end. */
export const HUNT_PACE: Pace = {
  moments: { starting: 0, first_answer: 0, short: 10, event: 25, long: 65 },
  short: 1,
  long: 9,
}

export interface KillDeps {
  place: ChaosPlace
  recorder: Recorder
  chance: Chance
  pace: Pace
  /** Ends with the first of both. */
  kills: number
  untilMs: number
  /** Resolves when something was acknowledged or told to the caller next. */
  nextEvent: () => Promise<void>
  onKill: (count: number) => void
}

/** A daemon that is not there by then will never be; a busy machine needs a quarter of it. */
const ANSWER_MS = 90_000

/** Kills one daemon after the other. @returns the last one, which lives, and how many were killed */
export async function killAgainAndAgain(
  deps: KillDeps,
  first: DaemonProcess,
): Promise<{ daemon: DaemonProcess; kills: number }> {
  const { place, recorder, chance } = deps
  const started = createStopwatch()
  let daemon = first
  let kills = 0
  while (kills < deps.kills && performance.now() < deps.untilMs) {
    const started_at = now()
    await momentToKill(deps, daemon, started)
    const frozen = chance.happens(0.5)
    const thaw = frozen ? daemon.freezeAppium() : () => undefined
    await daemon.kill()
    if (frozen) setTimeout(thaw, chance.whole(0, 6000))
    recorder.life({ started_at, ended_at: now(), how: await daemon.exited, frozen })
    deps.onKill(++kills)
    daemon = place.startDaemon()
    started.start()
  }
  await answers(place, daemon, '/healthz')
  return { daemon, kills }
}

async function momentToKill(
  { place, chance, pace, nextEvent }: KillDeps,
  daemon: DaemonProcess,
  started: Stopwatch,
): Promise<void> {
  const when = chance.weighted(pace.moments)
  const share = chance.next()
  // From the first instruction on: reading settings, taking the lock, migrating, rescuing.
  if (when === 'starting') return sleep(20 + share * started.usualMs())
  await answers(place, daemon, '/healthz')
  if (when === 'first_answer') return sleep(share * 0.1 * started.usualMs())
  await answers(place, daemon, '/readyz')
  started.stop()
  if (when === 'short') return sleep(share * pace.short * started.usualMs())
  const longMs = (pace.short + share * (pace.long - pace.short)) * started.usualMs()
  if (when === 'long') return sleep(longMs)
  // Right behind something that somebody was told.
  await Promise.race([nextEvent(), sleep(longMs)])
  return sleep(share * 40)
}

/** On a machine that is busier than this the lives need not become longer still. */
const MOST_USUAL_MS = 6000

interface Stopwatch {
  start: () => void
  /** The daemon is ready. */
  stop: () => void
  /** How long a daemon usually takes to be ready. */
  usualMs: () => number
}

/** Follows the machine, which may become busier or calmer. */
function createStopwatch(): Stopwatch {
  let usualMs: number | undefined
  let startedAtMs: number | undefined
  return {
    start: () => (startedAtMs = performance.now()),
    stop() {
      if (startedAtMs === undefined) return // the first daemon was ready before
      const tookMs = performance.now() - startedAtMs
      usualMs = usualMs === undefined ? tookMs : usualMs * 0.7 + tookMs * 0.3
    },
    usualMs: () => Math.min(usualMs ?? 1000, MOST_USUAL_MS),
  }
}

/** @throws when the daemon has ended by itself, or does not answer */
export async function answers({ ask }: ChaosPlace, daemon: DaemonProcess, path: string): Promise<void> {
  let ended: string | undefined
  void daemon.exited.then((end) => (ended = end)) // never rejects
  const untilMs = performance.now() + ANSWER_MS
  while ((await ask('GET', path))?.status !== 200) {
    if (ended !== undefined) throw new Error(`the daemon ended by itself: ${ended}`)
    if (performance.now() > untilMs) throw new Error(`the daemon does not answer ${path}`)
    await sleep(15)
  }
}

const now = () => new Date().toISOString()
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
