import type { Logger } from 'pino'
import type { Cancel, Clock } from '../domain/clock.ts'
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
  const open = new Set<End>()
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
    let cancelStalled: Cancel = () => undefined

    function end(why: string): void {
      if (ending.signal.aborted) return
      ending.abort(new Error(why))
      cancelLimit()
      cancelStalled()
      open.delete(end)
      log.info({ serial, streams: open.size, why }, 'live pictures end')
    }

    const cancelLimit = clock.after(limits.ms, () => end('its time is over'))
    // Its place is taken before the first picture is there: else a crowd of callers would all find room.
    open.add(end)
    log.info({ serial, streams: open.size }, 'live pictures begin')
    const frames = createFrames({ stills, clock, serial, ...withinLimits(request, limits) })
    try {
      let first = await frames.take()
      return {
        over: ending.signal,
        close: () => end('the viewer left'),
        async next() {
          cancelStalled()
          const frame = first ?? (await nextFrame(frames, ending.signal, end))
          first = null
          if (ending.signal.aborted) return null
          cancelStalled = clock.after(STALLED_MS, () => end('nobody takes the pictures'))
          return frame
        },
      }
    } catch (error) {
      end('no picture')
      throw error
    }
  }

  /** Waits for the next picture; through the moments in which the phone is away. */
  async function nextFrame(frames: Frames, over: AbortSignal, end: End): Promise<Buffer | null> {
    let goneSinceMs: number | undefined
    let pauseMs = frames.dueInMs()
    while (!over.aborted) {
      // The end of the viewing wakes it, and the loop's condition sees that.
      await clock.sleep(pauseMs, over).catch(() => undefined)
      if (over.aborted) return null
      try {
        const frame = await frames.take()
        if (frame !== null) return frame
        goneSinceMs = undefined
        pauseMs = frames.everyMs
      } catch (error) {
        goneSinceMs ??= clock.monotonicMs()
        if (clock.monotonicMs() - goneSinceMs >= GONE_MS) end(`no picture: ${String(error)}`)
        pauseMs = TRY_AGAIN_MS
      }
    }
    return null
  }

  return {
    watch,
    count: () => open.size,
    stop() {
      stopped = true
      for (const end of open) end('the daemon is stopping')
    },
  }
}

type End = (why: string) => void

interface Frames {
  everyMs: number
  dueInMs: () => number
  /** Null when the screen has not changed since the last one. */
  take: () => Promise<Buffer | null>
}

function withinLimits({ framesPerSecond, width }: WatchRequest, limits: LiveLimits) {
  return {
    everyMs: 1000 / Math.min(framesPerSecond ?? limits.framesPerSecond, limits.framesPerSecond),
    width: Math.min(width ?? limits.width, limits.width),
  }
}

interface FramesDeps {
  stills: Stills
  clock: Clock
  serial: string
  everyMs: number
  width: number
}

function createFrames({ stills, clock, serial, everyMs, width }: FramesDeps): Frames {
  let sentMs = -Infinity
  let sentTag: string | undefined
  return {
    everyMs,
    dueInMs: () => Math.max(0, sentMs + everyMs - clock.monotonicMs()),
    async take() {
      // Half a period: viewers of one phone share its pictures without slowing each other down.
      const { bytes, tag } = await stills.take(serial, { format: 'jpeg', width }, everyMs / 2)
      const nowMs = clock.monotonicMs()
      if (tag === sentTag && nowMs - sentMs < SAME_AGAIN_MS) return null
      sentTag = tag
      sentMs = nowMs
      return bytes
    },
  }
}
