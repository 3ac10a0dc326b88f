import type { View } from '../android/view.ts'
import { rect } from '../apps/view-builder.ts'
import type { Video } from '../content/videos.ts'
import { createScroller } from '../video-app/motion.ts'
import { createResults } from '../video-app/result-pages.ts'
import { backArrow, title, TOP_BAR_BOTTOM } from './bars.ts'
import type { Compose } from './compose.ts'
import { createPlayerScreen } from './player-screen.ts'
import { ACCENT, INK, MUTED, type MawjaContext, type MawjaScreen, type Speech } from './screen.ts'
import { captionText, noLine } from './video-page.ts'
import { clockTime, type MawjaWords } from './words.ts'

const LIST = rect(0, TOP_BAR_BOTTOM + 64, 720, 1600 - TOP_BAR_BOTTOM - 64)
const ROW_PX = 200

/** More rows than can be seen at once; a row that scrolls out comes back as another one. */
const RECYCLED_ROWS = 12

/** What a search found: a list, one video a row. Going back from it leads past the search to the feed. */
export function createResultsScreen(context: MawjaContext, speech: Speech, query: string): MawjaScreen {
  const { host, navigator } = context
  const results = createResults(context, query)
  const maxOffset = () => Math.max(0, results.videos().length * ROW_PX + 40 - (LIST.bottom - LIST.top))
  const scroller = createScroller(host.timeline, host.accessibility, maxOffset)

  function row(ui: Compose, words: MawjaWords, video: Video, index: number): View {
    const slot = index % RECYCLED_ROWS
    const top = LIST.top + 8 + index * ROW_PX - scroller.offset()
    const picture = {
      bounds: rect(24, top + 12, 128, 172),
      paint: { video: { seed: video.pictureSeed, position: 0.3 } },
    }
    const part = (name: string) => `row_${slot}/${name}`
    return ui.clickable(
      rect(0, top, 720, ROW_PX),
      () =>
        navigator.push(
          createPlayerScreen(context, speech, { query, videos: results.videos(), firstPage: index }),
        ),
      [
        ui.text(
          rect(176, top + 12, 520, 76),
          captionText(video.caption, video.hashtags),
          { color: INK, textSizePx: 26 },
          part('caption'),
        ),
        ui.text(rect(176, top + 96, 380, 40), video.author, { color: MUTED, textSizePx: 24 }, part('author')),
        ui.text(
          rect(176, top + 140, 200, 40),
          clockTime(words, video.durationSeconds),
          { color: MUTED, textSizePx: 22 },
          part('time'),
        ),
      ],
      { key: `row_${slot}`, role: 'none', paint: { drawn: [picture] } },
    )
  }

  function body(ui: Compose, words: MawjaWords): View[] {
    if (results.state() === 'failed')
      return [noLine(ui, words, { top: 480, color: INK, onRetry: results.load })]
    if (results.state() === 'loading') return [ui.progress(rect(328, 560, 64, 64), { color: ACCENT })]
    if (results.videos().length === 0) {
      const paint = { color: MUTED, textSizePx: 32, align: 'center' } as const
      return [
        ui.icon(rect(312, 440, 96, 96), 'search', words.noResults, { color: MUTED }),
        ui.text(rect(60, 560, 600, 64), words.noResults, paint),
      ]
    }
    const rows = results.videos().map((video, index) => row(ui, words, video, index))
    const shown = rows.filter(({ bounds }) => bounds.bottom > LIST.top && bounds.top < LIST.bottom)
    return [ui.list(LIST, maxOffset() > 0, shown)]
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
    onBack() {
      navigator.openTab('feed')
      return true
    },
    draw(ui) {
      const words = speech.words()
      return [
        backArrow(ui, words, () => navigator.openTab('feed')),
        title(ui, query, 112),
        ui.text(rect(32, TOP_BAR_BOTTOM + 4, 400, 52), words.results, {
          color: ACCENT,
          textSizePx: 26,
          bold: true,
        }),
        ...body(ui, words),
      ]
    },
  }
}
