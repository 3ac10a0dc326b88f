import { rect, STATUS_BAR_PX } from '../apps/view-builder.ts'
import type { Video } from '../content/videos.ts'
import { createBuffering } from './buffering.ts'
import { pagesTurned } from './motion.ts'
import { createPageLoader } from './page-loader.ts'
import { createPlayer } from './player.ts'
import { watchedRecord, type ClipsContext, type ClipsScreen } from './screen.ts'
import { backButton } from './toolbar.ts'
import { PAGE, videoRow } from './video-row.ts'

const BIND_MS = 90
const SETTLE_MS = 400

/** Results as full-screen pages. The last one just stays. */
export function createPlayerScreen(
  context: ClipsContext,
  query: string,
  results: readonly Video[],
  startIndex: number,
): ClipsScreen {
  const { host, data, navigator, network } = context
  const player = createPlayer(host.timeline, watchedRecord(data, 'search', query))
  const pages = createPageLoader(host, network)
  const buffering = createBuffering(host.timeline, network, player)
  let index = startIndex
  let shownIndex = -1

  function showPage(): void {
    const video = results[index]
    if (!video || index === shownIndex) return
    shownIndex = index
    player.empty()
    pages.show(index, () => {
      player.show(video)
      buffering.begin()
      host.accessibility.fire()
    })
  }

  return {
    name: 'player',
    dark: true,
    refresh: player.refresh,
    setActive(active) {
      showPage()
      player.setActive(active)
      if (!active) buffering.end()
    },
    onSwipe(gesture) {
      const turned = pagesTurned(gesture, PAGE.bottom)
      host.accessibility.animate(SETTLE_MS)
      if (turned === 0 || !results[index + turned]) return false
      index += turned
      host.timeline.after(BIND_MS, showPage)
      return true
    },
    ticks: player.ticks,
    draw: (views) => [
      views.view(
        'androidx.viewpager.widget.ViewPager',
        'player_pager',
        PAGE,
        { scrollable: results.length > 1, focusable: true },
        [videoRow(views, player, { state: pages.state(), onRetry: pages.retry })],
      ),
      backButton(views, navigator.back, '#ffffff'),
      views.text('player_query', rect(104, STATUS_BAR_PX + 20, 560, 72), query, {
        onTap: navigator.back,
        paint: {
          color: '#ffffff',
          background: 'rgba(0,0,0,0.35)',
          cornerPx: 36,
          textSizePx: 28,
          icon: 'search',
        },
      }),
      views.group(
        'comment_bar',
        rect(0, PAGE.bottom, 720, 144),
        [
          views.text('add_comment', rect(32, PAGE.bottom + 8, 656, 96), 'Add comment...', {
            clickable: true,
            paint: { color: '#8a8c92', textSizePx: 28 },
          }),
        ],
        { paint: { background: '#0d0d0f' } },
      ),
    ],
  }
}
