import { KEYCODE } from '../android/key-map.ts'
import type { WindowSpec } from '../android/screen-window.ts'
import { alertSpec } from './alert-dialog.ts'
import type { AppHost } from './app.ts'
import { errorDialogSpec } from './app-error-dialog.ts'
import { type DialogWords, type Language, SYSTEM_WORDS } from './dialog-words.ts'
import { headsUpWindow } from './heads-up.ts'
import { decor, rect, viewBuilder } from './view-builder.ts'

/** Windows that Android or an app of the maker puts over whatever is in front. */
export const SYSTEM_DIALOG_KINDS = [
  'anr',
  'crash',
  'battery_low',
  'usb_debugging',
  'system_update',
  'sim_removed',
  'heads_up',
  'notification_shade',
  'foreign',
] as const
export type SystemDialogKind = (typeof SYSTEM_DIALOG_KINDS)[number]

/** How long a heads-up notification stays (source: SystemUI, heads_up_notification_decay). */
const HEADS_UP_MS = 5_000

const SYSTEM_UI = 'com.android.systemui'

/** Alerts that BACK or a touch beside them closes, each with its window's owner and title; where they come from AOSP, as remembered from there. */
const ALERTS = {
  battery_low: { packageName: SYSTEM_UI, windowTitle: 'SystemUIDialog' },
  usb_debugging: {
    packageName: SYSTEM_UI,
    windowTitle: `${SYSTEM_UI}/com.android.systemui.usb.UsbDebuggingActivity`,
  },
  system_update: {
    packageName: 'com.google.android.gms',
    windowTitle: 'com.google.android.gms/com.google.android.gms.update.phone.PopupDialog',
  },
  // A system alert without a title of its own is named after its window type.
  sim_removed: { packageName: 'com.android.phone', windowTitle: 'Sys2003' },
} as const satisfies Partial<Record<SystemDialogKind, { packageName: string; windowTitle: string }>>

const FOREIGN_PACKAGE = 'com.vendor.gamehub'

/** The app that freezes and crashes. */
export interface TroubledApp {
  packageName: string
  label: string
  freeze: (frozen: boolean) => void
  kill: () => void
}

/** What a dialog speaks, says where it is free to, and which app it is about where it is about one. */
export interface SystemDialogWords {
  language: Language
  text: string
  app: TroubledApp
}

export interface SystemDialogsDeps {
  host: AppHost
  /** Starts the app that a notification belongs to. */
  openNotified: () => void
  openShade: () => void
  restartPhone: () => void
}

export interface SystemDialogs {
  show: (kind: SystemDialogKind, words: SystemDialogWords) => void
  /** Kind of the one on top; null when there is none. */
  open: () => SystemDialogKind | null
  /** A process is gone: what Android asked about it has no object any more. */
  onProcessKilled: (packageName: string) => void
  clear: () => void
}

/** Dialogs of the system, one on top of the other; the one that came last is seen. */
export function createSystemDialogs(deps: SystemDialogsDeps): SystemDialogs {
  const { host } = deps
  let stack: { kind: SystemDialogKind; app: TroubledApp | null; spec: WindowSpec }[] = []

  function place(): void {
    const last = stack.at(-1)
    host.windows.setLayer('system_dialog', last ? host.windows.build(last.spec) : null)
  }

  function push(
    kind: SystemDialogKind,
    specOf: (close: () => void) => WindowSpec,
    app: TroubledApp | null = null,
  ): void {
    host.inputMethods.hide()
    const entry = { kind, app, spec: specOf(() => close()) }
    const close = () => {
      stack = stack.filter((other) => other !== entry)
      place()
    }
    stack.push(entry)
    place()
  }

  function showAppError(kind: 'anr' | 'crash', { language, app }: SystemDialogWords): void {
    const words = SYSTEM_WORDS[kind][language]
    if (kind === 'crash') app.kill()
    else app.freeze(true)
    const spec = (close: () => void) =>
      errorDialogSpec({
        kind,
        packageName: app.packageName,
        title: words.title.replace('%', app.label),
        labels: words,
        close,
        onWait: () => app.freeze(false),
        onCloseApp: app.kill,
      })
    push(kind, spec, app)
  }

  function showAlert(kind: keyof typeof ALERTS, { title, message, yes, no }: DialogWords): void {
    const restarts = kind === 'sim_removed' || kind === 'system_update'
    push(kind, (close) =>
      alertSpec({
        ...ALERTS[kind],
        title,
        message,
        positive: { label: yes, onTap: restarts ? deps.restartPhone : () => undefined },
        negative: no === null ? null : { label: no, onTap: () => undefined },
        cancelable: true,
        close,
      }),
    )
  }

  function showHeadsUp(text: string): void {
    const close = () => host.windows.setLayer('heads_up', null)
    const spec = headsUpWindow(text, close, () => {
      close()
      deps.openNotified()
    })
    host.windows.setLayer('heads_up', host.windows.build(spec))
    host.timeline.after(HEADS_UP_MS, close)
  }

  return {
    show(kind, said) {
      const { language, text } = said
      switch (kind) {
        case 'anr':
        case 'crash':
          return showAppError(kind, said)
        case 'heads_up':
          return showHeadsUp(text)
        case 'notification_shade':
          return deps.openShade()
        case 'foreign':
          return push(kind, (close) => foreignSpec(text, close))
        case 'battery_low':
        case 'usb_debugging':
        case 'system_update':
        case 'sim_removed':
          return showAlert(kind, SYSTEM_WORDS[kind][language])
      }
    },
    open: () => stack.at(-1)?.kind ?? null,
    onProcessKilled(packageName) {
      const left = stack.filter(({ kind, app }) => kind !== 'anr' || app?.packageName !== packageName)
      if (left.length === stack.length) return
      stack = left
      place()
    },
    clear() {
      for (const { kind, app } of stack) if (kind === 'anr') app?.freeze(false)
      stack = []
      place()
      host.windows.setLayer('heads_up', null)
    },
  }
}

/** An offer of the phone's maker, as nobody has seen it before: what its buttons do is anybody's guess, BACK closes it. */
function foreignSpec(offer: string, close: () => void): WindowSpec {
  const { text, button, view } = viewBuilder(FOREIGN_PACKAGE, 'offer')
  const bounds = rect(40, 480, 640, 560)
  const paint = {
    background: '#ffd54f',
    color: '#16181d',
    cornerPx: 32,
    align: 'center',
    bold: true,
  } as const
  return {
    type: 'dialog',
    packageName: FOREIGN_PACKAGE,
    title: `${FOREIGN_PACKAGE}/${FOREIGN_PACKAGE}.OfferActivity`,
    bounds,
    onKey(keyCode) {
      if (keyCode === KEYCODE.back) close()
      return true
    },
    root: () =>
      decor(FOREIGN_PACKAGE, bounds, [
        view(
          'android.widget.LinearLayout',
          'offer',
          bounds,
          { paint: { background: '#263238', cornerPx: 32 } },
          [
            text('offer_text', rect(80, 560, 560, 160), offer, {
              paint: { color: '#ffffff', textSizePx: 36, align: 'center' },
            }),
            button('offer_go', rect(80, 800, 560, 96), 'GO', () => undefined, { paint }),
          ],
        ),
      ]),
  }
}
