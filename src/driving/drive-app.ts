import type { Logger } from 'pino'
import type { AppDriver } from '../domain/app-driver.ts'
import type { Clock } from '../domain/clock.ts'
import type { PhoneSession } from '../domain/phone-session.ts'
import { signedInUsername, switchAccount } from './accounts.ts'
import { createNavigator } from './navigate.ts'
import type { Pack } from './pack.ts'
import { createProfile } from './profile.ts'
import { search } from './search.ts'
import { createStage } from './stage.ts'
import { createVideos } from './video.ts'

export interface DriveAppDeps {
  pack: Pack
  session: PhoneSession
  clock: Clock
  log: Pick<Logger, 'debug' | 'info' | 'warn'>
}

/** Drives the pack's app on one open session. */
export function driveApp({ pack, session, clock, log }: DriveAppDeps): AppDriver {
  const stage = createStage({ pack, session, clock, log })
  const navigator = createNavigator({ pack, session, stage })
  const videos = createVideos({ pack, session, stage, clock })
  const deps = { pack, session, stage, navigator, videos }
  const profile = createProfile(deps)
  /** Results that were on the screen when the first of them was opened and no other has been reached since; null on the feed. */
  let resultsAhead: number | null = null

  return {
    signedInUsername: (signal) => signedInUsername(deps, signal),
    switchAccount: (username, signal) => switchAccount(deps, username, signal),
    async openFeed(signal) {
      resultsAhead = null
      await navigator.goTo(pack.feed.screen, signal)
      await videos.settled(signal)
    },
    async search(keyword, signal) {
      resultsAhead = await search(deps, keyword, signal)
      return resultsAhead > 0
    },
    interruptions: stage.dialogsAnswered,
    currentVideo: videos.current,
    async nextVideo(current, signal) {
      const video = await videos.next(current, resultsAhead === 1, signal)
      if (video) resultsAhead = null
      return video
    },
    readProfileField: profile.read,
    saveProfileField: profile.save,
  }
}
