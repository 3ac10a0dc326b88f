/** Legible text at a tenth of a PNG's size; a higher effort halves the speed and saves 2 % (docs/decisions/0021-evidence.md). */
const WEBP = { quality: 80, effort: 2 } as const

export interface ShrunkPicture {
  content: Buffer
  content_type: 'image/webp' | 'image/png'
}

/**
 * A picture of a screen as it is kept: WebP, or the PNG as it is when it cannot be read. Works in a thread of its own.
 * @param png as the phone gave it
 */
export async function shrinkPicture(png: Buffer): Promise<ShrunkPicture> {
  try {
    // Loaded with the first picture: a daemon that keeps none does without its 20 MB.
    const { default: sharp } = await import('sharp')
    // One at a time for each picture, and nothing remembered: the daemon has other things to do with its threads and memory.
    const content = await sharp(png, { limitInputPixels: 64_000_000 }).webp(WEBP).toBuffer()
    return { content, content_type: 'image/webp' }
  } catch {
    // A broken picture tells something, too, and a host on which sharp does not run keeps pictures all the same.
    return { content: png, content_type: 'image/png' }
  }
}
