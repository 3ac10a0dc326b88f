import type { Paint, View } from '../android/view.ts'
import { rect, STATUS_BAR_PX } from '../apps/view-builder.ts'
import type { Compose, Drawn } from './compose.ts'
import { ACCENT, INK, MUTED, type MawjaContext, type TabName } from './screen.ts'
import type { MawjaWords } from './words.ts'

export const TOP_BAR_BOTTOM = STATUS_BAR_PX + 112
export const BOTTOM_BAR_TOP = 1456

/** The arrow at the line's start, where right-to-left readers look for it. */
export function backArrow(ui: Compose, words: MawjaWords, onTap: () => void, color: string = INK): View {
  const bounds = rect(8, STATUS_BAR_PX + 12, 88, 88)
  return ui.clickable(bounds, onTap, [ui.icon(bounds, 'back', words.back, { color })])
}

export function title(ui: Compose, text: string, left: number, color: string = INK): View {
  return ui.text(rect(left, STATUS_BAR_PX + 24, 420, 64), text, { color, textSizePx: 34, bold: true })
}

/** Three dots at the line's end; a menu hangs from them. */
export function moreButton(ui: Compose, words: MawjaWords, onTap: () => void, color: string = INK): View {
  const bounds = rect(624, STATUS_BAR_PX + 12, 88, 88)
  return ui.clickable(bounds, onTap, [ui.icon(bounds, 'more', words.more, { color })])
}

/** Two tabs, and between them a button that says nothing to accessibility: this farm posts nothing. */
export function bottomBar(
  ui: Compose,
  words: MawjaWords,
  { navigator }: Pick<MawjaContext, 'navigator'>,
  current: TabName,
): View[] {
  const dark = current === 'feed'
  const color = dark ? '#ffffff' : INK

  function item(left: number, name: TabName, label: string, icon: string): View {
    const chosen = name === current
    const ink = chosen ? color : MUTED
    const picture: Drawn = {
      bounds: rect(left + 96, BOTTOM_BAR_TOP + 12, 48, 48),
      paint: { icon, color: ink },
    }
    return ui.tab(
      rect(left, BOTTOM_BAR_TOP, 240, 112),
      chosen,
      () => navigator.openTab(name),
      [
        ui.text(rect(left, BOTTOM_BAR_TOP + 64, 240, 36), label, {
          color: ink,
          textSizePx: 22,
          align: 'center',
          bold: chosen,
        }),
      ],
      { drawn: [picture] },
    )
  }

  const bar: Paint = { background: dark ? '#000000' : '#ffffff', border: dark ? '#1c1c1c' : '#e5ebec' }
  const post = rect(300, BOTTOM_BAR_TOP + 14, 120, 84)
  return [
    item(0, 'feed', words.home, 'home'),
    ui.clickable(post, () => undefined, [], {
      role: 'none',
      paint: {
        drawn: [
          { bounds: post, paint: { background: ACCENT, cornerPx: 24 } },
          { bounds: rect(332, BOTTOM_BAR_TOP + 28, 56, 56), paint: { icon: 'plus', color: '#ffffff' } },
        ],
      },
    }),
    item(480, 'profile', words.me, 'person'),
  ].map((view, at) => (at === 0 ? { ...view, paint: under(view.paint, bar) } : view))
}

/** The first of the row also draws what lies below all of it. */
function under(paint: Paint, bar: Paint): Paint {
  return {
    ...paint,
    drawn: [{ bounds: rect(0, BOTTOM_BAR_TOP, 720, 144), paint: bar }, ...(paint.drawn ?? [])],
  }
}
