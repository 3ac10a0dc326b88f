import { KEYCODE } from '../android/key-map.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from '../apps/app.ts'
import { rect, STATUS_BAR_PX } from '../apps/view-builder.ts'
import { compose, composeWindow, MAWJA_PACKAGE, mirroredRect } from './compose.ts'
import { INK, type MawjaContext, type Speech } from './screen.ts'

const ROW_PX = 96

/** What a menu offers. */
export interface MenuItem {
  label: string
  act: () => void
}

/** Opens a menu over the app's screens. @param name as the control API tells it */
export type MenuOpener = (name: string, items: readonly MenuItem[]) => void

export function menuOpener({ host, cover }: MawjaContext, speech: Speech): MenuOpener {
  return (name, items) =>
    cover(name, (activity, onClosed) => openMenu({ host, activity, speech }, items, onClosed))
}

/** A menu below the three dots: a window of its own over the app's, which takes the focus. @returns how it is closed from outside */
function openMenu(
  { host, activity, speech }: { host: AppHost; activity: Activity; speech: Speech },
  items: readonly MenuItem[],
  onClosed: () => void,
): () => void {
  const isRightToLeft = speech.isRightToLeft()
  const bounds = rect(304, STATUS_BAR_PX + 24, 400, items.length * ROW_PX + 32)
  const ui = compose('menu')

  const window = host.windows.openDialog(activity, {
    type: 'application',
    packageName: MAWJA_PACKAGE,
    title: 'PopupWindow:3f2a91c',
    bounds: isRightToLeft ? mirroredRect(bounds) : bounds,
    modal: true,
    root: () =>
      composeWindow(
        bounds,
        items.map(({ label, act }, index) => {
          const top = bounds.top + 16 + index * ROW_PX
          return ui.clickable(
            rect(bounds.left, top, 400, ROW_PX),
            () => close(act),
            [ui.text(rect(bounds.left + 32, top + 20, 336, 56), label, { color: INK, textSizePx: 30 })],
            { role: 'none' },
          )
        }),
        { isRightToLeft, paint: { background: '#ffffff', cornerPx: 16, border: '#d5dfe1', color: INK } },
      ),
    onKey(keyCode) {
      if (keyCode === KEYCODE.back) close()
      return true
    },
    onTouchOutside: () => close(),
  })

  function close(act: () => void = () => undefined): void {
    host.windows.closeDialog(window)
    onClosed()
    act()
  }

  return () => host.windows.closeDialog(window)
}
