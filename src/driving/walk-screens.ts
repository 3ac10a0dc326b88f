import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import { NO_EVIDENCE } from '../domain/evidence.ts'
import type { PhoneSession, Screen } from '../domain/phone-session.ts'
import { createCarefulSession } from './careful-session.ts'
import { betterOf, isProblem, lookFor, type ElementSight } from './look-for-elements.ts'
import { createNavigator } from './navigate.ts'
import type { Pack } from './pack.ts'
import { isScreen, type Sight } from './recognize.ts'
import { AppRestarted, createRestarts } from './restarts.ts'
import { elementUses } from './screen-elements.ts'
import { openFirst, submitWords, typeWords } from './search.ts'
import { createStage } from './stage.ts'
import { createVideos, videoOn } from './video.ts'
import { planWalk, type PlannedScreen } from './walk-plan.ts'

/** A screen of the pack as the walk found it. */
export interface WalkedScreen {
  screen: string
  /** `no_way`: no route leads there, so nothing was tried. */
  outcome: 'recognized' | 'not_reached' | 'no_way'
  /** Why it was not reached; null when it was. */
  why: string | null
  elements: readonly ElementSight[]
  /** What was read at the last look; null when it was not reached. */
  sight: { screen: Screen; picture: Buffer } | null
}

export interface WalkDeps {
  pack: Pack
  session: PhoneSession
  clock: Clock
  log: Pick<Logger, 'debug' | 'info' | 'warn'>
  /** What is searched for, to see results and a video opened from them. */
  words: string
}

/** Elements of a screen that has just come up are waited for so long. */
const LOOK_MS = 3_000
/** A video without caption or sound is no fault of the pack; of so many one should have them. */
const VIDEOS = 3
/** The app is started anew in the middle of a step (a dialog can ask for it) this often. */
const TRIES = 2

/**
 * Goes to every screen of the pack and looks for the elements that it needs there, without changing anything: nothing is saved, no account
 * is picked, edit screens are left as they were found. The words are searched and the first result is opened, as a person who looks around
 * would; dialogs are answered by the pack's policies.
 * @throws RunError what ends a run on any phone ('device', 'session', 'account_action_needed'), after the screens so far
 */
export async function* walkScreens(deps: WalkDeps, signal: AbortSignal): AsyncGenerator<WalkedScreen> {
  const { pack, words, clock, log } = deps
  const session = createCarefulSession(deps.session, pack)
  const restarts = createRestarts({ app: pack.name, session, log })
  const stage = createStage({ pack, session, clock, log, evidence: NO_EVIDENCE, restarts })
  const navigator = createNavigator({ pack, session, stage, restarts })
  const videos = createVideos({ pack, session, stage, clock })
  const search = { pack, session, stage, navigator, videos }
  const uses = elementUses(pack)
  const lost = new Set<string>()

  async function come({ screen, by }: PlannedScreen): Promise<void> {
    if (by === 'routes') return navigator.goTo(screen, signal)
    if (screen === pack.search.screen) return typeWords(search, words, signal)
    if (screen === pack.search.player_screen) return openFirst(search, signal)
    if ((await submitWords(search, words, signal)) > 0) return
    throw new RunError('input', `${pack.name} finds nothing for "${words}": give it other words`)
  }

  async function look(name: string): Promise<WalkedScreen> {
    const seen = new Map<string, ElementSight>()
    let last: Screen | undefined
    const wanted = uses.filter(({ screen }) => screen === name)
    const rests = restOfAll()
    const check = (sight: Sight) => {
      if (!isScreen(sight, name)) return undefined
      last = sight.screen
      for (const use of wanted) {
        const key = JSON.stringify([use.element, use.reading])
        seen.set(key, betterOf(seen.get(key), lookFor(pack, use, sight.screen.root)))
      }
      const found = [...seen.values()]
      const isAtRest = rests(found)
      return isAtRest && !found.some(isProblem) ? true : undefined
    }
    const plays = [pack.feed.screen, pack.search.player_screen].includes(name)
    for (let video = 1; !(await stage.within({ withinMs: LOOK_MS }, check, signal)); video++) {
      if (!plays || video === VIDEOS || !(await swipeOn())) break
    }
    if (!last) throw new RunError('app_changed', `the screen ${name} did not stay`)
    const picture = await session.screenshot(signal)
    const elements = [...seen.values()]
    return { screen: name, outcome: 'recognized', why: null, elements, sight: { screen: last, picture } }
  }

  /** To the next video, if there is one and this one can be read. */
  async function swipeOn(): Promise<boolean> {
    const shown = await stage.within({ withinMs: 0 }, ({ screen: { root } }) => videoOn(pack, root), signal)
    return shown !== undefined && (await videos.next(shown, true, signal)) !== null
  }

  async function visit(planned: PlannedScreen): Promise<WalkedScreen> {
    const missing = planned.over.find((name) => lost.has(name))
    if (missing !== undefined) return notReached(planned.screen, `the way leads over ${missing}`)
    for (let tries = 1; ; tries++) {
      try {
        await come(planned)
        return await look(planned.screen)
      } catch (error) {
        if (error instanceof AppRestarted && tries < TRIES) continue
        if (!isOfTheApp(error)) throw error
        lost.add(planned.screen)
        await beginAnew()
        return notReached(planned.screen, error.message)
      }
    }
  }

  /** Nobody knows where a way that went wrong has ended. */
  async function beginAnew(): Promise<void> {
    try {
      await restarts.start('a way of the pack went wrong', signal)
    } catch (error) {
      if (!isOfTheApp(error)) throw error // started too often: the rest is tried from where the app is
    }
  }

  for (const planned of planWalk(pack)) {
    if (planned.by === 'no_way') {
      yield { ...notReached(planned.screen, 'no route leads there'), outcome: 'no_way' }
      continue
    }
    yield await visit(planned)
  }
}

/** Tells whether everything is where the look before had it: a screen that slides in is no good picture. */
function restOfAll(): (found: readonly ElementSight[]) => boolean {
  let before: string | undefined
  return (found) => {
    const places = JSON.stringify(found.map(({ nodes }) => nodes.map(({ bounds }) => bounds)))
    const rests = places === before
    before = places
    return rests
  }
}

function notReached(screen: string, why: string): WalkedScreen {
  return { screen, outcome: 'not_reached', why, elements: [], sight: null }
}

/** What the pack and the app have between them; everything else would be the same with every other screen. */
function isOfTheApp(error: unknown): error is Error {
  if (error instanceof AppRestarted) return true
  return error instanceof RunError && ['app_changed', 'timeout', 'input'].includes(error.category)
}
