import { createHash } from 'node:crypto'
import type { ShownVideo } from '../domain/app-driver.ts'
import type { Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { PhoneSession, Swipe } from '../domain/phone-session.ts'
import { isSameVideo } from '../domain/same-video.ts'
import { centerOf, type Bounds, type ScreenNode } from '../domain/selector.ts'
import { findElement } from './find.ts'
import type { Pack } from './pack.ts'
import { readPosition } from './read-position.ts'
import { readValue } from './read-value.ts'
import { isScreen, type Sight } from './recognize.ts'
import { restWatcher, type Stage } from './stage.ts'

/** Captions and sounds load after the author; a video without one is believed after this time. */
const COMPLETE_MS = 2_000

/** A flick moves the pager for up to 1.5 s after the finger has left (source: fidelity 5). */
const CHANGE_MS = 4_000

/** Swipes for one step: one can be lost to a dialog or to an animation. */
const SWIPE_LIMIT = 3

/** A held video is seen to rest within this time. */
const HELD_MS = 1_500
const PLAYS = 'plays'

/** No video: the app says that there is no more. */
const END = 'END'

export interface VideoDeps {
  pack: Pack
  session: PhoneSession
  stage: Stage
  clock: Clock
}

export interface Videos {
  /** The video on the screen. @throws RunError 'app_changed' when none appears */
  current: (signal: AbortSignal) => Promise<ShownVideo>
  /** As `current`, but seen twice in a row, so that no half-loaded or moving page is taken for a video. */
  settled: (signal: AbortSignal) => Promise<ShownVideo>
  /**
   * Swipes on from `before` until another video has settled.
   * @param only the video is the only one as far as anybody saw, so that no swipe can prove anything
   * @returns the other video; null when `before` was the last one
   * @throws RunError 'app_changed' when swipes change nothing in either direction
   */
  next: (before: ShownVideo, only: boolean, signal: AbortSignal) => Promise<ShownVideo | null>
}

export function createVideos({ pack, session, stage, clock }: VideoDeps): Videos {
  const screens = [pack.feed.screen, pack.search.player_screen]
  const aVideo = {
    what: 'a video',
    expects: { screens, elements: [pack.video.page, pack.video.author.element] },
  }

  /** Gives the video of a sight; incomplete ones only after a while. */
  function reader(): (sight: Sight) => ShownVideo | undefined {
    let incompleteSinceMs: number | undefined
    return (sight) => {
      if (!isScreen(sight, ...screens)) return undefined
      const read = readVideo(pack, sight.screen.root)
      if (read === undefined) return undefined
      if (read.complete) return read.video
      incompleteSinceMs ??= clock.monotonicMs()
      return clock.monotonicMs() - incompleteSinceMs >= COMPLETE_MS ? read.video : undefined
    }
  }

  /** Gives a video once two readings in a row agree on it. */
  function settledReader(): (sight: Sight) => ShownVideo | undefined {
    const read = reader()
    let last: string | undefined
    return (sight) => {
      const video = read(sight)
      const same = video !== undefined && video.fingerprint === last
      last = video?.fingerprint
      return same ? video : undefined
    }
  }

  /** The video that the swipe brought, or that there is no more; undefined when it brought no other one. */
  async function swipe(
    direction: 'next' | 'previous',
    before: ShownVideo,
    signal: AbortSignal,
  ): Promise<ShownVideo | typeof END | undefined> {
    // Whatever has come up since the last look is answered first: a finger that moves over a dialog presses what it meets.
    await stage.until(aVideo, (sight) => (isScreen(sight, ...screens) ? true : undefined), signal)
    await session.swipe(swipeOf(pack, session.display, direction), signal)
    const moved = await stage.within(
      { withinMs: CHANGE_MS },
      ({ screen }) => {
        const shown = readVideo(pack, screen.root)?.video
        return shown && isSameVideo(shown, before) ? undefined : true
      },
      signal,
    )
    if (!moved && !pack.search.end_of_results && !pack.feed.end) return undefined
    const read = settledReader()
    const shown = await stage.until(
      aVideo,
      (sight) => {
        const video = read(sight)
        if (video && !isSameVideo(video, before)) return video
        return endIsShown(sight) ? END : video
      },
      signal,
    )
    return shown !== END && isSameVideo(shown, before) ? undefined : shown
  }

  /** The app says that the list, or the feed, has nothing more. */
  function endIsShown({ screen }: Sight): boolean {
    return [pack.search.end_of_results, pack.feed.end].some(
      (name) => name !== undefined && findElement(screen.root, pack.element(name)) !== undefined,
    )
  }

  /** A stray touch can hold a video; it has to rest in view, since pages that slide are drawn as held for a moment. */
  async function letPlay(name: string, signal: AbortSignal): Promise<void> {
    const atRest = restWatcher()
    const held = await stage.within(
      { withinMs: HELD_MS },
      ({ screen }) => {
        const node = findElement(screen.root, pack.element(name))?.nodes[0]
        if (!node) return PLAYS
        return atRest(node) ? node : undefined
      },
      signal,
    )
    if (held !== undefined && held !== PLAYS) await session.tap(centerOf(held.bounds), signal)
  }

  const settled = (signal: AbortSignal) => stage.until(aVideo, settledReader(), signal)

  return {
    async current(signal) {
      const read = reader()
      const { video, held } = await stage.until(
        aVideo,
        (sight) => {
          const shown = read(sight)
          return shown && { video: shown, held: heldMark(pack, sight.screen.root) }
        },
        signal,
      )
      if (held !== undefined) await letPlay(held, signal)
      return video
    },
    settled,
    async next(before, only, signal) {
      for (let swipes = 0; swipes < SWIPE_LIMIT; swipes++) {
        const video = await swipe('next', before, signal)
        if (video === END) return null
        if (video) return video
      }
      if (only) return null
      // At the end of a list nothing comes from below, yet the one before comes back from above: swipes do arrive.
      if (await swipe('previous', before, signal)) return null
      throw new RunError('app_changed', `${SWIPE_LIMIT} swipes did not change the video of @${before.author}`)
    },
  }
}

/** Name of the element that says that the video is held. */
function heldMark(pack: Pack, root: ScreenNode): string | undefined {
  const { paused } = pack.video
  return paused !== undefined && findElement(root, pack.element(paused)) ? paused : undefined
}

/** The way of the finger within the pack's area, straight up or down its middle. */
function swipeOf(
  pack: Pack,
  { width, height }: PhoneSession['display'],
  direction: 'next' | 'previous',
): Swipe {
  const { insets, duration_ms } = pack.gestures.next_video
  const x = Math.round((insets.left * width + (1 - insets.right) * width) / 2)
  const high = { x, y: Math.round(insets.top * height) }
  const low = { x, y: Math.round((1 - insets.bottom) * height) }
  return {
    from: direction === 'next' ? low : high,
    to: direction === 'next' ? high : low,
    durationMs: duration_ms,
  }
}

/** The video that is in front as far as it has loaded; undefined while it has no author. */
export function videoOn(pack: Pack, root: ScreenNode): ShownVideo | undefined {
  return readVideo(pack, root)?.video
}

/** Undefined while no page shows an author: nothing to tell videos apart by. */
function readVideo(pack: Pack, root: ScreenNode): { video: ShownVideo; complete: boolean } | undefined {
  const page = pageInFront(pack, root)
  if (!page) return undefined
  const author = readValue(pack, page, pack.video.author)
  if (author === undefined) return undefined
  const caption = readValue(pack, page, pack.video.caption)
  const sound = pack.video.sound ? readValue(pack, page, pack.video.sound) : ''
  const shown = { author, caption: caption ?? '', sound: sound ?? '' }
  return {
    complete: caption !== undefined && sound !== undefined,
    video: {
      ...shown,
      hashtags: hashtagsOf(shown.caption),
      fingerprint: fingerprintOf(shown),
      position: positionOn(pack, page),
    },
  }
}

/** While the pager moves two pages are on the screen: the one with more of it counts. */
export function pageInFront(pack: Pack, root: ScreenNode): ScreenNode | undefined {
  const pages = findElement(root, pack.element(pack.video.page))?.nodes ?? []
  return pages.toSorted((a, b) => areaOf(b.bounds) - areaOf(a.bounds))[0]
}

function areaOf({ left, top, right, bottom }: Bounds): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top)
}

/** Tags keep their case: it tells where the words of `#MealPrep` begin. */
function hashtagsOf(caption: string): string[] {
  return [...caption.matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu)].map(([, tag]) => tag ?? '')
}

/** Short, because every video of a warmup leaves one in its stored progress. */
function fingerprintOf({
  author,
  caption,
  sound,
}: {
  author: string
  caption: string
  sound: string
}): string {
  return createHash('sha256')
    .update(JSON.stringify([author, caption, sound]))
    .digest('hex')
    .slice(0, 16)
}

function positionOn(pack: Pack, page: ScreenNode): number | null {
  const said = pack.video.position && readValue(pack, page, pack.video.position)
  return said === undefined ? null : readPosition(said)
}
