/** Key codes (source: android.view.KeyEvent). */
export const KEYCODE = {
  home: 3,
  back: 4,
  dpadLeft: 21,
  dpadRight: 22,
  power: 26,
  space: 62,
  enter: 66,
  del: 67,
  escape: 111,
  moveHome: 122,
  moveEnd: 123,
  numpadEnter: 160,
  sleep: 223,
  wakeUp: 224,
} as const

/** Keys of the virtual keyboard that print something without shift. */
const PRINTED: ReadonlyMap<number, string> = new Map([
  ...Array.from('0123456789').map((digit, index) => [7 + index, digit] as const),
  ...Array.from('abcdefghijklmnopqrstuvwxyz').map((letter, index) => [29 + index, letter] as const),
  [17, '*'],
  [18, '#'],
  [55, ','],
  [56, '.'],
  [KEYCODE.space, ' '],
  [68, '`'],
  [69, '-'],
  [70, '='],
  [71, '['],
  [72, ']'],
  [73, '\\'],
  [74, ';'],
  [75, "'"],
  [76, '/'],
  [77, '@'],
  [81, '+'],
])

/** What a key types; undefined for keys that print nothing. */
export const printedBy = (keyCode: number): string | undefined => PRINTED.get(keyCode)

/** Whether the virtual keyboard's map has keys for the character: printable ASCII, tab and newline (source: Virtual.kcm). */
export function isMappable(character: string): boolean {
  return /^[\t\n\x20-\x7e]$/.test(character)
}
