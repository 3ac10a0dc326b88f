import type { Video } from '../content/videos.ts'
import type { Ticks } from '../android/accessibility.ts'
import type { Timeline } from '../android/timeline.ts'
import type { WatchedVideo } from './account-data.ts'

/** The progress bar moves this often while a video plays, and each move is an accessibility event. */
const PROGRESS_EVERY_MS = 250

/** Plays one video after another, each in a loop, and keeps account of how long each was really playing. */
export interface Player {
  /** Ends the video before and starts this one from its beginning. */
  show: (video: Video) => void
  /** Nothing to play: the page before has ended and the next one has not loaded. */
  empty: () => void
  /** Waits for data: it neither plays nor is it held. */
  setStalled: (stalled: boolean) => void
  isStalled: () => boolean
  current: () => Video | null
  /** The screen with the video is in front, or no longer. */
  setActive: (active: boolean) => void
  /** A tap on the picture holds the video and lets it go on. */
  toggleHold: () => void
  isPlaying: () => boolean
  /** Seconds into the present loop. */
  position: () => number
  ticks: () => Ticks | null
  /** Brings the record of the running video up to date. */
  refresh: () => void
}

export function createPlayer(
  timeline: Timeline,
  record: (video: Video, startedAt: Date) => WatchedVideo,
): Player {
  let video: Video | null = null
  let watched: WatchedVideo | null = null
  let active = false
  let held = false
  let stalled = false
  let playedMs = 0
  /** Null while it does not play. */
  let playingSinceMs: number | null = null

  const playedNowMs = () => playedMs + (playingSinceMs === null ? 0 : timeline.nowMs() - playingSinceMs)

  function refresh(): void {
    if (!video || !watched) return
    const seconds = playedNowMs() / 1000
    watched.seconds = Math.round(seconds * 10) / 10
    watched.completed = seconds >= video.durationSeconds
  }

  function update(): void {
    const plays = active && !held && !stalled && video !== null
    if (plays === (playingSinceMs !== null)) return
    playedMs = playedNowMs()
    playingSinceMs = plays ? timeline.nowMs() : null
    if (plays && video) watched ??= record(video, timeline.wallTime())
    refresh()
  }

  function load(next: Video | null): void {
    refresh()
    video = next
    watched = null
    held = false
    stalled = false
    playedMs = 0
    playingSinceMs = null
    update()
  }

  return {
    show: load,
    empty: () => load(null),
    setStalled(next) {
      stalled = next
      update()
    },
    isStalled: () => stalled,
    current: () => video,
    setActive(next) {
      active = next
      update()
    },
    toggleHold() {
      held = !held
      update()
    },
    isPlaying: () => playingSinceMs !== null,
    position: () => (video ? (playedNowMs() / 1000) % video.durationSeconds : 0),
    ticks: () => (playingSinceMs === null ? null : { everyMs: PROGRESS_EVERY_MS, sinceMs: playingSinceMs }),
    refresh,
  }
}
