import { createHash } from 'node:crypto'
import PQueue from 'p-queue'
import type { Cancel, Clock } from '../domain/clock.ts'
import { AdbError } from './adb-protocol.ts'
import { encodePicture, isBlack, type EncodedPicture, type PictureShape } from './picture.ts'

export interface StillsDeps {
  /** PNG of what the phone shows now; ends by its own deadline. */
  capture: (serial: string) => Promise<Buffer>
  clock: Clock
}

/** A picture of a phone's screen in the shape that was asked for. */
export interface Still extends EncodedPicture {
  takenAt: Date
  /** Names the picture and its shape: the same screen has the same tag. */
  tag: string
  /** Nothing to be seen between the system's bars. */
  black: boolean
}

/** Pictures of the phones' screens. However many ask, a phone takes one picture at a time, and nothing is taken that nobody asks for. */
export interface Stills {
  /** A picture that is no older than `maxAgeMs` (at most 2000). @throws AdbError 'broken' when the phone's picture cannot be read, and what the capture throws */
  take: (serial: string, shape: PictureShape, maxAgeMs?: number) => Promise<Still>
}

/** How long a picture is kept, and thus its greatest age (source: issue 4, item 10). */
const KEEP_MS = 2000
/** Encoding takes 40-100 ms of a processor; the host has other work. */
const ENCODERS = 2

interface Picture {
  png: Buffer
  takenAt: Date
  takenMs: number
  hash: string
  black: boolean
  /** One for each shape that was asked for. */
  encoded: Map<string, Promise<EncodedPicture>>
}

export function createStills({ capture, clock }: StillsDeps): Stills {
  const encoders = new PQueue({ concurrency: ENCODERS })
  const underWay = new Map<string, Promise<Picture>>()
  const kept = new Map<string, { picture: Picture; forget: Cancel }>()

  async function takeNow(serial: string): Promise<Picture> {
    const takenAt = clock.now()
    const takenMs = clock.monotonicMs()
    const png = await capture(serial)
    const picture = {
      png,
      takenAt,
      takenMs,
      hash: createHash('sha256').update(png).digest('hex').slice(0, 20),
      black: await readable(serial, isBlack(png)),
      encoded: new Map(),
    }
    kept.get(serial)?.forget()
    const forget = clock.after(KEEP_MS, () => kept.delete(serial))
    kept.set(serial, { picture, forget })
    return picture
  }

  function pictureOf(serial: string, maxAgeMs: number): Promise<Picture> {
    const last = kept.get(serial)?.picture
    if (last !== undefined && clock.monotonicMs() - last.takenMs < maxAgeMs) return Promise.resolve(last)
    const taking = underWay.get(serial) ?? takeNow(serial).finally(() => underWay.delete(serial))
    underWay.set(serial, taking)
    return taking
  }

  return {
    async take(serial, shape, maxAgeMs = KEEP_MS) {
      const picture = await pictureOf(serial, Math.min(maxAgeMs, KEEP_MS))
      const name = `${shape.format}-${shape.width ?? 'full'}`
      const encoding =
        picture.encoded.get(name) ??
        readable(
          serial,
          encoders.add(() => encodePicture(picture.png, shape)),
        )
      picture.encoded.set(name, encoding)
      const { takenAt, black, hash } = picture
      return { ...(await encoding), takenAt, black, tag: `${hash}-${name}` }
    },
  }
}

/** What the phone sent began and ended like a picture, but is none. */
async function readable<T>(serial: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new AdbError('broken', `${serial} sent a picture that cannot be read: ${String(cause)}`, { cause })
  }
}
