import { hasFlag, operands, optionValue } from './arguments.ts'
import type { Command, CommandContext, CommandTable } from './command.ts'

const echo: Command = ({ args, out }) => {
  const plain = args[0] === '-n'
  const words = plain || args[0] === '-e' ? args.slice(1) : args
  out(words.join(' ') + (plain ? '' : '\n'))
  return 0
}

const printf: Command = ({ args, out }) => {
  const [format = '', ...values] = args
  const filled = format.replace(/%[sd]|%%/g, (mark) => (mark === '%%' ? '%' : (values.shift() ?? '')))
  out(filled.replaceAll('\\n', '\n').replaceAll('\\t', '\t'))
  return 0
}

/** Calls back with each line of the named files, or of the input when none is named. False when a file was missing. */
async function eachLine(
  context: CommandContext,
  paths: readonly string[],
  onLine: (line: string) => boolean,
): Promise<boolean> {
  const { stdin, phone, name, err } = context
  if (paths.length === 0) {
    for (let line = await stdin.readLine(); line !== null; line = await stdin.readLine()) {
      if (!onLine(line)) break
    }
    return true
  }
  let allFound = true
  for (const path of paths) {
    const file = phone.files.find(path)
    if (!file) {
      err(`${name}: ${path}: No such file or directory\n`)
      allFound = false
      continue
    }
    const lines = file.data.toString('utf8').split('\n')
    if (lines.at(-1) === '') lines.pop()
    for (const line of lines) if (!onLine(line)) break
  }
  return allFound
}

const GREP_WITH_VALUE = ['-e', '-m', '-A', '-B', '-C']

const grep: Command = async (context) => {
  const { args, out, err } = context
  const [first, ...rest] = operands(args, GREP_WITH_VALUE)
  const pattern = optionValue(args, '-e') ?? first
  if (pattern === undefined) {
    err('grep: no pattern\n')
    return 2
  }
  const paths = optionValue(args, '-e') === undefined ? rest : operands(args, GREP_WITH_VALUE)
  const matcher = grepPattern(pattern, args)
  const inverted = hasFlag(args, 'v')
  const limit = Number(optionValue(args, '-m') ?? Infinity)
  let count = 0
  const allFound = await eachLine(context, paths, (line) => {
    const found = line.match(matcher)
    if ((found === null) !== inverted) return true
    count += 1
    if (hasFlag(args, 'o') && !inverted) for (const text of found ?? []) out(`${text}\n`)
    else if (!hasFlag(args, 'c') && !hasFlag(args, 'q')) out(`${line}\n`)
    return count < limit && !hasFlag(args, 'q')
  })
  if (hasFlag(args, 'c')) out(`${count}\n`)
  if (!allFound) return 2
  return count > 0 ? 0 : 1
}

/** Without -E, `|`, `+`, `?`, braces and parentheses are plain characters unless a backslash makes them special. */
function grepPattern(pattern: string, args: readonly string[]): RegExp {
  const flags = hasFlag(args, 'i') ? 'gi' : 'g'
  if (hasFlag(args, 'F')) return new RegExp(pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), flags)
  const source = hasFlag(args, 'E')
    ? pattern
    : pattern.replace(/\\?[|+?{}()]/g, (found) => (found.length === 2 ? found.slice(1) : `\\${found}`))
  return new RegExp(hasFlag(args, 'w') ? `\\b(?:${source})\\b` : source, flags)
}

function lineCount(args: readonly string[]): number {
  const short = args.find((word) => /^-\d+$/.test(word))
  return Number(optionValue(args, '-n') ?? short?.slice(1) ?? 10)
}

const head: Command = async (context) => {
  let left = lineCount(context.args)
  if (left <= 0) return 0
  const found = await eachLine(context, operands(context.args, ['-n', '-c']), (line) => {
    context.out(`${line}\n`)
    left -= 1
    return left > 0
  })
  return found ? 0 : 1
}

const tail: Command = async (context) => {
  const lines = await collect(context, operands(context.args, ['-n', '-c']))
  const count = lineCount(context.args)
  if (count > 0)
    context.out(
      lines
        .slice(-count)
        .map((line) => `${line}\n`)
        .join(''),
    )
  return 0
}

async function collect(context: CommandContext, paths: readonly string[]): Promise<string[]> {
  const lines: string[] = []
  await eachLine(context, paths, (line) => lines.push(line) > 0)
  return lines
}

const sort: Command = async (context) => {
  const { args, out } = context
  const lines = await collect(context, operands(args, ['-k', '-t']))
  const compare = hasFlag(args, 'n')
    ? (left: string, right: string) => Number.parseFloat(left) - Number.parseFloat(right)
    : undefined
  const sorted = lines.toSorted(compare)
  if (hasFlag(args, 'r')) sorted.reverse()
  const shown = hasFlag(args, 'u') ? [...new Set(sorted)] : sorted
  out(shown.map((line) => `${line}\n`).join(''))
  return 0
}

const uniq: Command = async (context) => {
  const lines = await collect(context, operands(context.args))
  const shown = lines.filter((line, index) => line !== lines[index - 1])
  context.out(shown.map((line) => `${line}\n`).join(''))
  return 0
}

const wc: Command = async ({ args, out, stdin, phone, err }) => {
  const [path] = operands(args)
  const data = path === undefined ? await stdin.readAll() : phone.files.find(path)?.data
  if (!data) {
    err(`wc: ${path}: No such file or directory\n`)
    return 1
  }
  const text = data.toString('utf8')
  const counts = {
    l: text.split('\n').length - 1,
    w: text.split(/\s+/).filter(Boolean).length,
    c: data.length,
  }
  const wanted = Object.entries(counts).filter(([letter]) => hasFlag(args, letter))
  const shown = (wanted.length > 0 ? wanted : Object.entries(counts)).map(([, count]) => count)
  out(`${shown.join(' ')}${path === undefined ? '' : ` ${path}`}\n`)
  return 0
}

/** `-d X -f N[,M]` only. */
const cut: Command = async (context) => {
  const { args, out } = context
  const bundled = (letter: string) =>
    args.find((word) => word.startsWith(`-${letter}`) && word.length > 2)?.slice(2)
  const delimiter = optionValue(args, '-d') ?? bundled('d') ?? '\t'
  const fields = (optionValue(args, '-f') ?? bundled('f') ?? '1').split(',').map(Number)
  await eachLine(context, operands(args, ['-d', '-f']), (line) => {
    const parts = line.split(delimiter)
    out(`${fields.map((field) => parts[field - 1] ?? '').join(delimiter)}\n`)
    return true
  })
  return 0
}

/** `-d SET` and `SET1 SET2` without classes or ranges, enough for `tr -d '\r'`. */
const tr: Command = async ({ args, out, stdin }) => {
  const unescape = (set: string) =>
    set.replaceAll('\\r', '\r').replaceAll('\\n', '\n').replaceAll('\\t', '\t')
  const [from = '', to = ''] = operands(args).map(unescape)
  const text = (await stdin.readAll()).toString('utf8')
  const changed = Array.from(text, (char) => {
    const at = from.indexOf(char)
    if (at < 0) return char
    return hasFlag(args, 'd') ? '' : (to[Math.min(at, to.length - 1)] ?? char)
  })
  out(changed.join(''))
  return 0
}

export const textCommands: CommandTable = {
  ':': () => 0,
  true: () => 0,
  false: () => 1,
  echo,
  printf,
  grep,
  egrep: (context) => grep({ ...context, args: ['-E', ...context.args] }),
  head,
  tail,
  sort,
  uniq,
  wc,
  cut,
  tr,
}
