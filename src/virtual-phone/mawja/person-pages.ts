import { KEYCODE } from '../android/key-map.ts'
import type { Paint, View } from '../android/view.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from '../apps/app.ts'
import { rect, SCREEN, viewBuilder } from '../apps/view-builder.ts'
import { createLoginForm, INPUT_TYPE_PASSWORD } from '../video-app/login-form.ts'
import { compose, composeWindow, MAWJA_PACKAGE } from './compose.ts'
import { ACCENT, FAULT, INK, MUTED, type Speech } from './screen.ts'

const CENTERED = { color: INK, textSizePx: 40, bold: true, align: 'center' } as const
const SMALL = { color: MUTED, textSizePx: 26, align: 'center' } as const

/** Asks for a person: BACK does what `onBack` does, and only a person (the control API) ends it. */
export function createSignInPage(speech: Speech, host: AppHost, onBack: () => void): Activity {
  const { user, password, focus, logIn, refused } = createLoginForm(host, { user: '', password: '' })
  const ui = compose('sign_in')
  const box: Paint = { color: INK, textSizePx: 28, border: MUTED, cornerPx: 16 }
  const button = rect(40, 860, 640, 96)

  function nodes(): View[] {
    const words = speech.words().login
    return [
      ui.text(rect(40, 320, 640, 72), words.title, CENTERED),
      ui.text(rect(60, 400, 600, 56), words.message, SMALL),
      ui.edit(
        rect(40, 520, 640, 112),
        user,
        focus.of(user),
        { label: words.user, placeholder: words.user },
        box,
      ),
      ui.edit(
        rect(40, 660, 640, 112),
        password,
        focus.of(password),
        {
          label: words.password,
          placeholder: words.password,
          password: true,
          inputType: INPUT_TYPE_PASSWORD,
        },
        box,
      ),
      ...(refused()
        ? [ui.text(rect(40, 788, 640, 48), words.refused, { color: FAULT, textSizePx: 24 })]
        : []),
      ui.clickable(
        button,
        logIn,
        [ui.text(button, words.button, { ...CENTERED, color: '#ffffff', textSizePx: 30 })],
        {
          paint: { drawn: [{ bounds: button, paint: { background: ACCENT, cornerPx: 48 } }] },
        },
      ),
    ]
  }

  return page({
    host,
    speech,
    name: 'SignInActivity',
    nodes,
    field: focus.field,
    onPause: focus.clear,
    onBack,
  })
}

/** A riddle in a web view, for people. Nothing that is done to it here solves it. */
export function createRiddlePage(speech: Speech, host: AppHost, onBack: () => void): Activity {
  const ui = compose('riddle')
  const { view } = viewBuilder(MAWJA_PACKAGE, 'riddle_web')

  function nodes(): View[] {
    const words = speech.words().challenge
    return [
      ui.text(rect(40, 200, 640, 72), words.title, CENTERED),
      ui.text(rect(60, 288, 600, 64), words.message, SMALL),
      view(
        'android.webkit.WebView',
        null,
        rect(40, 400, 640, 720),
        { text: words.web, focusable: true, paint: { background: '#eef3f4', cornerPx: 24, color: 'none' } },
        [
          view('android.widget.Image', null, rect(72, 440, 576, 400), {
            text: words.puzzle,
            paint: { video: { seed: 815, position: 0.4 }, color: 'none' },
          }),
          view('android.widget.SeekBar', null, rect(72, 900, 576, 96), {
            contentDesc: words.slider,
            range: { min: 0, max: 100, current: 0 },
            onSetProgress: () => undefined,
            paint: { background: '#c9d6d8', color: ACCENT },
          }),
        ],
      ),
    ]
  }

  return page({
    host,
    speech,
    name: 'CheckActivity',
    nodes,
    field: () => null,
    onPause: () => undefined,
    onBack,
  })
}

function page(options: {
  host: AppHost
  speech: Speech
  name: string
  nodes: () => readonly View[]
  field: () => ReturnType<ReturnType<typeof createLoginForm>['focus']['field']>
  onPause: () => void
  onBack: () => void
}): Activity {
  const { host, speech, name, nodes, field, onPause, onBack } = options
  const className = `${MAWJA_PACKAGE}.ui.${name}`
  return {
    packageName: MAWJA_PACKAGE,
    className,
    translucent: false,
    window: host.windows.build({
      type: 'application',
      packageName: MAWJA_PACKAGE,
      title: `${MAWJA_PACKAGE}/${className}`,
      bounds: SCREEN,
      root: () =>
        composeWindow(SCREEN, nodes(), {
          isRightToLeft: speech.isRightToLeft(),
          paint: { background: '#ffffff', color: INK },
        }),
      field,
      onKey(keyCode) {
        if (keyCode === KEYCODE.back) onBack()
        return keyCode === KEYCODE.back
      },
    }),
    onResume: () => undefined,
    onPause,
  }
}
