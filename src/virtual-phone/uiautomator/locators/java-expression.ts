import { invalidSelector } from '../wd-errors.ts'

/** One call of a chain: name and the raw texts of its arguments. */
export interface JavaCall {
  name: string
  args: readonly string[]
}

/** `new Name(args).call(args).call(args)`, taken apart but not yet understood. */
export interface JavaExpression {
  text: string
  args: readonly string[]
  calls: readonly JavaCall[]
}

export function syntaxError(expression: string, message: string) {
  return invalidSelector(`Could not parse selector expression \`${expression}\`: ${message}`)
}

/** @throws WdError 'invalid selector' in the words of the phone's parser; positions count in `text` */
export function parseJavaExpression(text: string, className: string): JavaExpression {
  const constructor = `new ${className}`
  const fail = (message: string) => syntaxError(text, message)
  if (!text.startsWith(constructor)) {
    throw fail(
      `Was trying to parse as ${className}, but didn't start with an acceptable prefix. Acceptable prefixes are: \`new ${className}\` or \`${className}\`. Saw: \`${text}\``,
    )
  }
  const opening = skipBlanks(text, constructor.length)
  const first = readArguments(text, opening, fail)
  const calls: JavaCall[] = []
  let at = skipBlanks(text, first.end)
  while (at < text.length) {
    if (text[at] !== '.') throw fail(`Expected "." at position ${at}`)
    const nameAt = skipBlanks(text, at + 1)
    const { name, end } = readName(text, nameAt, fail)
    const read = readArguments(text, end, fail)
    calls.push({ name, args: read.args })
    at = skipBlanks(text, read.end)
  }
  return { text, args: first.args, calls }
}

type Fail = (message: string) => Error

/** Only blanks are skipped between tokens, no tabs and no newlines (source: research/fidelity.md 3). */
function skipBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === ' ') at++
  return at
}

function readName(text: string, from: number, fail: Fail): { name: string; end: number } {
  const [name = ''] = /^[A-Za-z_$][\w$]*/.exec(text.slice(from)) ?? []
  const end = skipBlanks(text, from + name.length)
  if (text[end] !== '(') throw fail(`No opening parenthesis after method name at position ${from}`)
  if (name === '') throw fail(`Missing method name at position ${from}`)
  return { name, end }
}

/** Arguments between the parenthesis at `opening` and its partner; `end` is behind that. */
function readArguments(text: string, opening: number, fail: Fail): { args: readonly string[]; end: number } {
  if (text[opening] !== '(') throw fail(`Expected "(" at position ${opening}`)
  const args: string[] = []
  let depth = 0
  let quoted = false
  let argumentAt = opening + 1
  const take = (end: number, isLast: boolean) => {
    const arg = text.slice(argumentAt, end).trim()
    if (arg !== '') args.push(arg)
    else if (!isLast || args.length > 0) throw fail(`Missing argument at position ${argumentAt - 1}`)
  }
  for (let at = opening; at < text.length; at++) {
    const char = text[at]
    if (char === '"' && !(quoted && text[at - 1] === '\\')) quoted = !quoted
    if (quoted) continue
    if (char === '(') depth++
    if (char === ')') depth--
    if (char === ',' && depth === 1) {
      take(at, false)
      argumentAt = at + 1
    }
    if (depth === 0) {
      take(at, true)
      return { args, end: at + 1 }
    }
  }
  throw fail(`Unclosed paren in expression`)
}

/** Statements between semicolons outside of quotes. */
export function splitStatements(text: string): string[] {
  const statements: string[] = []
  let quoted = false
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"' && !(quoted && text[at - 1] === '\\')) quoted = !quoted
    if (text[at] !== ';' || quoted) continue
    statements.push(text.slice(start, at))
    start = at + 1
  }
  statements.push(text.slice(start))
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '')
}

type Read<T> = (arg: string) => T | { problem: string }

/** Only `\"` is unescaped: a `\n` stays backslash and n. */
export const readString: Read<string> = (arg) =>
  /^"[\s\S]*"$/.test(arg) && arg.length >= 2
    ? arg.slice(1, -1).replaceAll(String.raw`\"`, '"')
    : { problem: `${arg} is not a string` }

export const readBoolean: Read<boolean> = (arg) =>
  arg === 'true' || arg === 'false' ? arg === 'true' : { problem: `${arg} is not a boolean` }

export const readInteger: Read<number> = (arg) =>
  /^[+-]?\d{1,10}$/.test(arg) && Math.abs(Number(arg)) < 2 ** 31
    ? Number(arg)
    : { problem: `${arg} is not a integer` }

/** `android.widget.TextView` without quotes: only classes that the phone's framework has. */
export const readClass: Read<string> = (arg) =>
  /^(android|java)(\.\w+)*\.[A-Z]\w*$/.test(arg) ? arg : { problem: `${arg} class could not be found` }

export function isProblem(value: unknown): value is { problem: string } {
  return typeof value === 'object' && value !== null && 'problem' in value
}

/** The call has the right name but no form of it takes these arguments. */
export function unsuitable(text: string, className: string, { name, args }: JavaCall, problem: string) {
  return syntaxError(
    text,
    `\`${className}\` doesn't have suitable method \`${name}\` with arguments [${args.join(', ')}]: ${problem}`,
  )
}

export const wrongCount = (actual: number, expected: number) =>
  `Invalid arguments count. Actual:${actual}. Expected:${expected}.`
