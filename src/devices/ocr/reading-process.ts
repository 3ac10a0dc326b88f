import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { endedOr } from '../ended-or.ts'
import { linkLanguageData } from './language-data.ts'
import { parseReadAnswer, type Line, type ReadRequest } from './ocr-protocol.ts'

/** A process that reads pictures, one at a time. */
export interface ReadingProcess {
  /** @throws Error when it cannot, the process ends, or the signal aborts */
  read: (picture: Uint8Array, signal: AbortSignal) => Promise<{ lines: Line[]; rss: number }>
  /** Resolves when it has ended. */
  stop: () => Promise<void>
}

export type StartReadingProcess = (signal: AbortSignal) => Promise<ReadingProcess>

export interface ReadingProcessConfig {
  /** Where links to the language data are kept. */
  folder: string
  /** `eng`, or several: `eng+deu`. */
  languages: string
}

/** The same extension as ours: compiled, or run from source by tsx. */
const PROGRAM = fileURLToPath(new URL(`ocr-process${path.extname(import.meta.url)}`, import.meta.url))

/** A process of its own and not a thread: what the recognizer takes it gives back only when it ends, and a crash of it is no crash of ours. */
export function readingProcess({ folder, languages }: ReadingProcessConfig): StartReadingProcess {
  return async (signal) => {
    await linkLanguageData(folder, languages)
    signal.throwIfAborted()
    const child = fork(PROGRAM, [folder, languages], {
      serialization: 'advanced', // pictures travel as bytes
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const exited = once(child, 'exit').catch((error: unknown) => [error]) // it could not be started at all
    // What cannot be sent is seen by whoever reads, at the latest by the deadline; without a listener it would end the daemon.
    child.on('error', () => undefined)
    let asked = 0
    return {
      async read(picture, reading) {
        const id = ++asked
        const request: ReadRequest = { id, picture }
        child.send(request)
        const answer = await endedOr(reading, Promise.race([answerTo(child, id), gone(exited)]))
        if (answer.error !== undefined || answer.lines === undefined)
          throw new Error(`the picture cannot be read: ${answer.error ?? 'no lines'}`)
        return { lines: answer.lines, rss: answer.rss }
      },
      async stop() {
        child.kill('SIGKILL') // it has nothing to put in order
        await exited
      },
    }
  }
}

async function answerTo(child: ChildProcess, id: number) {
  for (;;) {
    const [message] = await once(child, 'message')
    const answer = parseReadAnswer(message)
    if (answer.id === id) return answer
  }
}

async function gone(exited: Promise<unknown[]>): Promise<never> {
  const [code, signal] = await exited
  throw new Error(`the process that reads pictures ended with ${String(code ?? signal)}`)
}
