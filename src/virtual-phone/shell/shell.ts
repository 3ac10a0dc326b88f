import type { FileSystem } from '../android/file-system.ts'
import { isWritable } from '../android/memory-files.ts'
import { isSystemDown } from '../android/ailments.ts'
import type { LatencyKind } from '../android/latency.ts'
import type { Phone } from '../android/phone.ts'
import type { Log } from '../log.ts'
import type { CommandTable, Output, Shell, ShellIo } from './command.ts'
import type { DeviceState } from './device-state.ts'
import { matchFiles } from './match-files.ts'
import { parseLine, type Redirect, ShellSyntaxError, type SimpleCommand, type Word } from './parse.ts'
import { createCapture, createPipe, nowhere } from './pipe.ts'
import { withoutSystem } from './system-down.ts'

const NOT_FOUND = 127
/** Programs that cost more than a shell command does. */
const SLOW_COMMANDS: ReadonlyMap<string, LatencyKind> = new Map([
  ['dumpsys', 'dumpsys'],
  ['screencap', 'screenshot'],
])
/** What a shell reports for a command that a signal has ended (128 + SIGINT). */
const INTERRUPTED = 130
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s

export interface ShellDeps {
  phone: Phone
  state: DeviceState
  commands: CommandTable
  log: Log
}

interface Environment {
  variables: Map<string, string>
  lastCode: number
  /** `exit` was called: the rest of the line is not run. */
  ended: boolean
}

/** A small /system/bin/sh over the phone's command table. Each line is a process of its own: its variables end with it. */
export function createShell({ phone, state, commands, log }: ShellDeps): Shell {
  async function run(line: string, io: ShellIo): Promise<number> {
    await slowDown(io.signal)
    return await runLine(line, io, { variables: new Map(), lastCode: 0, ended: false })
  }

  /** The fault `slow`, and what every command costs on this connection. */
  async function slowDown(signal: AbortSignal): Promise<void> {
    await linger(phone.faults.slowMs + phone.latency.drawMs('shell'), signal)
  }

  async function linger(ms: number, signal: AbortSignal): Promise<void> {
    if (ms === 0) return
    await phone.clock.sleep(ms, signal).catch(() => undefined) // the host has gone; the command sees it
  }

  async function runLine(line: string, io: ShellIo, environment: Environment): Promise<number> {
    try {
      for (const step of parseLine(line)) {
        if (step.condition === 'success' && environment.lastCode !== 0) continue
        if (step.condition === 'failure' && environment.lastCode === 0) continue
        environment.lastCode = await runPipeline(step.pipeline, io, environment)
        if (io.signal.aborted || environment.ended) break
      }
      return environment.lastCode
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error
      io.err.write(`/system/bin/sh: ${error.message}\n`)
      return 1
    }
  }

  /** All commands of a pipe run at once; when one ends, those before it are interrupted, as by SIGPIPE. */
  async function runPipeline(
    pipeline: readonly SimpleCommand[],
    io: ShellIo,
    environment: Environment,
  ): Promise<number> {
    const [only] = pipeline
    if (pipeline.length === 1 && only) return await runSimple(only, io, environment)
    const stops = pipeline.map(() => new AbortController())
    let stdin = io.stdin
    const ends = pipeline.map(async (command, index) => {
      const isLast = index === pipeline.length - 1
      const pipe = isLast ? undefined : createPipe()
      const signal = AbortSignal.any([io.signal, ...stops.slice(index).map((stop) => stop.signal)])
      const stage = { ...io, stdin, out: pipe?.output ?? io.out, signal }
      if (pipe) stdin = pipe.reader
      const code = await runSimple(command, stage, { ...environment })
      pipe?.end()
      if (index > 0) stops[index - 1]?.abort(new Error('broken pipe'))
      return code
    })
    return (await Promise.all(ends)).at(-1) ?? 0
  }

  async function runSimple(command: SimpleCommand, io: ShellIo, environment: Environment): Promise<number> {
    const words: string[] = []
    for (const word of command.words) words.push(...(await expand(word, io, environment)))
    const redirected = await redirect(command.redirects, io, environment)
    if (!redirected) return 1
    const code = await runWords(words, redirected.io, environment)
    redirected.finish()
    return code
  }

  async function runWords(words: string[], io: ShellIo, environment: Environment): Promise<number> {
    const args = [...words]
    for (let match = ASSIGNMENT.exec(args[0] ?? ''); match; match = ASSIGNMENT.exec(args[0] ?? '')) {
      environment.variables.set(match[1] ?? '', match[2] ?? '')
      args.shift()
    }
    if (args[0] === 'exec') args.shift()
    if (args[0] === 'exit') {
      environment.ended = true
      return args[1] === undefined ? environment.lastCode : Number(args[1]) & 0xff
    }
    if (args[0] === 'export') {
      for (const assignment of args.slice(1)) {
        const match = ASSIGNMENT.exec(assignment)
        if (match) environment.variables.set(match[1] ?? '', match[2] ?? '')
      }
      return 0
    }
    if (args[0] === 'sh' && args[1] === '-c')
      return await runLine(args[2] ?? '', io, { ...environment, ended: false })
    return args.length === 0 ? 0 : await runCommand(args, io)
  }

  async function runCommand(args: readonly string[], io: ShellIo): Promise<number> {
    const [word = '', ...rest] = args
    const name = word.replace(/^\/(system|vendor)\/bin\//, '')
    const stand = isSystemDown(phone.ailments) ? withoutSystem(name) : undefined
    const command = stand ?? (Object.hasOwn(commands, name) ? commands[name] : undefined)
    if (!command) {
      log.warn({ serial: phone.serial, command: args.join(' ') }, 'unknown shell command')
      io.err.write(`/system/bin/sh: ${word}: not found\n`)
      return NOT_FOUND
    }
    const kind = SLOW_COMMANDS.get(name)
    if (kind !== undefined) await linger(phone.latency.drawMs(kind), io.signal)
    try {
      return await command({
        name,
        args: rest,
        phone,
        state,
        stdin: io.stdin,
        out: io.out.write,
        err: io.err.write,
        ready: () => io.out.ready(io.signal),
        signal: io.signal,
        runCommand: (words) => runCommand(words, io),
      })
    } catch (error) {
      if (io.signal.aborted) return INTERRUPTED
      log.error({ serial: phone.serial, command: args.join(' '), err: error }, 'shell command failed')
      io.err.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`)
      return 1
    }
  }

  /** A word becomes one argument, or several when an unquoted expansion holds blanks or matches files. */
  async function expand(word: Word, io: ShellIo, environment: Environment): Promise<string[]> {
    const fields: string[] = []
    let field = ''
    let isField = false
    let hasPattern = false
    for (const part of word) {
      const text =
        part.kind === 'text'
          ? part.text
          : part.kind === 'variable'
            ? variable(part.name, environment)
            : await captured(part.line, io, environment)
      if (part.kind === 'text' || part.quoted) {
        field += text
        isField = true
        hasPattern ||= !part.quoted && /[*?]/.test(text)
        continue
      }
      const pieces = text.split(/\s+/)
      field += pieces[0] ?? ''
      for (const piece of pieces.slice(1)) {
        if (field !== '') fields.push(field)
        field = piece
      }
      isField ||= field !== ''
    }
    if (isField) fields.push(field)
    return hasPattern ? fields.flatMap((pattern) => matchFiles(pattern, phone.files)) : fields
  }

  function variable(name: string, environment: Environment): string {
    return name === '?' ? String(environment.lastCode) : (environment.variables.get(name) ?? '')
  }

  async function captured(line: string, io: ShellIo, environment: Environment): Promise<string> {
    const capture = createCapture()
    await runLine(line, { ...io, out: capture.output }, { ...environment })
    return capture.bytes().toString('utf8').replace(/\n+$/, '')
  }

  /** Null when a file cannot be opened: the command does not run then. `finish` writes the files. */
  async function redirect(
    redirects: readonly Redirect[],
    io: ShellIo,
    environment: Environment,
  ): Promise<{ io: ShellIo; finish: () => void } | null> {
    const result = { ...io }
    const files: (() => void)[] = []
    for (const { kind, file } of redirects) {
      const path = file ? ((await expand(file, io, environment))[0] ?? '') : ''
      if (kind === 'errors_to_output') result.err = result.out
      else if (kind === 'output_to_errors') result.out = result.err
      else if (kind === 'input') {
        const stored = phone.files.find(path)
        if (!stored && path !== '/dev/null') return refused(io, path, 'No such file or directory')
        const pipe = createPipe()
        pipe.output.write(stored?.data ?? '')
        pipe.end()
        result.stdin = pipe.reader
      } else {
        const opened = openForWriting(phone.files, path, kind === 'append' || kind === 'append_errors')
        if (!opened) return refused(io, path, 'Permission denied')
        if (kind === 'output' || kind === 'append') result.out = opened.output
        else result.err = opened.output
        files.push(opened.store)
      }
    }
    return { io: result, finish: () => files.forEach((store) => store()) }
  }

  function refused(io: ShellIo, path: string, reason: string): null {
    io.err.write(`/system/bin/sh: can't open ${path}: ${reason}\n`)
    return null
  }

  return {
    run,
    runCommand: async (args, io) => {
      await slowDown(io.signal)
      return await runCommand(args, io)
    },
  }
}

function openForWriting(
  files: FileSystem,
  path: string,
  append: boolean,
): { output: Output; store: () => void } | undefined {
  if (path === '/dev/null') return { output: nowhere, store: () => undefined }
  if (!isWritable(path) || files.isDirectory(path)) return undefined
  const capture = createCapture()
  const before = append ? (files.find(path)?.data ?? Buffer.alloc(0)) : Buffer.alloc(0)
  return {
    output: capture.output,
    store: () => files.write(path, Buffer.concat([before, capture.bytes()])),
  }
}
