import type { Logger } from 'pino'
import type { AppDriver } from '../domain/app-driver.ts'
import type { Clock } from '../domain/clock.ts'
import { NO_EVIDENCE } from '../domain/evidence.ts'
import type { PhoneSession } from '../domain/phone-session.ts'
import { isSameVideo } from '../domain/same-video.ts'
import { signedInUsername, switchAccount } from './accounts.ts'
import { createNavigator } from './navigate.ts'
import type { Pack } from './pack.ts'
import { createProfile } from './profile.ts'
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
}

/** What plays: the feed, or the results of a keyword. */
type Playing = { keyword: string | null }

/** Drives the pack's app on one open session. */
export function driveApp({ pack, session, clock, log, evidence = NO_EVIDENCE }: DriveAppDeps): AppDriver {
  const restarts = createRestarts({ app: pack.name, session, log })
  const stage = createStage({ pack, session, clock, log, evidence, restarts })
  const navigator = createNavigator({ pack, session, stage, restarts })
  const videos = createVideos({ pack, session, stage, clock })
  const deps = { pack, session, stage, navigator, videos }
  const profile = createProfile(deps)
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
    resultsAhead = await search(deps, keyword, signal)
    return resultsAhead > 0
  }

  async function reopen(signal: AbortSignal): Promise<void> {
    if (playing.keyword === null) await openFeed(signal)
    else await openResults(playing.keyword, signal)
  }

  return {
    signedInUsername: (signal) => again(() => signedInUsername(deps, signal)),
    switchAccount: (username, signal) => again(() => switchAccount(deps, username, signal)),
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
