/** A piece of a word. Quoted pieces are neither split nor matched against file names. */
export type WordPart =
  | { kind: 'text'; text: string; quoted: boolean }
  | { kind: 'variable'; name: string; quoted: boolean }
  | { kind: 'command'; line: string; quoted: boolean }

export type Word = readonly WordPart[]

export interface Redirect {
  kind: 'input' | 'output' | 'append' | 'errors' | 'append_errors' | 'errors_to_output' | 'output_to_errors'
  /** Null for the last two kinds. */
  file: Word | null
}

export interface SimpleCommand {
  words: Word[]
  redirects: Redirect[]
}

export interface Step {
  /** Commands joined by `|`. */
  pipeline: SimpleCommand[]
  /** What must hold for the step to run: `&&`, `||` or nothing. */
  condition: 'always' | 'success' | 'failure'
}

/** What mksh would call a syntax error, or a construct that this shell does not know. */
export class ShellSyntaxError extends Error {
  override name = 'ShellSyntaxError'
}

type Token = { kind: 'word'; word: Word } | { kind: 'operator'; text: string }

// Longest first: `2>>` must not be read as `2`, `>>`.
const OPERATORS = [
  '2>&1',
  '1>&2',
  '2>>',
  '>&2',
  '2>',
  '1>',
  '&&',
  '||',
  '>>',
  '>',
  '<',
  ';',
  '|',
  '&',
  '(',
  ')',
]
const REDIRECTS: Readonly<Record<string, Redirect['kind']>> = {
  '<': 'input',
  '>': 'output',
  '1>': 'output',
  '>>': 'append',
  '2>': 'errors',
  '2>>': 'append_errors',
  '2>&1': 'errors_to_output',
  '>&2': 'output_to_errors',
  '1>&2': 'output_to_errors',
}
const CONDITIONS: Readonly<Record<string, Step['condition']>> = {
  ';': 'always',
  '&&': 'success',
  '||': 'failure',
}
const RESERVED = new Set(['if', 'for', 'while', 'until', 'case', 'function', '{', '!'])

/** Reads a command line: words with quotes and `$`, pipes, `;` `&&` `||`, redirections. @throws ShellSyntaxError */
export function parseLine(line: string): Step[] {
  const steps: Step[] = []
  let condition: Step['condition'] = 'always'
  let pipeline: SimpleCommand[] = []
  let command: SimpleCommand = { words: [], redirects: [] }
  const isEmpty = () => command.words.length === 0 && command.redirects.length === 0
  const endCommand = (operator: string) => {
    if (isEmpty()) throw new ShellSyntaxError(`syntax error: unexpected '${operator}'`)
    pipeline.push(command)
    command = { words: [], redirects: [] }
  }
  const endStep = (operator: string) => {
    endCommand(operator)
    steps.push({ pipeline, condition })
    pipeline = []
  }

  const tokens = tokenize(line)
  for (let token = tokens.shift(); token; token = tokens.shift()) {
    if (token.kind === 'word') {
      refuseReserved(command, token.word)
      command.words.push(token.word)
      continue
    }
    const redirect = REDIRECTS[token.text]
    const next = CONDITIONS[token.text]
    if (redirect) command.redirects.push({ kind: redirect, file: redirectTarget(redirect, tokens) })
    else if (token.text === '|') endCommand('|')
    else if (!next) throw new ShellSyntaxError(`syntax error: unexpected '${token.text}'`)
    else if (next !== 'always' || !isEmpty() || pipeline.length > 0) {
      endStep(token.text)
      condition = next
    }
  }
  if (!isEmpty() || pipeline.length > 0) endStep('newline')
  else if (condition !== 'always') throw new ShellSyntaxError("syntax error: unexpected 'newline'")
  return steps
}

function refuseReserved(command: SimpleCommand, word: Word): void {
  const [part] = word
  if (command.words.length > 0 || word.length !== 1 || part?.kind !== 'text' || part.quoted) return
  if (RESERVED.has(part.text)) throw new ShellSyntaxError(`syntax error: '${part.text}' unexpected`)
}

function redirectTarget(kind: Redirect['kind'], tokens: Token[]): Word | null {
  if (kind === 'errors_to_output' || kind === 'output_to_errors') return null
  const target = tokens.shift()
  if (target?.kind === 'word') return target.word
  throw new ShellSyntaxError(`syntax error: unexpected '${target?.text ?? 'newline'}'`)
}

function tokenize(line: string): Token[] {
  const tokens: Token[] = []
  let word: WordPart[] | null = null
  const endWord = () => {
    if (word) tokens.push({ kind: 'word', word })
    word = null
  }
  let at = 0
  while (at < line.length) {
    const char = line.charAt(at)
    // `2>` redirects only at the start of a word: in `a2>b` the 2 belongs to the word.
    const operator = OPERATORS.find(
      (text) => line.startsWith(text, at) && (word === null || !/^\d/.test(text)),
    )
    if (operator) {
      endWord()
      tokens.push({ kind: 'operator', text: operator })
      at += operator.length
    } else if (/\s/.test(char)) {
      endWord()
      if (char === '\n') tokens.push({ kind: 'operator', text: ';' })
      at += 1
    } else if (char === '#' && word === null) {
      const end = line.indexOf('\n', at)
      at = end < 0 ? line.length : end
    } else {
      const { parts, end } = readPart(line, at)
      word = [...(word ?? []), ...parts]
      at = end
    }
  }
  endWord()
  return tokens
}

interface PartsRead {
  parts: WordPart[]
  end: number
}

/** One quoted or unquoted stretch of a word. */
function readPart(line: string, at: number): PartsRead {
  const char = line.charAt(at)
  if (char === "'") {
    const end = line.indexOf("'", at + 1)
    if (end < 0) throw new ShellSyntaxError('no closing quote')
    return { parts: [{ kind: 'text', text: line.slice(at + 1, end), quoted: true }], end: end + 1 }
  }
  if (char === '"') return readDoubleQuoted(line, at + 1)
  if (char === '\\') {
    const text = line.charAt(at + 1)
    const parts: WordPart[] = text === '\n' ? [] : [{ kind: 'text', text, quoted: true }]
    return { parts, end: at + 2 }
  }
  if (char === '$' || char === '`') return readExpansion(line, at, false)
  const plain = /^[^\s'"\\$`;&|<>()]+/.exec(line.slice(at))?.[0] ?? char
  return { parts: [{ kind: 'text', text: plain, quoted: false }], end: at + plain.length }
}

function readDoubleQuoted(line: string, start: number): PartsRead {
  // The empty text keeps `""` a word of its own.
  const parts: WordPart[] = [{ kind: 'text', text: '', quoted: true }]
  let at = start
  while (line.charAt(at) !== '"') {
    if (at >= line.length) throw new ShellSyntaxError('no closing quote')
    const char = line.charAt(at)
    if (char === '$' || char === '`') {
      const expansion = readExpansion(line, at, true)
      parts.push(...expansion.parts)
      at = expansion.end
      continue
    }
    const escaped = char === '\\' && '"\\$`'.includes(line.charAt(at + 1))
    parts.push({ kind: 'text', text: escaped ? line.charAt(at + 1) : char, quoted: true })
    at += escaped ? 2 : 1
  }
  return { parts, end: at + 1 }
}

/** `$NAME`, `${NAME}`, `$?`, `$(…)` or `` `…` ``. */
function readExpansion(line: string, at: number, quoted: boolean): PartsRead {
  const name = /^\$(?:(\w+|\?)|\{(\w+)\})/.exec(line.slice(at))
  if (name) {
    const part: WordPart = { kind: 'variable', name: name[1] ?? name[2] ?? '', quoted }
    return { parts: [part], end: at + name[0].length }
  }
  const opened = line.startsWith('$(', at) ? 2 : line.charAt(at) === '`' ? 1 : 0
  if (opened === 0) return { parts: [{ kind: 'text', text: '$', quoted }], end: at + 1 }
  const end = opened === 1 ? line.indexOf('`', at + 1) : closingParenthesis(line, at + opened)
  if (end < 0) throw new ShellSyntaxError('no closing quote')
  return { parts: [{ kind: 'command', line: line.slice(at + opened, end), quoted }], end: end + 1 }
}

function closingParenthesis(line: string, start: number): number {
  let depth = 1
  for (let at = start; at < line.length; at += 1) {
    if (line.charAt(at) === '(') depth += 1
    if (line.charAt(at) === ')') depth -= 1
    if (depth === 0) return at
  }
  return -1
}
