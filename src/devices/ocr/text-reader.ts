import type { Logger } from 'pino'
import { startDeadline, type Cancel, type Clock } from '../../domain/clock.ts'
import { endedOr } from '../ended-or.ts'
import type { Line } from './ocr-protocol.ts'
import type { ReadingProcess, StartReadingProcess } from './reading-process.ts'

export interface TextReaderDeps {
  startProcess: StartReadingProcess
  clock: Clock
  log: Logger
}

/** Reads what is written on pictures: one after the other, in a process that is there only while somebody needs it. */
export interface TextReader {
  /**
   * The lines on a PNG, in the recognizer's order. The wait for those before it counts: ends with the signal's reason when that aborts.
   * @throws Error when the picture cannot be read
   */
  read: (picture: Uint8Array, signal: AbortSignal) => Promise<Line[]>
  /** Ends the process. May come twice; a later `read` is refused. */
  stop: () => Promise<void>
}

/** Start of the process included, 0.6 s a picture otherwise (docs/decisions/0018); what takes longer hangs and is ended. */
const PICTURE_MS = 20_000
/** Its start costs half a second, its memory some 200 MB. */
const IDLE_MS = 120_000
/** The recognizer's memory only ever grows. */
const MOST_RSS_BYTES = 400 * 1024 * 1024

export function createTextReader({ startProcess, clock, log }: TextReaderDeps): TextReader {
  const stopping = new AbortController()
  let current: Promise<ReadingProcess> | undefined
  let cancelIdle: Cancel = () => undefined
  /** Ends with the readings so far; never rejects. */
  let before: Promise<unknown> = Promise.resolve()

  async function end(): Promise<void> {
    const ending = current
    current = undefined
    cancelIdle()
    // One that did not start has nothing to end; whoever needed it was told.
    const started = await ending?.catch(() => undefined)
    await started?.stop()
  }

  async function readNow(picture: Uint8Array): Promise<Line[]> {
    cancelIdle()
    const deadline = startDeadline(
      clock,
      PICTURE_MS,
      stopping.signal,
      () => new Error(`the picture was not read within ${PICTURE_MS} ms`),
    )
    try {
      current ??= startProcess(stopping.signal)
      const { lines, rss } = await (await endedOr(deadline.signal, current)).read(picture, deadline.signal)
      if (rss > MOST_RSS_BYTES) {
        log.info({ rss }, 'picture reader is started anew: it has grown')
        await end()
      } else {
        cancelIdle = clock.after(IDLE_MS, () => void end()) // end never rejects
      }
      return lines
    } catch (error) {
      // Whatever it was, a new process knows nothing of it.
      await end()
      throw error
    } finally {
      deadline.end()
    }
  }

  return {
    read(picture, signal) {
      signal.throwIfAborted()
      stopping.signal.throwIfAborted()
      const own = before.then(() => {
        signal.throwIfAborted()
        return readNow(picture)
      })
      before = own.catch(() => undefined) // told to its own caller
      // A caller that leaves lets its picture be read to the end: ending the process would cost the next one more.
      return endedOr(signal, own)
    },
    async stop() {
      stopping.abort(new Error('the picture reader stops'))
      await before
      await end()
    },
  }
}
