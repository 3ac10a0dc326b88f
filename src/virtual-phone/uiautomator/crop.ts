import type { Node } from './node-tree.ts'
import { unableToCapture } from './wd-errors.ts'

/** The part of a display's PNG that an element covers, base64. @throws WdError 'unable to capture screen' when nothing of it is on the screen */
export async function cropToNode(png: Buffer, { bounds }: Node): Promise<string> {
  // Loaded when it is needed: most sessions never crop, and the library is large.
  const { default: sharp } = await import('sharp')
  const image = sharp(png)
  const { width, height } = await image.metadata()
  const left = Math.max(0, bounds.left)
  const top = Math.max(0, bounds.top)
  const area = {
    left,
    top,
    width: Math.min(width, bounds.right) - left,
    height: Math.min(height, bounds.bottom) - top,
  }
  if (area.width <= 0 || area.height <= 0) throw unableToCapture()
  return (await image.extract(area).png().toBuffer()).toString('base64')
}
