import type { View } from '../android/view.ts'
import { rect, STATUS_BAR_PX, type ViewBuilder } from '../apps/view-builder.ts'
import type { Video } from '../content/videos.ts'
import { createScroller } from '../video-app/motion.ts'
import { createResults } from '../video-app/result-pages.ts'
import { createPlayerScreen } from './player-screen.ts'
import { ACCENT, INK, MUTED, type ClipsContext, type ClipsScreen } from './screen.ts'
import { backButton, TOOLBAR_BOTTOM } from './toolbar.ts'
import { errorPage, shortCount } from './video-row.ts'

const LIST = rect(0, TOOLBAR_BOTTOM + 72, 720, 1600 - TOOLBAR_BOTTOM - 72)
const CELL_WIDTH = 344
const CELL_HEIGHT = 600
const COLUMNS = 2

/** More cells than can be seen at once; a cell that scrolls out comes back as another one with the same views. */
const RECYCLED_CELLS = 10

/** What a search found: a grid, two videos a row. */
export function createResultsScreen(context: ClipsContext, query: string): ClipsScreen {
  const { host, navigator } = context
  const results = createResults(context, query)

  const rows = () => Math.ceil(results.videos().length / COLUMNS)
  const maxOffset = () => Math.max(0, rows() * CELL_HEIGHT + 40 - (LIST.bottom - LIST.top))
  const scroller = createScroller(host.timeline, host.accessibility, maxOffset)

  function cell(views: ViewBuilder, video: Video, index: number): View {
    const slot = index % RECYCLED_CELLS
    const left = 12 + (index % COLUMNS) * (CELL_WIDTH + 8)
    const top = LIST.top + 8 + Math.floor(index / COLUMNS) * CELL_HEIGHT - scroller.offset()
    const part = (name: string) => ({ key: `cell_${slot}/${name}` })
    return views.group(
      'result_item',
      rect(left, top, CELL_WIDTH, CELL_HEIGHT - 16),
      [
        views.view('android.widget.ImageView', 'result_thumbnail', rect(left, top, CELL_WIDTH, 420), {
          ...part('thumbnail'),
          paint: { video: { seed: video.pictureSeed, position: 0.3 }, cornerPx: 12 },
        }),
        views.text('result_caption', rect(left + 8, top + 430, CELL_WIDTH - 16, 72), resultCaption(video), {
          ...part('caption'),
          paint: { color: INK, textSizePx: 24 },
        }),
        views.text('result_author', rect(left + 8, top + 516, CELL_WIDTH - 120, 44), `@${video.author}`, {
          ...part('author'),
          paint: { color: MUTED, textSizePx: 22 },
        }),
        views.text(
          'result_likes',
          rect(left + CELL_WIDTH - 108, top + 516, 100, 44),
          `♥ ${shortCount(video.likes)}`,
          {
            ...part('likes'),
            paint: { color: MUTED, textSizePx: 22, align: 'end' },
          },
        ),
      ],
      {
        key: `cell_${slot}`,
        onTap: () => navigator.push(createPlayerScreen(context, query, results.videos(), index)),
      },
    )
  }

  /** Only rows that touch the viewport are attached, as in a RecyclerView. */
  function visibleCells(views: ViewBuilder): View[] {
    const cells = results.videos().map((video, index) => cell(views, video, index))
    return cells.filter(({ bounds }) => bounds.bottom > LIST.top && bounds.top < LIST.bottom)
  }

  function body(views: ViewBuilder): View {
    if (results.state() === 'failed') return errorPage(views, { top: 480, color: INK, onRetry: results.load })
    if (results.state() === 'loading') {
      return views.view('android.widget.ProgressBar', 'results_loading', rect(328, 560, 64, 64), {
        contentDesc: 'Loading',
        paint: { icon: 'spinner', color: ACCENT },
      })
    }
    if (results.videos().length === 0) {
      return views.text('no_results', rect(60, 560, 600, 64), 'No results found', {
        paint: { color: MUTED, textSizePx: 34, align: 'center' },
      })
    }
    return views.view(
      'androidx.recyclerview.widget.RecyclerView',
      'result_list',
      LIST,
      { scrollable: maxOffset() > 0, focusable: true },
      visibleCells(views),
    )
  }

  return {
    name: 'results',
    dark: false,
    setActive: (active) => {
      if (active && results.state() !== 'failed') results.load()
    },
    onTouchDown() {
      const moving = scroller.isMoving()
      scroller.stop()
      return moving
    },
    onSwipe: (gesture) =>
      results.state() === 'loaded' && gesture.from.y > LIST.top && scroller.swipe(gesture),
    draw: (views) => [
      body(views),
      views.view(
        'android.widget.LinearLayout',
        'search_bar',
        rect(0, 0, 720, LIST.top),
        { paint: { background: '#ffffff' } },
        [
          backButton(views, navigator.back),
          views.text('results_query', rect(104, STATUS_BAR_PX + 16, 584, 80), query, {
            onTap: navigator.back,
            paint: { background: '#f1f2f5', color: INK, cornerPx: 40, textSizePx: 30, icon: 'search' },
          }),
          views.text('results_tab_videos', rect(32, TOOLBAR_BOTTOM + 8, 160, 56), 'Videos', {
            selected: true,
            clickable: true,
            paint: { color: INK, textSizePx: 28, bold: true },
          }),
        ],
      ),
    ],
  }
}

function resultCaption({ caption, hashtags }: Video): string {
  return [caption, ...hashtags.map((tag) => `#${tag}`)].join(' ')
}
