import type { Rect, View } from '../android/view.ts'
import { rect } from '../apps/view-builder.ts'
import type { Video } from '../content/videos.ts'
import type { VideoPages } from '../video-app/video-pages.ts'
import { BOTTOM_BAR_TOP } from './bars.ts'
import type { Compose } from './compose.ts'
import { ACCENT } from './screen.ts'
import { clockTime, shortNumber, type MawjaWords } from './words.ts'

/** Full height of a page; the picture lies behind the status bar. */
export const PAGE = rect(0, 0, 720, BOTTOM_BAR_TOP)

const LIGHT = { color: '#ffffff' } as const

/** The pager with the page in front; off-screen pages are not composed. */
export function videoPager(ui: Compose, words: MawjaWords, pages: VideoPages): View {
  return ui.list(PAGE, true, [page(ui, words, pages)])
}

function page(ui: Compose, words: MawjaWords, pages: VideoPages): View {
  const state = pages.state()
  const video = pages.player.current()
  if (state === 'end') return statement(ui, words.endOfFeed)
  if (state === 'failed') return noLine(ui, words, { top: 560, color: '#ffffff', onRetry: pages.retry })
  if (state === 'loading' || !video) return statement(ui, null)
  return videoPage(ui, words, pages, video)
}

/** A page without a video. @param text null: it is still loading */
function statement(ui: Compose, text: string | null): View {
  const children =
    text === null
      ? [ui.progress(rect(328, 680, 64, 64), LIGHT)]
      : [
          ui.icon(rect(312, 520, 96, 96), 'check', text, LIGHT),
          ui.text(rect(60, 640, 600, 64), text, { ...LIGHT, textSizePx: 34, bold: true, align: 'center' }),
        ]
  return ui.clickable(PAGE, () => undefined, children, { key: 'page', role: 'none' })
}

/** Where content should be: that there is no way to the servers. */
export function noLine(
  ui: Compose,
  words: MawjaWords,
  { top, color, onRetry }: { top: number; color: string; onRetry: () => void },
): View {
  const retry = rect(220, top + 180, 280, 88)
  const centered = { color, align: 'center' } as const
  return ui.list(rect(0, top, 720, 300), false, [
    ui.text(rect(60, top, 600, 64), words.offline, { ...centered, textSizePx: 34, bold: true }),
    ui.text(rect(60, top + 76, 600, 56), words.offlineHint, { ...centered, textSizePx: 26 }),
    ui.clickable(
      retry,
      onRetry,
      [ui.text(retry, words.retry, { ...centered, color: '#ffffff', textSizePx: 28 })],
      {
        paint: { drawn: [{ bounds: retry, paint: { background: ACCENT, cornerPx: 44 } }] },
      },
    ),
  ])
}

function videoPage(ui: Compose, words: MawjaWords, { player }: VideoPages, video: Video): View {
  const stalled = player.isStalled()
  const time = `${clockTime(words, player.position())} / ${clockTime(words, video.durationSeconds)}`
  return ui.clickable(
    PAGE,
    player.toggleHold,
    [
      ui.text(rect(280, 168, 160, 44), time, { ...LIGHT, textSizePx: 24, align: 'center' }),
      ...(stalled ? [ui.progress(rect(328, 680, 64, 64), LIGHT)] : []),
      ...(player.isPlaying() || stalled
        ? []
        : [ui.icon(rect(296, 656, 128, 128), 'play', words.play, LIGHT)]),
      ...sideButtons(ui, words, video),
      ...about(ui, words, video),
    ],
    {
      key: 'page',
      role: 'none',
      paint: { video: { seed: video.pictureSeed, position: player.position() / video.durationSeconds } },
    },
  )
}

/** Whose video it is, what it says and what is heard. */
function about(
  ui: Compose,
  words: MawjaWords,
  { author, caption, hashtags, sound, pictureSeed }: Video,
): View[] {
  const row = rect(24, 1160, 480, 72)
  const photo = rect(32, 1164, 64, 64)
  const background = `hsl(${pictureSeed % 360}, 55%, 45%)`
  return [
    ui.clickable(row, () => undefined, [
      ui.icon(photo, 'person', words.authorPhoto, { background, color: '#ffffff', cornerPx: 32 }),
      ui.text(rect(112, 1170, 392, 52), author, { ...LIGHT, textSizePx: 30, bold: true }, 'author'),
    ]),
    ui.text(
      rect(32, 1240, 560, 120),
      captionText(caption, hashtags),
      { ...LIGHT, textSizePx: 28 },
      'caption',
    ),
    ui.clickable(rect(24, 1372, 568, 56), () => undefined, [
      ui.text(rect(32, 1376, 552, 48), `♪ ${sound}`, { ...LIGHT, textSizePx: 26 }, 'sound'),
    ]),
  ]
}

export function captionText(caption: string, hashtags: readonly string[]): string {
  return [caption, ...hashtags.map((tag) => `#${tag}`)].join(' ')
}

/** This farm neither likes nor comments, so nothing happens behind them. A count of nothing is not shown. */
function sideButtons(ui: Compose, words: MawjaWords, { likes, comments, shares }: Video): View[] {
  const button = (top: number, icon: string, label: string, count: number): View => {
    const bounds: Rect = rect(608, top, 104, 128)
    const number = ui.text(rect(608, top + 76, 104, 36), shortNumber(words, count), {
      ...LIGHT,
      textSizePx: 20,
      align: 'center',
      bold: true,
    })
    return ui.clickable(bounds, () => undefined, [
      ui.icon(rect(628, top, 64, 64), icon, label, LIGHT),
      ...(count === 0 ? [] : [number]),
    ])
  }
  return [
    button(740, 'heart', words.like, likes),
    button(880, 'comment', words.comment, comments),
    button(1020, 'share', words.share, shares),
  ]
}
