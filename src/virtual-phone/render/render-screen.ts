import sharp from 'sharp'
import type { PhoneWindow, Toast, WindowManager } from '../android/window.ts'
import { drawText, paintView } from './paint-view.ts'
import { textWidth } from './text-layout.ts'
import { icon } from './icons.ts'

export interface RenderedDisplay {
  width: number
  height: number
}

/** Quick to write; a screen compresses to some 50-150 KB all the same. */
const COMPRESSION_LEVEL = 3

/** The display as PNG. */
export async function renderScreen(options: {
  windows: WindowManager
  display: RenderedDisplay
}): Promise<Buffer> {
  const svg = screenSvg(options)
  return await sharp(Buffer.from(svg)).png({ compressionLevel: COMPRESSION_LEVEL }).toBuffer()
}

/** What a picture of a secure window shows. */
export async function renderBlack({ width, height }: RenderedDisplay): Promise<Buffer> {
  const create = { width, height, channels: 3, background: '#000000' } as const
  return await sharp({ create }).png({ compressionLevel: COMPRESSION_LEVEL }).toBuffer()
}

/** The display as SVG, all windows from bottom to top. */
export function screenSvg({
  windows,
  display,
}: {
  windows: WindowManager
  display: RenderedDisplay
}): string {
  const { width, height } = display
  const open = windows.all()
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    '<defs><linearGradient id="wallpaper" x1="0" y1="0" x2="0.4" y2="1"><stop offset="0" stop-color="#1b2a6b"/><stop offset="0.55" stop-color="#7a4fa3"/><stop offset="1" stop-color="#f2a07b"/></linearGradient></defs>',
    `<rect width="${width}" height="${height}" fill="#000"/>`,
    ...open.map((window, index) => paintWindow(window, display, `w${index}`)),
    ...(open.length > 0 ? windows.toasts().map((toast) => paintToast(toast, display)) : []),
    ...(open.length > 0 ? [gestureBar(open, display)] : []),
    '</svg>',
  ]
  return parts.join('')
}

function paintWindow(window: PhoneWindow, { width, height }: RenderedDisplay, prefix: string): string {
  const root = window.root()
  const dims = window.type === 'dialog' || window.packageName === 'com.android.permissioncontroller'
  const scrim = dims ? `<rect width="${width}" height="${height}" fill="#000" opacity="0.55"/>` : ''
  if (root) return scrim + paintView(root, prefix)
  return scrim + splash({ width, height })
}

/** What stands for an app that has not drawn yet. */
function splash({ width, height }: RenderedDisplay): string {
  const size = 200
  const left = (width - size) / 2
  const top = (height - size) / 2
  return [
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<rect x="${left}" y="${top}" width="${size}" height="${size}" rx="100" fill="#15161c"/>`,
    icon('clips', left + 48, top + 48, size - 96, '#ffffff'),
  ].join('')
}

function paintToast({ text }: Toast, { width, height }: RenderedDisplay): string {
  const sizePx = 28
  const half = textWidth(text, sizePx, false) / 2 + 44
  const bounds = { left: width / 2 - half, top: height - 264, right: width / 2 + half, bottom: height - 184 }
  return [
    `<rect x="${bounds.left}" y="${bounds.top}" width="${half * 2}" height="80" rx="40" fill="#2b2d33" opacity="0.95"/>`,
    drawText(bounds, text, { sizePx, color: '#ffffff', bold: false, align: 'center' }),
  ].join('')
}

/** The handle of gesture navigation, light on dark apps. */
function gestureBar(open: readonly PhoneWindow[], { width, height }: RenderedDisplay): string {
  const app = open.findLast(({ type }) => type === 'application' || type === 'dialog')
  const covered = open.some(({ type, title }) => type === 'input_method' || title === 'NotificationShade')
  const tint = app?.root()?.paint.color
  const color = !covered && tint === '#ffffff' ? '#ffffff' : '#16181d'
  return `<rect x="${(width - 216) / 2}" y="${height - 18}" width="216" height="8" rx="4" fill="${color}" opacity="0.7"/>`
}
