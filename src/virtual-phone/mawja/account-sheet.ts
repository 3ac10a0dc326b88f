import { KEYCODE } from '../android/key-map.ts'
import type { View } from '../android/view.ts'
import { rect, SCREEN } from '../apps/view-builder.ts'
import type { AccountData, AppAccount } from '../video-app/account-data.ts'
import type { AppParts } from '../video-app/app-ui.ts'
import { compose, composeWindow, MAWJA_PACKAGE } from './compose.ts'
import { ACCENT, INK, MUTED, type MawjaScreen, type Speech, type TabName } from './screen.ts'

const ROW_PX = 128
const HEAD_PX = 152

type SheetOptions = Parameters<AppParts<MawjaScreen, TabName>['openSwitcher']>[0]

/**
 * The accounts of this phone on a sheet from below: its window covers the screen, with a curtain that closes it. @returns how it is closed
 * from outside
 */
export function openAccountSheet(options: SheetOptions, speech: Speech): () => void {
  const { host, activity, data, onPick, onAdd, onClosed } = options
  const ui = compose('sheet')

  const window = host.windows.openDialog(activity, {
    type: 'dialog',
    packageName: MAWJA_PACKAGE,
    title: `${MAWJA_PACKAGE}/${activity.className}`,
    bounds: SCREEN,
    root,
    onKey(keyCode) {
      if (keyCode === KEYCODE.back) close()
      return true
    },
    onSwipe(gesture) {
      if (gesture.to.y - gesture.from.y > 120) close()
      return false
    },
  })

  function close(act: () => void = () => undefined): void {
    host.windows.closeDialog(window)
    onClosed()
    act()
  }

  function root(): View {
    const words = speech.words()
    const accounts = data.accounts()
    const top = SCREEN.bottom - HEAD_PX - (accounts.length + 1) * ROW_PX - 48
    const addTop = top + HEAD_PX + accounts.length * ROW_PX
    const sheet = { ...SCREEN, top }
    const add = rect(0, addTop, 720, ROW_PX)
    return composeWindow(
      SCREEN,
      [
        ui.clickable(
          { ...SCREEN, bottom: top },
          () => close(),
          [ui.icon({ ...SCREEN, bottom: top }, '', words.closeSheet)],
          {
            role: 'none',
            paint: { drawn: [{ bounds: sheet, paint: { background: '#ffffff', cornerPx: 40 } }] },
          },
        ),
        ui.icon(rect(320, top + 20, 80, 16), '', words.dragHandle, { background: '#b8c4c7', cornerPx: 8 }),
        ui.text(rect(40, top + 64, 640, 60), words.switchAccount, { color: INK, textSizePx: 34, bold: true }),
        ...accounts.map((account, index) => row(account, data, top + HEAD_PX + index * ROW_PX)),
        ui.clickable(
          add,
          () => close(onAdd),
          [
            ui.text(rect(152, addTop + 36, 528, 56), words.addAccount, {
              color: ACCENT,
              textSizePx: 30,
              bold: true,
            }),
          ],
          {
            paint: {
              drawn: [{ bounds: rect(48, addTop + 28, 72, 72), paint: { icon: 'plus', color: ACCENT } }],
            },
          },
        ),
      ],
      { isRightToLeft: speech.isRightToLeft(), paint: { color: INK } },
    )
  }

  function row({ username, display_name }: AppAccount, { signedIn }: AccountData, top: number): View {
    const chosen = username === signedIn()?.username
    const mark = { bounds: rect(620, top + 40, 48, 48), paint: { icon: 'check', color: ACCENT } }
    return ui.choice(
      rect(0, top, 720, ROW_PX),
      chosen,
      () => close(() => onPick(username)),
      [
        ui.icon(rect(40, top + 20, 88, 88), 'person', speech.words().accountPhoto, {
          background: '#5b8f96',
          color: '#ffffff',
          cornerPx: 44,
        }),
        ui.text(rect(152, top + 20, 440, 48), display_name, { color: INK, textSizePx: 30, bold: true }),
        ui.text(rect(152, top + 70, 440, 40), username, { color: MUTED, textSizePx: 26 }),
      ],
      chosen ? { drawn: [mark] } : {},
    )
  }

  return () => host.windows.closeDialog(window)
}
