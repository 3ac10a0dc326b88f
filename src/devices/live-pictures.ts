import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import type { Stills } from './stills.ts'

/** What a viewer gets at most. */
export interface LiveLimits {
  /** Viewers at the same time. */
  streams: number
  framesPerSecond: number
  /** Pixels. */
  width: number
  /** From the first picture to the last. */
  ms: number
}

export interface LivePicturesDeps {
  stills: Stills
  limits: LiveLimits
  clock: Clock
  log: Logger
}

/** One viewer of one phone. */
export interface Viewing {
  /** The next JPEG, when it is due and the screen has changed; null when the viewing is over. Nothing is taken until it is asked for. */
  next: () => Promise<Buffer | null>
  /** Aborts when the viewing is over for whatever reason. */
  readonly over: AbortSignal
  /** May come twice. */
  close: () => void
}

export interface WatchRequest {
  framesPerSecond?: number
  width?: number
}

/** Moving pictures of the phones' screens, at most so many and so fast; what nobody watches costs nothing. */
export interface LivePictures {
  /**
   * Resolves with the first picture at hand. What is asked for beyond the limits is brought down to them.
   * @throws FarmError 'unavailable' (`too_many_streams`); AdbError when the phone gives no picture
   */
  watch: (serial: string, request: WatchRequest) => Promise<Viewing>
  count: () => number
  /** Ends every viewing and refuses new ones, for good. */
  stop: () => void
}

/** Screens stand still for long: then a viewer, and whatever lies between, gets one picture in this time as a sign of life. */
const SAME_AGAIN_MS = 5_000
/** A viewer that takes no picture for so long is gone, whatever its connection says. */
const STALLED_MS = 30_000
/** A phone that is away for a moment comes back; the viewing ends when it does not. */
const GONE_MS = 10_000
const TRY_AGAIN_MS = 500

export function createLivePictures({ stills, limits, clock, log }: LivePicturesDeps): LivePictures {
  const open = new Set<() => void>()
  let stopped = false

  function refuse(): void {
    if (!stopped && open.size < limits.streams) return
    const why = stopped ? 'the daemon is draining' : `${limits.streams} are open, which is the limit`
    throw new FarmError('unavailable', `no more live pictures: ${why}`, {
      detail: stopped ? 'draining' : 'too_many_streams',
    })
  }

  async function watch(serial: string, request: WatchRequest): Promise<Viewing> {
    refuse()
    const ending = new AbortController()
    const close = () => end('closed')
    // Its place is taken before the first picture is there: else a crowd of callers would all find room.
    open.add(close)
    const cancelLimit = clock.after(limits.ms, () => end('time is over'))
    let cancelStalled = clock.after(STALLED_MS, () => end('nobody takes the pictures'))
    log.info({ serial, streams: open.size }, 'live pictures begin')

    function end(why: string): void {
      if (ending.signal.aborted) return
      ending.abort(new Error(why))
      cancelLimit()
      cancelStalled()
      open.delete(close)
      log.info({ serial, streams: open.size, why }, 'live pictures end')
    }

    const take = framesOf({ serial, request, ending: ending.signal })
    try {
      let first: Buffer | null = await take.first()
      return {
        over: ending.signal,
        close,
        async next() {
          cancelStalled()
          const frame = first ?? (await take.next(end))
          first = null
          if (ending.signal.aborted) return null
          cancelStalled = clock.after(STALLED_MS, () => end('nobody takes the pictures'))
          return frame
        },
      }
    } catch (error) {
      close()
      throw error
    }
  }

  /** The pictures of one viewing, one at a time. */
  function framesOf({
    serial,
    request,
    ending,
  }: {
    serial: string
    request: WatchRequest
    ending: AbortSignal
  }) {
    const rate = Math.min(request.framesPerSecond ?? limits.framesPerSecond, limits.framesPerSecond)
    const shape = { format: 'jpeg', width: Math.min(request.width ?? limits.width, limits.width) } as const
    const everyMs = 1000 / rate
    let sentMs = -Infinity
    let lastTag: string | undefined

    async function take(): Promise<Buffer | null> {
      const still = await stills.take(serial, shape, everyMs / 2)
      const nowMs = clock.monotonicMs()
      if (still.tag === lastTag && nowMs - sentMs < SAME_AGAIN_MS) return null
      lastTag = still.tag
      sentMs = nowMs
      return still.bytes
    }

    return {
      first: take,
      /** Null only when the viewing is over. */
      async next(end: (why: string) => void): Promise<Buffer | null> {
        let dueMs = Math.max(sentMs + everyMs, clock.monotonicMs())
        let goneSinceMs: number | undefined
        while (!ending.aborted) {
          // The end of the viewing wakes it: the loop's condition sees that.
          await clock.sleep(dueMs - clock.monotonicMs(), ending).catch(() => undefined)
          if (ending.aborted) return null
          try {
            const frame = await take()
            if (frame !== null) return frame
            dueMs = clock.monotonicMs() + everyMs
          } catch (error) {
            goneSinceMs ??= clock.monotonicMs()
            if (clock.monotonicMs() - goneSinceMs >= GONE_MS) end(`no picture: ${String(error)}`)
            dueMs = clock.monotonicMs() + TRY_AGAIN_MS
          }
        }
        return null
      },
    }
  }

  return {
    watch,
    count: () => open.size,
    stop() {
      stopped = true
      for (const close of open) close()
    },
  }
}
