import type { Rect, View } from '../android/view.ts'
import { icon } from './icons.ts'
import { textWidth, wrapText } from './text-layout.ts'
import { videoArt } from './video-art.ts'

const FONT = 'DejaVu Sans, Noto Sans, sans-serif'
const LINE_HEIGHT = 1.3

export function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

export interface TextStyle {
  sizePx: number
  color: string
  bold: boolean
  align: 'start' | 'center' | 'end'
}

/** Whether the first letter with a direction goes to the left: Hebrew and Arabic with their neighbors (source: Unicode UAX #9, P2). */
function isRightToLeft(text: string): boolean {
  return /^\P{L}*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u.test(text)
}

/** Text inside a box, wrapped into as many lines as the box has room for, in the middle of its height. */
export function drawText(bounds: Rect, text: string, { sizePx, color, bold, align }: TextStyle): string {
  const width = bounds.right - bounds.left
  const height = bounds.bottom - bounds.top
  const most = Math.max(1, Math.floor(height / (sizePx * LINE_HEIGHT)))
  const lines = wrapText(text, sizePx, bold, width, most)
  const x = { start: bounds.left, center: (bounds.left + bounds.right) / 2, end: bounds.right }[align]
  const isTurned = isRightToLeft(text)
  const sides = isTurned ? { start: 'end', end: 'start' } : { start: 'start', end: 'end' }
  const anchor = { ...sides, center: 'middle' }[align]
  const direction = isTurned ? 'direction="rtl" ' : ''
  const first =
    (bounds.top + bounds.bottom) / 2 - ((lines.length - 1) * sizePx * LINE_HEIGHT) / 2 + sizePx * 0.36
  return lines
    .map((line, index) => {
      const y = Math.round(first + index * sizePx * LINE_HEIGHT)
      return `<text x="${x}" y="${y}" ${direction}font-family="${FONT}" font-size="${sizePx}" ${bold ? 'font-weight="bold" ' : ''}fill="${color}" text-anchor="${anchor}">${escapeXml(line)}</text>`
    })
    .join('')
}

/** A view with everything in it, as SVG. Ids inside start with `prefix`, which has to be unique in the picture. */
export function paintView(view: View, prefix: string): string {
  if (!view.visible) return ''
  const children = view.children.map((child, index) => paintView(child, `${prefix}_${index}`)).join('')
  const own = [
    background(view),
    picture(view, prefix),
    drawn(view, prefix),
    progress(view),
    label(view),
  ].join('')
  const cornered = view.paint.video && view.paint.cornerPx !== undefined
  // A list cuts off what sticks out of it; so does a picture with round corners.
  if (!view.scrollable && !cornered) return own + children
  return clipped(view.bounds, view.paint.cornerPx ?? 0, `clip${prefix}`, own + children)
}

function clipped({ left, top, right, bottom }: Rect, radius: number, id: string, inside: string): string {
  const box = `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" rx="${radius}"/>`
  return `<clipPath id="${id}">${box}</clipPath><g clip-path="url(#${id})">${inside}</g>`
}

function drawn({ paint }: View, prefix: string): string {
  const parts = (paint.drawn ?? []).map((part) => ({ ...part, text: null, range: null }))
  return parts.map((part, at) => background(part) + picture(part, `${prefix}_d${at}`)).join('')
}

function background({ bounds, paint, range }: Pick<View, 'bounds' | 'paint' | 'range'>): string {
  const { background: fill, border, cornerPx = 0 } = paint
  if (range || (fill === undefined && border === undefined)) return ''
  const { left, top, right, bottom } = bounds
  const line = border === undefined ? '' : ` stroke="${border}" stroke-width="2"`
  return `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" rx="${cornerPx}" fill="${fill ?? 'none'}"${line}/>`
}

function picture({ bounds, paint, text }: Pick<View, 'bounds' | 'paint' | 'text'>, prefix: string): string {
  const { video, icon: name, color = '#16181d' } = paint
  if (video) return videoArt(bounds, video, prefix)
  if (name === undefined) return ''
  const width = bounds.right - bounds.left
  const height = bounds.bottom - bounds.top
  // Beside text the glyph is small, at the start of the box (at its end for the arrow of a menu).
  if (text !== null) {
    const size = 36
    const y = bounds.top + (height - size) / 2
    return icon(name, name === 'chevron_down' ? bounds.right - 56 : bounds.left + 22, y, size, '#8a8f98')
  }
  const share = paint.background === undefined ? 0.8 : 0.58
  const room = Math.min(width, height)
  // The smallest ones, of the status bar, fill their box.
  const size = room <= 40 ? room : Math.round(room * share)
  return icon(name, bounds.left + (width - size) / 2, bounds.top + (height - size) / 2, size, color)
}

function progress({ bounds, range, paint }: View): string {
  if (!range || range.max <= range.min) return ''
  const { left, right, bottom } = bounds
  const share = (range.current - range.min) / (range.max - range.min)
  const at = left + (right - left) * share
  const { color = '#ffffff', background: track = 'none' } = paint
  return `<rect x="${left}" y="${bottom - 5}" width="${right - left}" height="4" fill="${track}"/><rect x="${left}" y="${bottom - 6}" width="${at - left}" height="6" fill="${color}"/><circle cx="${at}" cy="${bottom - 3}" r="7" fill="${color}"/>`
}

function label({ bounds, text, hint, paint, className, focused, selection, range }: View): string {
  const isField = className === 'android.widget.EditText'
  const shown = isField && (text ?? '') === '' ? hint : text
  const { color: ink = '#16181d', textSizePx = 28, bold = false, align = 'start', icon: name } = paint
  const color = isField && shown === hint && (text ?? '') === '' ? '#8a8f98' : ink
  const indent =
    (name === undefined || name === 'chevron_down' ? 0 : 68) + (isField && name === undefined ? 20 : 0)
  const box = {
    ...bounds,
    left: bounds.left + (align === 'start' ? indent : 0),
    right: bounds.right - (align === 'end' ? indent : 0),
  }
  const writing =
    shown === null || shown === '' || range
      ? ''
      : drawText(box, shown, { sizePx: textSizePx, color, bold, align })
  if (!isField || !focused) return writing
  return writing + caret(box, { text: text ?? '', end: selection?.end ?? 0, sizePx: textSizePx, align })
}

/** Where the text that is typed next will stand; only for texts of one direction. */
function caret(
  { left, top, right, bottom }: Rect,
  {
    text,
    end,
    sizePx,
    align,
  }: { text: string; end: number; sizePx: number; align: 'start' | 'center' | 'end' },
): string {
  const before = textWidth(text.slice(0, end), sizePx, false)
  const whole = textWidth(text, sizePx, false)
  const start = align === 'end' ? right - whole - 6 : left
  const x = isRightToLeft(text) ? start + whole - before : start + before + 3
  const half = sizePx * 0.65
  const middle = (top + bottom) / 2
  return `<rect x="${x}" y="${middle - half}" width="3" height="${half * 2}" fill="#e0245e"/>`
}
