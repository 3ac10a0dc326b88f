/** Android's key codes by name, without `KEYCODE_` (source: developer.android.com, KeyEvent). */
const KEY_CODES: Readonly<Record<string, number>> = {
  HOME: 3,
  BACK: 4,
  CALL: 5,
  ENDCALL: 6,
  STAR: 17,
  POUND: 18,
  DPAD_UP: 19,
  DPAD_DOWN: 20,
  DPAD_LEFT: 21,
  DPAD_RIGHT: 22,
  DPAD_CENTER: 23,
  VOLUME_UP: 24,
  VOLUME_DOWN: 25,
  POWER: 26,
  CAMERA: 27,
  COMMA: 55,
  PERIOD: 56,
  TAB: 61,
  SPACE: 62,
  ENTER: 66,
  DEL: 67,
  GRAVE: 68,
  MINUS: 69,
  EQUALS: 70,
  LEFT_BRACKET: 71,
  RIGHT_BRACKET: 72,
  BACKSLASH: 73,
  SEMICOLON: 74,
  APOSTROPHE: 75,
  SLASH: 76,
  AT: 77,
  MENU: 82,
  NOTIFICATION: 83,
  SEARCH: 84,
  MEDIA_PLAY_PAUSE: 85,
  PAGE_UP: 92,
  PAGE_DOWN: 93,
  ESCAPE: 111,
  FORWARD_DEL: 112,
  CTRL_LEFT: 113,
  MOVE_HOME: 122,
  MOVE_END: 123,
  NUMPAD_ENTER: 160,
  VOLUME_MUTE: 164,
  APP_SWITCH: 187,
  SLEEP: 223,
  WAKEUP: 224,
  CUT: 277,
  COPY: 278,
  PASTE: 279,
}
/** The largest code that Android 14 knows. */
const LAST_CODE = 318
const FIRST_DIGIT = 7
const FIRST_LETTER = 29

/** The code of `66`, `KEYCODE_ENTER` or `ENTER`; undefined when there is no such key. */
export function keyCodeOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word) <= LAST_CODE ? Number(word) : undefined
  const name = word.replace(/^KEYCODE_/, '')
  if (/^\d$/.test(name)) return FIRST_DIGIT + Number(name)
  if (/^[A-Z]$/.test(name)) return FIRST_LETTER + name.charCodeAt(0) - 'A'.charCodeAt(0)
  return Object.hasOwn(KEY_CODES, name) ? KEY_CODES[name] : undefined
}
