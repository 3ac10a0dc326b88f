import sharp from 'sharp'
import type { Bounds } from '../../domain/selector.ts'

/** A rectangle over a picture of a screen, with a few letters that name it. */
export interface Box {
  bounds: Bounds
  label: string
  /** An SVG color; boxes of one color belong together. */
  color: string
}

/** Told apart on any video, and from each other by most eyes (source: Okabe and Ito, "Color Universal Design"). */
export const BOX_COLORS = {
  blue: '#0072B2',
  orange: '#D55E00',
  green: '#009E73',
  pink: '#CC79A7',
  yellow: '#B58900',
} as const

/** A broken head must not make us ask for gigabytes of memory; no phone has more. */
const MOST_PIXELS = 50_000_000

/** The picture with boxes and their labels drawn over it, as PNG. @throws Error when it is no picture */
export async function drawBoxes(picture: Buffer, boxes: readonly Box[]): Promise<Buffer> {
  const image = sharp(picture, { limitInputPixels: MOST_PIXELS })
  const { width, height } = await image.metadata()
  const svg = boxesSvg({ width, height }, boxes)
  return image
    .composite([{ input: Buffer.from(svg), top: 0, left: 0 }])
    .png()
    .toBuffer()
}

/** Paints over what must not be seen. @throws Error when it is no picture */
export async function blackenBoxes(picture: Buffer, places: readonly Bounds[]): Promise<Buffer> {
  const image = sharp(picture, { limitInputPixels: MOST_PIXELS })
  const { width, height } = await image.metadata()
  const rects = places.map((bounds) => rectOf(bounds, 'fill="#000"')).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${rects}</svg>`
  return image
    .composite([{ input: Buffer.from(svg), top: 0, left: 0 }])
    .png()
    .toBuffer()
}

interface Size {
  width: number
  height: number
}

interface Label extends Size {
  x: number
  y: number
}

/** The layer over a picture. Labels stand at their boxes' corners, each where no other one stands already. */
export function boxesSvg({ width, height }: Size, boxes: readonly Box[]): string {
  const fontPx = Math.max(14, Math.round(width / 36))
  const taken: Label[] = []
  const outlines = boxes.map(
    ({ bounds, color }) =>
      rectOf(bounds, 'fill="none" stroke="#fff" stroke-opacity="0.8" stroke-width="5"') +
      rectOf(bounds, `fill="none" stroke="${color}" stroke-width="3"`),
  )
  const labels = boxes.map(({ bounds, label, color }) => {
    const size = { width: Math.ceil(label.length * fontPx * 0.7) + 8, height: fontPx + 6 }
    const place = placeFor(bounds, size, { width, height }, taken)
    taken.push(place)
    const at = `x="${place.x}" y="${place.y}" width="${size.width}" height="${size.height}"`
    const font = `font-family="DejaVu Sans, sans-serif" font-weight="bold" font-size="${fontPx}"`
    return (
      `<rect ${at} rx="4" fill="${color}" stroke="#fff"/>` +
      `<text x="${place.x + 4}" y="${place.y + fontPx}" ${font} fill="#fff">${escape(label)}</text>`
    )
  })
  // All labels over all boxes: no line may run through a number.
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${outlines.join('')}${labels.join('')}</svg>`
}

/** The first free corner inside the box, or the first one at all. */
function placeFor(bounds: Bounds, size: Size, within: Size, taken: readonly Label[]): Label {
  const { left, top, right, bottom } = bounds
  const corners = [
    // Words mostly begin on the left, so that a long box has room on its right.
    ...(right - left > 2.5 * size.width ? [[right - size.width, top] as const] : []),
    [left, top],
    [right - size.width, top],
    [left, bottom - size.height],
    [right - size.width, bottom - size.height],
    [left, top - size.height],
    [left, bottom],
    [right, top],
    [left - size.width, top],
    [(left + right - size.width) / 2, (top + bottom - size.height) / 2],
  ] as const
  const places = corners.map(([x, y]) => ({
    ...size,
    x: Math.round(Math.min(Math.max(x, 0), Math.max(0, within.width - size.width))),
    y: Math.round(Math.min(Math.max(y, 0), Math.max(0, within.height - size.height))),
  }))
  const [first = { ...size, x: 0, y: 0 }] = places
  return places.find((place) => !taken.some((other) => overlap(place, other))) ?? first
}

function overlap(a: Label, b: Label): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function rectOf({ left, top, right, bottom }: Bounds, look: string): string {
  const [x, y, width, height] = [
    left + 1,
    top + 1,
    Math.max(1, right - left - 2),
    Math.max(1, bottom - top - 2),
  ]
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${look}/>`
}

function escape(label: string): string {
  return label.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
