import { KEYCODE } from '../android/key-map.ts'
import type { ScreenWindow } from '../android/screen-window.ts'
import type { View } from '../android/view.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from '../apps/app.ts'
import { decor, rect, SCREEN, viewBuilder } from '../apps/view-builder.ts'
import type { AccountData, AppAccount } from '../video-app/account-data.ts'
import { ACCENT, CLIPS_PACKAGE, INK, MUTED } from './screen.ts'

const ROW_PX = 128

/** The bottom sheet with the accounts of this phone: a window of its own, but no alert. */
export function openAccountSwitcher(options: {
  host: AppHost
  activity: Activity
  data: AccountData
  onPick: (username: string) => void
  onAdd: () => void
  onClosed: () => void
}): ScreenWindow {
  const { host, activity, data, onPick, onAdd, onClosed } = options
  const count = data.accounts().length
  const height = 120 + (count + 1) * ROW_PX + 48
  const top = SCREEN.bottom - height
  const bounds = rect(0, top, 720, height)

  const window = host.windows.openDialog(activity, {
    type: 'dialog',
    packageName: CLIPS_PACKAGE,
    title: `${CLIPS_PACKAGE}/${activity.className}`,
    bounds,
    root,
    onKey(keyCode) {
      if (keyCode === KEYCODE.back) close()
      return true
    },
    onTouchOutside: () => close(),
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
    const views = viewBuilder(CLIPS_PACKAGE, 'switcher')
    const rows = data.accounts().map((account, index) => accountRow(account, index))
    const addTop = top + 120 + count * ROW_PX
    return decor(CLIPS_PACKAGE, bounds, [
      views.group(
        'switcher_sheet',
        bounds,
        [
          views.text('switcher_title', rect(120, top + 32, 480, 64), 'Switch account', {
            paint: { color: INK, textSizePx: 34, bold: true, align: 'center' },
          }),
          views.view(
            'androidx.recyclerview.widget.RecyclerView',
            'account_list',
            rect(0, top + 120, 720, count * ROW_PX),
            {},
            rows,
          ),
          views.group(
            'add_account',
            rect(0, addTop, 720, ROW_PX),
            [
              views.icon('add_account_icon', rect(40, addTop + 20, 88, 88), 'plus', {
                paint: { background: '#f1f2f5', color: INK, cornerPx: 44 },
              }),
              views.text('add_account_label', rect(152, addTop + 36, 440, 56), 'Add account', {
                paint: { color: INK, textSizePx: 30, bold: true },
              }),
            ],
            { contentDesc: 'Add account', onTap: () => close(onAdd) },
          ),
        ],
        { paint: { background: '#ffffff', cornerPx: 32 } },
      ),
    ])

    function accountRow({ username, display_name }: AppAccount, index: number): View {
      const rowTop = top + 120 + index * ROW_PX
      const current = username === data.signedIn()?.username
      const part = (name: string) => ({ key: `account_${index}/${name}` })
      return views.group(
        'account_row',
        rect(0, rowTop, 720, ROW_PX),
        [
          views.icon('account_avatar', rect(40, rowTop + 20, 88, 88), 'person', {
            ...part('avatar'),
            paint: { background: '#7c5cd6', color: '#ffffff', cornerPx: 44 },
          }),
          views.text('account_username', rect(152, rowTop + 20, 440, 48), username, {
            ...part('username'),
            paint: { color: INK, textSizePx: 30, bold: true },
          }),
          views.text('account_name', rect(152, rowTop + 68, 440, 40), display_name, {
            ...part('name'),
            paint: { color: MUTED, textSizePx: 24 },
          }),
          ...(current
            ? [
                views.icon('account_check', rect(632, rowTop + 40, 48, 48), 'check', {
                  ...part('check'),
                  contentDesc: 'Signed in',
                  paint: { color: ACCENT },
                }),
              ]
            : []),
        ],
        { key: `account_${index}`, selected: current, onTap: () => close(() => onPick(username)) },
      )
    }
  }

  return window
}
