import { Readable } from 'node:stream'
import type { Processes } from '../../processes/processes.ts'
import { numberSchema, readNumbers } from '../number-query.ts'
import type { Route } from '../route.ts'
import { WIDTH, type PicturedPhone } from './screenshot.ts'

/** One viewer of one phone; see devices/live-pictures.ts. */
export interface Viewing {
  /** The next JPEG; null when the viewing is over. */
  next: () => Promise<Uint8Array | null>
  /** Aborts when the viewing is over for whatever reason. */
  readonly over: AbortSignal
  /** May come twice. */
  close: () => void
}

/**
 * Begins to watch a phone; what is asked for beyond the settings is brought down to them.
 * @throws FarmError unavailable:too_many_streams, unavailable:phone_not_reachable
 */
export type WatchPhone = (
  phone: PicturedPhone,
  request: { framesPerSecond?: number; width?: number },
) => Promise<Viewing>

const FRAMES_PER_SECOND = { minimum: 1, maximum: 30 } as const

/** A text that stands in no JPEG head. */
const BOUNDARY = 'phonefarm-frame'

/** GET /phones/{phone_id}/stream */
export function streamRoute(processes: Processes, watchPhone: WatchPhone): Route {
  return {
    method: 'GET',
    path: '/phones/:phone_id/stream',
    summary: "Watch a phone's screen",
    scope: 'read',
    about: 'everyone',
    body: null,
    query: {
      fps: numberSchema(
        FRAMES_PER_SECOND,
        'Pictures a second, at most; `PHONEFARM_STREAM_FPS` is the limit.',
      ),
      width: numberSchema(WIDTH, 'Pixels, at most; `PHONEFARM_STREAM_WIDTH` is the limit.'),
    },
    answers: {
      200: {
        description:
          'JPEG pictures without end (MJPEG), each when the screen has changed. Ends when the daemon drains, after `PHONEFARM_STREAM_MINUTES`, ' +
          'or when the phone gives no picture for 10 s. Does not disturb a run.',
        media: ['multipart/x-mixed-replace'],
      },
    },
    errors: ['phone_not_found', 'unavailable'],
    answer: async ({ params: { phone_id = '' }, query }) => {
      const { fps, width } = readNumbers(query, { fps: FRAMES_PER_SECOND, width: WIDTH })
      const { serial } = processes.readPhone(phone_id)
      const viewing = await watchPhone(
        { phone_id, serial },
        { ...(fps !== undefined && { framesPerSecond: fps }), ...(width !== undefined && { width }) },
      )
      return {
        status: 200,
        stream: partsOf(viewing),
        contentType: `multipart/x-mixed-replace; boundary=${BOUNDARY}`,
        headers: { 'X-Accel-Buffering': 'no' }, // else nginx collects pictures before it passes them on
      }
    },
  }
}

/**
 * The viewing as the parts of a multipart body. A picture is asked for only when the connection has taken the one before, so a slow viewer
 * gets fewer pictures and never makes memory grow.
 */
function partsOf(viewing: Viewing): Readable {
  let begun = false
  let asking = false

  async function pushNext(stream: Readable): Promise<void> {
    asking = true
    const frame = await viewing.next()
    asking = false
    if (frame === null) {
      if (begun) stream.push('--\r\n')
      stream.push(null)
      return
    }
    const head = `Content-Type: image/jpeg\r\nContent-Length: ${frame.length}\r\n\r\n`
    // The boundary that ends the picture goes with it: browsers show a picture only when they have seen that.
    const parts = [begun ? '\r\n' : `${DELIMITER}\r\n`, head, frame, `\r\n${DELIMITER}`]
    begun = true
    stream.push(Buffer.concat(parts.map((part) => Buffer.from(part))))
  }

  const stream = new Readable({
    highWaterMark: 1,
    read() {
      pushNext(this).catch((error: unknown) => this.destroy(asError(error)))
    },
    destroy(error, done) {
      viewing.close()
      done(error)
    },
  })
  // A viewer whose connection takes nothing any more asks for no picture either, so it would never see that it is over.
  viewing.over.addEventListener('abort', () => void (asking || stream.destroy()), { once: true })
  return stream
}

const DELIMITER = `--${BOUNDARY}`

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
