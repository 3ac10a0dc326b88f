import type { View } from '../android/view.ts'
import { rect, type ViewBuilder } from '../apps/view-builder.ts'
import { createFeedPages } from '../video-app/feed-pages.ts'
import type { ClipsContext, ClipsScreen } from './screen.ts'
import { createSearchScreen } from './search-screen.ts'
import { tabBar } from './tab-bar.ts'
import { PAGE, pageRow } from './video-row.ts'

/** The main feed: one video a page, without end unless its servers have run dry. */
export function createFeedScreen(context: ClipsContext): ClipsScreen {
  const { navigator } = context
  const pages = createFeedPages(context, PAGE.bottom)

  return {
    name: 'feed',
    dark: true,
    refresh: pages.refresh,
    setActive: pages.setActive,
    onSwipe: pages.onSwipe,
    ticks: pages.ticks,
    draw: (views) => [
      views.view(
        'androidx.viewpager.widget.ViewPager',
        'feed_pager',
        PAGE,
        { scrollable: true, focusable: true },
        [
          pageRow(views, pages),
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
