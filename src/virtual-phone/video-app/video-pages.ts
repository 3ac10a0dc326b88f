import type { Ticks } from '../android/accessibility.ts'
import type { Gesture } from '../android/window.ts'
import type { AppHost } from '../apps/app.ts'
import type { Video } from '../content/videos.ts'
import type { WatchedVideo } from './account-data.ts'
import { createBuffering } from './buffering.ts'
import { pagesTurned } from './motion.ts'
import type { Network } from './network.ts'
import { createPageLoader, type PageState } from './page-loader.ts'
import { createPlayer, type Player } from './player.ts'

/** The next video is bound this soon after the finger left; the pager settles a little longer. */
const BIND_MS = 90
const SETTLE_MS = 400

/** Where the videos of a pager come from. */
export interface PageSource {
  /** Another list has to begin: its first page is shown. */
  isStale: () => boolean
  begin: () => void
  /** What is on a page; `shown` is called when it has loaded. Null: nothing can be told now. */
  at: (page: number) => { video: Video; shown: () => void } | 'end' | null
  /** The last page there is, as far as is known before it has been reached. */
  lastPage: number
}

/** Full-screen videos, one a page, as the feed and the results are played. */
export interface VideoPages {
  readonly player: Player
  /** `end`: the page that says that there is no more. */
  state: () => PageState | 'end'
  /** Tries the page that did not load once more. */
  retry: () => void
  setActive: (active: boolean) => void
  onSwipe: (gesture: Gesture) => boolean
  ticks: () => Ticks | null
  refresh: () => void
}

export function createVideoPages(deps: {
  host: AppHost
  network: Network
  pageHeight: number
  firstPage: number
  record: (video: Video, startedAt: Date) => WatchedVideo
  source: PageSource
}): VideoPages {
  const { host, network, pageHeight, firstPage, record, source } = deps
  const player = createPlayer(host.timeline, record)
  const loader = createPageLoader(host, network)
  const buffering = createBuffering(host.timeline, network, player)
  let page = firstPage
  let shownPage = -1
  let endPage: number | null = null

  function showPage(): void {
    if (source.isStale()) {
      source.begin()
      page = firstPage
      shownPage = -1
      endPage = null
      loader.forget()
    }
    if (page === shownPage) return
    const found = source.at(page)
    if (found === null) return
    shownPage = page
    player.empty()
    if (found === 'end') {
      endPage = page
      host.accessibility.fire()
      return
    }
    loader.show(page, () => {
      player.show(found.video)
      buffering.begin()
      found.shown()
      host.accessibility.fire()
    })
  }

  return {
    player,
    state: () => (endPage !== null && page === endPage && shownPage === endPage ? 'end' : loader.state()),
    retry: loader.retry,
    refresh: player.refresh,
    setActive(active) {
      if (active && (shownPage === -1 || source.isStale())) showPage()
      player.setActive(active)
      if (!active) buffering.end()
    },
    onSwipe(gesture) {
      const turned = pagesTurned(gesture, pageHeight)
      host.accessibility.animate(SETTLE_MS)
      // The first page has nothing above it, the last one nothing below.
      if (turned === 0 || page + turned < 0 || page + turned > (endPage ?? source.lastPage)) return false
      page += turned
      host.timeline.after(BIND_MS, showPage)
      return true
    },
    ticks: player.ticks,
  }
}
