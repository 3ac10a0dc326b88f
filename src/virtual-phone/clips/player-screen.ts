import { rect, STATUS_BAR_PX } from '../apps/view-builder.ts'
import type { Video } from '../content/videos.ts'
import { createResultPages } from '../video-app/result-pages.ts'
import type { ClipsContext, ClipsScreen } from './screen.ts'
import { backButton } from './toolbar.ts'
import { PAGE, pageRow } from './video-row.ts'

/** Results as full-screen pages. The last one just stays. */
export function createPlayerScreen(
  context: ClipsContext,
  query: string,
  results: readonly Video[],
  startIndex: number,
): ClipsScreen {
  const { navigator } = context
  const pages = createResultPages(context, {
    query,
    videos: results,
    firstPage: startIndex,
    pageHeight: PAGE.bottom,
    hasEndPage: false,
  })

  return {
    name: 'player',
    dark: true,
    refresh: pages.refresh,
    setActive: pages.setActive,
    onSwipe: pages.onSwipe,
    ticks: pages.ticks,
    draw: (views) => [
      views.view(
        'androidx.viewpager.widget.ViewPager',
        'player_pager',
        PAGE,
        { scrollable: results.length > 1, focusable: true },
        [pageRow(views, pages)],
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
