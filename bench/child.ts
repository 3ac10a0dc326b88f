import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import Type, { type Static, type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** A program of bench/programs in a process of its own: it says one message when it is ready and ends when its parent goes. */
export interface Child {
  /** What the program said when it was ready. */
  ready: unknown
  pid: number
  /** Lets the program measure for a while. @returns what it found */
  round: (seconds: number) => Promise<unknown>
  /** Processor time since its start, in microseconds, and resident memory in bytes. */
  usage: () => Promise<Usage>
  /** Resolves when it has ended. */
  stop: () => Promise<void>
}

const Usage = Type.Object({ cpuUs: Type.Number(), rss: Type.Number() })
type Usage = Static<typeof Usage>

/** A program that neither answers nor ends within this is a bug of the bench. */
const DEADLINE_MS = 240_000

/** Starts `bench/programs/<name>`. @throws when it ends before it is ready */
export async function startChild(
  name: string,
  args: readonly string[] = [],
  execArgv: string[] = [],
): Promise<Child> {
  const program = fork(fileURLToPath(new URL(`programs/${name}.js`, import.meta.url)), [...args], {
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ready = await nextMessage(program, name)
  return {
    ready,
    pid: program.pid ?? 0,
    async round(seconds) {
      const answer = nextMessage(program, name)
      program.send({ seconds })
      return await answer
    },
    async usage() {
      const answer = nextMessage(program, name)
      program.send({})
      return read(Usage, await answer)
    },
    async stop() {
      if (program.exitCode !== null || program.signalCode !== null) return
      const ended = once(program, 'exit', { signal: AbortSignal.timeout(DEADLINE_MS) })
      program.disconnect()
      await ended
    },
  }
}

async function nextMessage(program: ChildProcess, name: string): Promise<unknown> {
  const decided = new AbortController()
  const signal = AbortSignal.any([decided.signal, AbortSignal.timeout(DEADLINE_MS)])
  const died = once(program, 'exit', { signal }).then(([code]) => {
    throw new Error(`bench program ${name} ended with ${String(code)}`)
  })
  const said = once(program, 'message', { signal }).then(([message]: unknown[]) => message)
  try {
    return await Promise.race([said, died])
  } finally {
    died.catch(() => undefined) // the one that lost the race is ended here
    said.catch(() => undefined)
    decided.abort()
  }
}

/** Reads what a program said. @throws when it said something else */
export function read<T extends TSchema>(schema: T, message: unknown): Static<T> {
  return Compile(schema).Parse(message)
}
