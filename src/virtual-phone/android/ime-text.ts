/** What an input method makes of typed characters. */
export type ImeOutput = { kind: 'text'; text: string } | { kind: 'action'; action: string }

/** Editor action codes and names of Appium's input method (source: io.appium.settings, AppiumIME). */
const ACTIONS = ['unspecified', 'none', 'go', 'search', 'send', 'next', 'done', 'previous']

/** Longer names end the collecting (source: AppiumIME). */
const LONGEST_ACTION_NAME = 20

/** What the input method `component` commits when these characters are typed on a hardware keyboard. */
export function throughInputMethod(component: string, characters: string): ImeOutput[] {
  if (component === 'io.appium.settings/.UnicodeIME')
    return [{ kind: 'text', text: decodeModifiedUtf7(characters) }]
  if (component === 'io.appium.settings/.AppiumIME') return splitActions(characters)
  return [{ kind: 'text', text: characters }]
}

/** IMAP's modified UTF-7 (source: RFC 3501, 5.1.3): `&` begins base64 of UTF-16, `-` ends it, `&-` is the ampersand itself. */
export function decodeModifiedUtf7(encoded: string): string {
  return encoded.replace(/&([^-]*)-/g, (_, base64: string) => {
    if (base64 === '') return '&'
    const bytes = Buffer.from(base64.replaceAll(',', '/'), 'base64')
    return bytes
      .subarray(0, bytes.length - (bytes.length % 2))
      .swap16()
      .toString('utf16le')
  })
}

/** `/search/` is the editor action, what stands outside slashes is text; a name that is no action is typed (source: AppiumIME). */
function splitActions(characters: string): ImeOutput[] {
  const parts = characters.split('/')
  return parts.flatMap((part, index): ImeOutput[] => {
    if (part === '') return []
    const isName = index % 2 === 1 && index < parts.length - 1 && part.length <= LONGEST_ACTION_NAME
    if (!isName) return [{ kind: 'text', text: part }]
    const action = /^\d+$/.test(part) ? ACTIONS[Number(part)] : namedAction(part.toLowerCase())
    return [action === undefined ? { kind: 'text', text: part } : { kind: 'action', action }]
  })
}

function namedAction(name: string): string | undefined {
  return name === 'normal' ? 'unspecified' : ACTIONS.find((action) => action === name)
}
