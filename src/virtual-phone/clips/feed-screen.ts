import type { View } from '../android/view.ts'
import { rect, type ViewBuilder } from '../apps/view-builder.ts'
import { createBuffering } from './buffering.ts'
import { pagesTurned } from './motion.ts'
import { createPageLoader } from './page-loader.ts'
import { createPlayer } from './player.ts'
import { watchedRecord, type ClipsContext, type ClipsScreen } from './screen.ts'
import { createSearchScreen } from './search-screen.ts'
import { tabBar } from './tab-bar.ts'
import { endRow, PAGE, videoRow } from './video-row.ts'

/** The next video is bound this soon after the finger left; the pager settles a little longer. */
const BIND_MS = 90
const SETTLE_MS = 400

/** The main feed: one video a page, without end unless its servers have run dry. */
export function createFeedScreen(context: ClipsContext): ClipsScreen {
  const { host, data, catalog, navigator, network } = context
  const player = createPlayer(host.timeline, watchedRecord(data, 'feed', null))
  const pages = createPageLoader(host, network)
  const buffering = createBuffering(host.timeline, network, player)
  let shownAccount: string | null = null
  let page = 0
  let shownPage = -1
  let firstPosition = 0
  /** The page on which the feed says that there is no more. */
  let endPage = Infinity

  function showPage(): void {
    const account = data.signedIn()
    if (!account) return
    if (account.key !== shownAccount) {
      shownAccount = account.key
      firstPosition = account.feed_position
      page = 0
      endPage = Infinity
      pages.forget()
    } else if (page === shownPage) return
    shownPage = page
    const position = firstPosition + page
    const isNew = position >= account.feed_position
    if (isNew && network.feedLeft() === 0) {
      endPage = page
      player.empty()
      host.accessibility.fire()
      return
    }
    player.empty()
    pages.show(page, () => {
      player.show(catalog.feed(account.key, position))
      buffering.begin()
      if (isNew) {
        data.advanceFeed()
        network.feedGave()
      }
      host.accessibility.fire()
    })
  }

  return {
    name: 'feed',
    dark: true,
    refresh: player.refresh,
    setActive(active) {
      if (active && data.signedIn()?.key !== shownAccount) showPage()
      player.setActive(active)
      if (!active) buffering.end()
    },
    onSwipe(gesture) {
      const turned = pagesTurned(gesture, PAGE.bottom)
      host.accessibility.animate(SETTLE_MS)
      // The first page has nothing above it, the last one nothing below.
      if (turned === 0 || page + turned < 0 || page + turned > endPage) return false
      page += turned
      host.timeline.after(BIND_MS, showPage)
      return true
    },
    ticks: player.ticks,
    draw: (views) => [
      views.view(
        'androidx.viewpager.widget.ViewPager',
        'feed_pager',
        PAGE,
        { scrollable: true, focusable: true },
        [
          page === endPage && shownPage === endPage
            ? endRow(views)
            : videoRow(views, player, { state: pages.state(), onRetry: pages.retry }),
          views.group('video_row', rect(0, PAGE.bottom, 720, PAGE.bottom), [], {
            key: 'next_row',
            visible: false,
          }),
        ],
      ),
      views.view('android.widget.LinearLayout', 'top_bar', rect(0, 48, 720, 96), {}, [
        topTab(views, 'top_tab_following', 176, 'Following', false),
        topTab(views, 'top_tab_for_you', 376, 'For You', true),
        views.icon('search_button', rect(632, 56, 80, 80), 'search', {
          contentDesc: 'Search',
          onTap: () => navigator.push(createSearchScreen(context)),
          paint: { color: '#ffffff' },
        }),
      ]),
      tabBar(views, navigator, 'feed'),
    ],
  }
}

function topTab(views: ViewBuilder, id: string, left: number, label: string, selected: boolean): View {
  const paint = {
    color: selected ? '#ffffff' : '#c9cbd0',
    textSizePx: 32,
    bold: selected,
    align: 'center',
  } as const
  return views.text(id, rect(left, 64, 184, 64), label, { selected, clickable: true, focusable: true, paint })
}
