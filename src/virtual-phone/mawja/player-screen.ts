import { rect } from '../apps/view-builder.ts'
import type { Video } from '../content/videos.ts'
import { createResultPages } from '../video-app/result-pages.ts'
import { backArrow, BOTTOM_BAR_TOP } from './bars.ts'
import type { MawjaContext, MawjaScreen, Speech } from './screen.ts'
import { PAGE, videoPager } from './video-page.ts'

/** Results as full-screen pages; behind the last one the app says that there is no more. */
export function createPlayerScreen(
  context: MawjaContext,
  speech: Speech,
  { query, videos, firstPage }: { query: string; videos: readonly Video[]; firstPage: number },
): MawjaScreen {
  const pages = createResultPages(context, {
    query,
    videos,
    firstPage,
    pageHeight: PAGE.bottom,
    hasEndPage: true,
  })

  return {
    name: 'player',
    dark: true,
    refresh: pages.refresh,
    setActive: pages.setActive,
    onSwipe: pages.onSwipe,
    ticks: pages.ticks,
    draw(ui) {
      const words = speech.words()
      const line = ui.text(rect(32, BOTTOM_BAR_TOP + 24, 656, 64), query, {
        color: '#8fa1a6',
        textSizePx: 26,
      })
      return [
        videoPager(ui, { ...words, endOfFeed: words.endOfResults }, pages),
        backArrow(ui, words, context.navigator.back, '#ffffff'),
        line,
      ]
    },
  }
}
