/** What is wrong with a JSON text. */
export interface JsonProblem {
  kind: 'too_deep' | 'not_json' | 'ambiguous'
  /** A sentence's end, with the position in characters from 0. */
  message: string
}

/** Ends the reading at the first problem. */
class Fault extends Error {
  readonly problem: JsonProblem

  constructor(kind: JsonProblem['kind'], message: string, at: number) {
    super(message)
    this.problem = { kind, message: `${message} at position ${at}` }
  }
}

/** Control characters stand in strings only as escapes (RFC 8259, 7). */
const FIRST_PRINTABLE = 0x20
const QUOTE = 0x22
const BACKSLASH = 0x5c

const BLANKS = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y

/**
 * Reads a JSON text strictly (RFC 8259) and refuses, beside what is no JSON, what two readers may take for different values (RFC 7493): a name
 * that stands twice in one object, and numbers that a double cannot hold, which would be stored as others than were sent (`1e999` as null,
 * 9007199254740993 as …992). Decimals are rounded to the nearest double, as everywhere. Nothing is built: what passes is parsed by
 * JSON.parse.
 * @param depth the deepest nesting, the outermost value counted as 1; deeper is told before anything else is wrong behind it
 */
export function jsonProblem(text: string, depth: number): JsonProblem | null {
  try {
    read(text, depth)
    return null
  } catch (error) {
    if (error instanceof Fault) return error.problem
    throw error
  }
}

function read(text: string, depthLimit: number): void {
  let at = 0

  /** What the sticky pattern takes from here; empty when it does not fit. */
  function take(pattern: RegExp): string {
    pattern.lastIndex = at
    const [found = ''] = pattern.exec(text) ?? []
    at += found.length
    return found
  }

  function isNext(character: string): boolean {
    take(BLANKS)
    if (text[at] !== character) return false
    at++
    return true
  }

  function unexpected(wanted: string): Fault {
    const found = at < text.length ? JSON.stringify(text[at]) : 'the end'
    return new Fault('not_json', `${wanted} is expected, not ${found},`, at)
  }

  function readValue(depth: number): void {
    take(BLANKS)
    const first = text[at]
    if ((first === '{' || first === '[') && depth > depthLimit) {
      throw new Fault('too_deep', `nested deeper than ${depthLimit} levels`, at)
    }
    if (first === '{') readObject(depth)
    else if (first === '[') readArray(depth)
    else if (first === '"') readString()
    else if (take(WORD) === '') readNumber()
  }

  function readObject(depth: number): void {
    const names = new Set<string>()
    at++
    if (isNext('}')) return
    do {
      take(BLANKS)
      const from = at
      if (text[at] !== '"') throw unexpected('a name in quotes')
      const name = readString()
      if (names.has(name)) {
        throw new Fault('ambiguous', `the name ${JSON.stringify(name.slice(0, 100))} stands twice`, from)
      }
      names.add(name)
      if (!isNext(':')) throw unexpected('":"')
      readValue(depth + 1)
    } while (isNext(','))
    if (!isNext('}')) throw unexpected('"," or "}"')
  }

  function readArray(depth: number): void {
    at++
    if (isNext(']')) return
    do readValue(depth + 1)
    while (isNext(','))
    if (!isNext(']')) throw unexpected('"," or "]"')
  }

  /** @returns what it stands for */
  function readString(): string {
    const from = at++
    let plain = true
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) break
      if (code === BACKSLASH) {
        plain = false
        if (take(ESCAPE) === '') throw new Fault('not_json', 'an unknown escape', at)
      } else if (code >= FIRST_PRINTABLE) at++
      else throw unexpected('a character of a string or its end')
    }
    at++
    const whole = text.slice(from, at)
    return plain ? whole.slice(1, -1) : String(JSON.parse(whole))
  }

  function readNumber(): void {
    const from = at
    const digits = take(NUMBER)
    if (digits === '') throw unexpected('a value')
    if (!isKept(digits))
      throw new Fault('ambiguous', 'a number that cannot be kept exactly: send it as a string,', from)
  }

  readValue(1)
  take(BLANKS)
  if (at < text.length) throw unexpected('the end')
}

/** Whether an integer comes back as it was sent, and anything else as a number of its size: neither infinite nor a zero that was none. */
function isKept(digits: string): boolean {
  const value = Number(digits)
  if (!Number.isFinite(value)) return false
  if (value === 0) return !/[1-9]/.test(digits.split(/e/i)[0] ?? '')
  if (Number.isSafeInteger(value) || !/^-?\d+$/.test(digits)) return true
  // Written by JavaScript in its shortest form, or exact; at most 309 digits, since more are infinite.
  return String(value) === digits || BigInt(value) === BigInt(digits)
}
