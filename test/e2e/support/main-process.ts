import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import { until } from './until.ts'

/** The compiled program of the build that this test belongs to, whatever folder it was compiled to. */
const MAIN = fileURLToPath(new URL('../../../src/main.js', import.meta.url))
/** A first start on a busy machine with two cores was measured at 12 s; this only ends a hang. */
const READY_MS = 90_000
/** The daemon's own budgets are shorter; what is still there then is killed, and the story fails for it. */
const STOP_MS = 45_000

/** A line of the program's stdout, when it was JSON. */
export type LogLine = Record<string, unknown>

export interface MainProcess {
  pid: number
  /** Everything it has logged so far. */
  log: readonly LogLine[]
  /** What it wrote that is no JSON line, stderr included. */
  words: () => string
  /** Resolves when it has ended: with its exit code, or the signal's name. */
  exited: Promise<number | string>
  /** SIGTERM, then waits. @returns as `exited` */
  stop: () => Promise<number | string>
  /** SIGKILL, then waits. */
  kill: () => Promise<void>
}

export interface StartedMain<S extends TSchema> extends MainProcess {
  ready: Static<S>
}

/** Runs `phonefarm <args>`, or another program of this build, as a process of its own. TEST_LOG in the environment shows what it says. */
export function runMain(
  args: readonly string[],
  env: Record<string, string> = {},
  program: string = MAIN,
): MainProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const log: LogLine[] = []
  let words = ''
  const exited = once(child, 'close').then(([code, signal]) => endOf(code, signal))
  createInterface({ input: child.stdout }).on('line', (line) => {
    show(line)
    const parsed = parseLine(line)
    if (parsed) log.push(parsed)
    else words += `${line}\n`
  })
  child.stderr.on('data', (chunk: Buffer) => {
    show(String(chunk))
    words += String(chunk)
  })
  endWithUs(child)
  return {
    pid: child.pid ?? 0,
    log,
    words: () => words,
    exited,
    stop: () => stop(child, exited),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** As `runMain`, and waits for the line that says that it is ready. @throws when it ends before, or takes too long */
export async function startMain<S extends TSchema>(
  args: readonly string[],
  ready: S,
  env: Record<string, string> = {},
): Promise<StartedMain<S>> {
  const main = runMain(args, env)
  let ended: number | string | undefined
  void main.exited.then((end) => (ended = end)) // `exited` never rejects
  try {
    const line = await until(
      `the ready line of ${args[0]}`,
      () => {
        if (ended !== undefined) throw new Error(`${args[0]} ended with ${ended}: ${main.words()}`)
        return main.log.find((entry) => entry['msg'] === 'ready')
      },
      READY_MS,
    )
    return { ...main, ready: Value.Parse(ready, line) }
  } catch (error) {
    await main.kill()
    throw error
  }
}

async function stop(child: ChildProcess, exited: Promise<number | string>): Promise<number | string> {
  child.kill('SIGTERM')
  const last = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  const end = await exited
  clearTimeout(last)
  return end
}

/** A test that is cut off leaves nothing behind either. */
function endWithUs(child: ChildProcess): void {
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.removeListener('exit', kill))
}

function endOf(code: unknown, signal: unknown): number | string {
  return typeof code === 'number' ? code : String(signal)
}

function show(text: string): void {
  if (process.env['TEST_LOG'] !== undefined) process.stderr.write(`${text.trimEnd()}\n`)
}

function parseLine(line: string): LogLine | undefined {
  try {
    const parsed: unknown = JSON.parse(line)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined
  } catch {
    return undefined // words for people
  }
}
