import type { Sharp, SharpOptions } from 'sharp'

/** A picture as it goes out. */
export interface EncodedPicture {
  bytes: Buffer
  contentType: 'image/png' | 'image/jpeg'
}

export interface PictureShape {
  format: 'png' | 'jpeg'
  /** Pixels; never more than the phone's own. Null leaves the size. */
  width: number | null
}

/** Writing stays legible, and a feed of 720 x 1600 pixels takes some 80 KB (docs/decisions/0018). */
const JPEG_QUALITY = 70
/** Quick to write: pictures go over one wire once. */
const PNG_COMPRESSION = 4
/** The bars of the system are drawn over a window that must not be seen, so they are left out when a picture is judged; shares of the height. */
const BARS = { top: 0.08, bottom: 0.08 }
/** PNG packs 4 bytes a pixel at most a thousandfold; the bars and a clock need some more than that. */
const PIXELS_PER_BYTE_WHEN_BLACK = 16
const HEAD_BYTES = 24
/** A broken head must not make us ask for gigabytes of memory; no phone has more. */
const MOST_PIXELS = 50_000_000

/** Makes the picture that a caller asked for out of a PNG. @throws Error when it is none */
export async function encodePicture(png: Buffer, { format, width }: PictureShape): Promise<EncodedPicture> {
  if (format === 'png' && width === null) return { bytes: png, contentType: 'image/png' }
  const image = (await open(png)).resize({ ...(width !== null && { width }), withoutEnlargement: true })
  if (format === 'png') {
    const bytes = await image.png({ compressionLevel: PNG_COMPRESSION }).toBuffer()
    return { bytes, contentType: 'image/png' }
  }
  return { bytes: await image.jpeg({ quality: JPEG_QUALITY }).toBuffer(), contentType: 'image/jpeg' }
}

/**
 * Whether everything between the system's bars is black: the screen is off, or a window forbids pictures of itself.
 * @throws Error when it is no PNG
 */
export async function isBlack(png: Buffer): Promise<boolean> {
  const { width, height } = sizeOf(png)
  // Nothing but one color packs into next to nothing, so most pictures need not be unpacked to be judged.
  if (png.length > (width * height) / PIXELS_PER_BYTE_WHEN_BLACK) return false
  const top = Math.round(height * BARS.top)
  const middle = { left: 0, top, width, height: height - top - Math.round(height * BARS.bottom) }
  const gray = await (await open(png)).extract(middle).grayscale().raw().toBuffer()
  return gray.equals(Buffer.alloc(gray.length))
}

/** Pixels of a PNG. Width and height stand at the head of every PNG (source: PNG specification, IHDR). */
export function sizeOf(png: Buffer): { width: number; height: number } {
  if (png.length < HEAD_BYTES) throw new Error('a picture without a head')
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
}

/** Read when a picture needs it: the library is 20 MB that a daemon whose screens nobody looks at does without. */
async function open(png: Buffer): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  const options: SharpOptions = { limitInputPixels: MOST_PIXELS }
  return sharp(png, options)
}
