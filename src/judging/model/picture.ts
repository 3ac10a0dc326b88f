import sharp from 'sharp'

/** Wide enough to see what a video is about; a phone's full screen would cost ten times the tokens. */
const WIDTH = 512

const QUALITY = 70

/** No phone has a larger screen. */
const MOST_PIXELS = 64_000_000

/** Tokens of a picture for servers that do not count: two to three tiles of 512 pixels of the hosted models. */
export const PICTURE_TOKENS = 800

/** The screen as a data URL, small. Null when it is no picture. */
export async function pictureUrl(png: Buffer): Promise<string | null> {
  try {
    const small = await sharp(png, { limitInputPixels: MOST_PIXELS })
      .resize({ width: WIDTH, withoutEnlargement: true })
      .jpeg({ quality: QUALITY })
      .toBuffer()
    return `data:image/jpeg;base64,${small.toString('base64')}`
  } catch {
    // A phone that gives half a picture; the texts of the video are still there.
    return null
  }
}
