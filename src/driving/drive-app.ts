import type { Logger } from 'pino'
import type { AppDriver } from '../domain/app-driver.ts'
import type { Clock } from '../domain/clock.ts'
import { NO_EVIDENCE } from '../domain/evidence.ts'
import type { PhoneSession } from '../domain/phone-session.ts'
import { isSameVideo } from '../domain/same-video.ts'
import { signedInUsername, switchAccount } from './accounts.ts'
import { createLocatorJournal, type LocatorJournal } from './locator-journal.ts'
import { createNavigator } from './navigate.ts'
import type { Pack } from './pack.ts'
import { createProfile } from './profile.ts'
import { createRepairs, type Recall } from './repairs.ts'
import { AppRestarted, createRestarts } from './restarts.ts'
import { search } from './search.ts'
import { createStage } from './stage.ts'
import type { SightRecorder } from './unknown-window.ts'
import { createVideos } from './video.ts'

export interface DriveAppDeps {
  pack: Pack
  session: PhoneSession
  clock: Clock
  log: Pick<Logger, 'debug' | 'info' | 'warn'>
  /** Where what nobody expected on the screen is kept; default nowhere. */
  evidence?: SightRecorder
  /** Keeps which candidate found what; default nobody reads it. */
  journal?: LocatorJournal
  /** What is known of the pack's elements from before the run; default nothing. */
  recall?: Recall
}

const NO_MEMORY: Recall = () => Promise.resolve({ traceOf: () => undefined })

/** What plays: the feed, or the results of a keyword. */
type Playing = { keyword: string | null }

/** Drives the pack's app on one open session. */
export function driveApp(deps: DriveAppDeps): AppDriver {
  const { session, clock, log, evidence = NO_EVIDENCE, recall = NO_MEMORY } = deps
  const journal = deps.journal ?? createLocatorJournal()
  const pack = journal.follow(deps.pack)
  const restarts = createRestarts({ app: pack.name, session, log })
  const repairs = createRepairs({ pack, journal, recall, evidence, log })
  const stage = createStage({ pack, session, clock, log, evidence, restarts, journal, repairs })
  const navigator = createNavigator({ pack, session, stage, restarts })
  const videos = createVideos({ pack, session, stage, clock })
  const parts = { pack, session, stage, navigator, videos }
  const profile = createProfile(parts)
  /** Results that were on the screen when the first of them was opened and no other has been reached since; null on the feed. */
  let resultsAhead: number | null = null
  let playing: Playing = { keyword: null }

  async function openFeed(signal: AbortSignal): Promise<void> {
    resultsAhead = null
    playing = { keyword: null }
    await navigator.goTo(pack.feed.screen, signal)
    await videos.settled(signal)
  }

  async function openResults(keyword: string, signal: AbortSignal): Promise<boolean> {
    playing = { keyword }
    resultsAhead = await search(parts, keyword, signal)
    return resultsAhead > 0
  }

  async function reopen(signal: AbortSignal): Promise<void> {
    if (playing.keyword === null) await openFeed(signal)
    else await openResults(playing.keyword, signal)
  }

  return {
    signedInUsername: (signal) => again(() => signedInUsername(parts, signal)),
    switchAccount: (username, signal) => again(() => switchAccount(parts, username, signal)),
    openFeed: (signal) => again(() => openFeed(signal)),
    search: (keyword, signal) => again(() => openResults(keyword, signal)),
    interruptions: stage.dialogsAnswered,
    currentVideo: (signal) =>
      again(
        () => videos.current(signal),
        async () => {
          await reopen(signal)
          return videos.current(signal)
        },
      ),
    async nextVideo(current, signal) {
      const next = async () => {
        const video = await videos.next(current, resultsAhead === 1, signal)
        if (video) resultsAhead = null
        return video
      }
      return again(next, async () => {
        await reopen(signal)
        const video = await videos.current(signal)
        return isSameVideo(video, current) ? next() : video
      })
    },
    readProfileField: (field, signal) => again(() => profile.read(field, signal)),
    saveProfileField: (field, value, signal) => again(() => profile.save(field, value, signal)),
  }
}

/**
 * Does a step, and once more from its beginning whenever the app had to be started anew in the middle of it. Ends, because the starts of a
 * run are counted (restarts.ts).
 */
async function again<T>(step: () => Promise<T>, afterRestart: () => Promise<T> = step): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (!(error instanceof AppRestarted)) throw error
    return again(afterRestart)
  }
}
