import type { WindowSpec } from '../android/screen-window.ts'
import type { TextField } from '../android/text-field.ts'
import type { View } from '../android/view.ts'
import { rect, SCREEN, viewBuilder } from './view-builder.ts'

const PACKAGE = 'com.android.inputmethod.latin'
export const KEYBOARD_TOP_PX = 1020
const KEYBOARD_BOUNDS = rect(0, KEYBOARD_TOP_PX, 720, 1600 - KEYBOARD_TOP_PX)

const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const KEY_HEIGHT = 104

/** What the keyboard does to the app below. */
export interface KeyboardTarget {
  field: () => TextField | null
  /** The action key, in the lower right corner. */
  act: () => void
  hide: () => void
}

/** The on-screen keyboard: a window over the lower part of the screen that never takes the focus. */
export function keyboardWindow(target: KeyboardTarget): WindowSpec {
  const bounds = KEYBOARD_BOUNDS
  const { view } = viewBuilder(PACKAGE, 'keyboard')

  const key = (
    name: string,
    left: number,
    row: number,
    width: number,
    onTap: () => void,
    paint: View['paint'] = {},
  ) =>
    view(
      'android.inputmethodservice.Keyboard$Key',
      null,
      rect(left, KEYBOARD_TOP_PX + 16 + row * (KEY_HEIGHT + 6), width, KEY_HEIGHT),
      {
        key: `key_${name}`,
        text: name.length === 1 ? name : null,
        contentDesc: name,
        onTap,
        paint: {
          background: '#ffffff',
          color: '#202124',
          cornerPx: 12,
          textSizePx: 36,
          align: 'center',
          ...paint,
        },
      },
    )

  function letters(row: number): View[] {
    const characters = Array.from(ROWS[row] ?? '')
    const width = 66
    const start = (720 - characters.length * (width + 6) + 6) / 2
    return characters.map((character, index) =>
      key(character, start + index * (width + 6), row, width, () => target.field()?.insert(character)),
    )
  }

  const special = { background: '#c3c8d1' } as const
  const lastRow = (): View[] => [
    key('Hide keyboard', 9, 4, 102, target.hide, { ...special, icon: 'keyboard_hide' }),
    key(',', 117, 4, 66, () => target.field()?.insert(',')),
    key('Space', 189, 4, 342, () => target.field()?.insert(' ')),
    key('.', 537, 4, 66, () => target.field()?.insert('.')),
    key('Enter', 609, 4, 102, target.act, {
      background: '#3b6ef0',
      color: '#ffffff',
      icon: target.field()?.action === 'search' ? 'search' : 'check',
    }),
  ]

  return {
    type: 'input_method',
    packageName: PACKAGE,
    title: 'InputMethod',
    bounds,
    focusable: false,
    root: () =>
      view(
        'android.inputmethodservice.SoftInputWindow',
        null,
        bounds,
        { key: 'board', paint: { background: '#e4e7ec' } },
        [
          ...ROWS.flatMap((_, row) => letters(row)),
          key('Shift', 9, 3, 96, () => undefined, { ...special, icon: 'shift' }),
          key('Delete', 615, 3, 96, () => target.field()?.deleteBefore(), { ...special, icon: 'backspace' }),
          ...lastRow(),
        ],
      ),
  }
}

/**
 * The same keyboard in extract mode: it covers the whole screen and shows the field's text itself, so that touches meant for the app's own
 * views go nowhere (source: InputMethodService, onEvaluateFullscreenMode). The tree of the active window stays the app's.
 */
export function fullscreenKeyboard(target: KeyboardTarget): WindowSpec {
  const keys = keyboardWindow(target)
  const { view } = viewBuilder(PACKAGE, 'extract')
  return {
    ...keys,
    bounds: SCREEN,
    root() {
      const board = keys.root()
      return view('android.inputmethodservice.SoftInputWindow', null, SCREEN, { key: 'fullscreen' }, [
        view('android.widget.LinearLayout', 'android:id/fullscreenArea', SCREEN, {
          paint: { background: '#ffffff' },
        }),
        view(
          'android.inputmethodservice.ExtractEditText',
          'android:id/inputExtractEditText',
          rect(24, 80, 496, 200),
          {
            text: target.field()?.text() ?? '',
            focusable: true,
            paint: { color: '#202124', textSizePx: 34 },
          },
        ),
        view(
          'android.inputmethodservice.ExtractButton',
          'android:id/inputExtractAction',
          rect(544, 80, 152, 96),
          { text: 'Done', onTap: target.act, paint: { color: '#3b6ef0', textSizePx: 30, align: 'center' } },
        ),
        ...(board ? [board] : []),
      ])
    },
  }
}
