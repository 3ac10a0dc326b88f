import type { AppDriver, ShownVideo } from '../domain/app-driver.ts'
import type { Clock } from '../domain/clock.ts'
import { isSameVideo } from '../domain/same-video.ts'

/** The position is read this often: rarely enough to cost the phone little, often enough to see a stall. */
const LOOK_MS = 1_000

/** A video that does not move for so long will not play; buffering on a bad line takes a few seconds. */
const STALL_MS = 10_000

export interface WatchDeps {
  driver: Pick<AppDriver, 'currentVideo' | 'interruptions'>
  clock: Clock
}

export interface Watched {
  /** How long it is known to have played: time in which its position was seen to move. */
  playedMs: number
  /** False when it stood still instead of playing. */
  plays: boolean
  /** The watched video as it was read last: what loads late is in it. */
  seenAs: ShownVideo
  /** Another video that the app has gone on to by itself; null while the watched one is still there. */
  movedOnTo: ShownVideo | null
}

/**
 * Watches the video in front until it has played for `wantedMs`, proving it by its position; an app that shows none is believed as long as
 * the video stays in front.
 */
export async function watchVideo(
  { driver, clock }: WatchDeps,
  video: ShownVideo,
  wantedMs: number,
  signal: AbortSignal,
): Promise<Watched> {
  let playedMs = 0
  let stillMs = 0
  let seenAs = video
  let { position } = video
  let lookedAtMs = clock.monotonicMs()
  let interruptions = driver.interruptions()
  while (playedMs < wantedMs) {
    await clock.sleep(Math.min(LOOK_MS, wantedMs - playedMs), signal)
    const shown = await driver.currentVideo(signal)
    const nowMs = clock.monotonicMs()
    if (!isSameVideo(shown, seenAs)) return { playedMs, plays: playedMs > 0, seenAs, movedOnTo: shown }
    seenAs = shown
    const moved = shown.position === null || shown.position !== position
    // A dialog covered the video for an unknown part of this stretch: none of it counts.
    const played = moved && driver.interruptions() === interruptions
    if (played) playedMs += nowMs - lookedAtMs
    stillMs = played ? 0 : stillMs + nowMs - lookedAtMs
    if (stillMs >= STALL_MS) return { playedMs, plays: false, seenAs, movedOnTo: null }
    position = shown.position
    lookedAtMs = nowMs
    interruptions = driver.interruptions()
  }
  return { playedMs, plays: true, seenAs, movedOnTo: null }
}
