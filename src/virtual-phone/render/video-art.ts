import { between, pick, seededRandom, type Random } from '../../domain/random.ts'
import type { Rect } from '../android/view.ts'

/** Sky, far, middle, near and light of a picture. */
const PALETTES = [
  ['#2b1055', '#7597de', '#4a3f8f', '#241a4d', '#ffd6a5'],
  ['#0f2027', '#2c7a7b', '#1f5159', '#0b2a30', '#f6e58d'],
  ['#ff9a8b', '#ff6a88', '#b83b5e', '#6a2c70', '#fff1c1'],
  ['#f7b267', '#f4845f', '#c8553d', '#588b8b', '#fff3d6'],
  ['#134e5e', '#71b280', '#3b7d57', '#1d4434', '#fdfcdc'],
  ['#355c7d', '#6c5b7b', '#c06c84', '#3b2f4a', '#f8b195'],
  ['#1e3c72', '#2a5298', '#16325f', '#0b1d3d', '#e0eafc'],
  ['#41295a', '#8e5572', '#5d3a5a', '#2f0743', '#f2c9ac'],
] as const

/** Draws one moment of a made-up video into `bounds`: hills under a light that wanders, or shapes that float; the seed decides. */
export function videoArt(
  bounds: Rect,
  { seed, position }: { seed: number; position: number },
  id: string,
): string {
  const random = seededRandom(seed)
  const palette = pick(random, PALETTES)
  const width = bounds.right - bounds.left
  const height = bounds.bottom - bounds.top
  const scene = pick(random, [hills, bubbles, stripes])
  const [sky, far] = palette
  return [
    `<svg x="${bounds.left}" y="${bounds.top}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<defs><linearGradient id="sky${id}" x1="0" y1="0" x2="0.35" y2="1"><stop offset="0" stop-color="${sky}"/><stop offset="1" stop-color="${far}"/></linearGradient>`,
    `<linearGradient id="fade${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0.55" stop-opacity="0"/><stop offset="1" stop-opacity="0.6"/></linearGradient></defs>`,
    `<rect width="${width}" height="${height}" fill="url(#sky${id})"/>`,
    scene({ random, palette, width, height, position }),
    `<rect width="${width}" height="${height}" fill="url(#fade${id})"/></svg>`,
  ].join('')
}

interface Scene {
  random: Random
  palette: (typeof PALETTES)[number]
  width: number
  height: number
  position: number
}

function hills({ random, palette, width, height, position }: Scene): string {
  const [, , middle, near, light] = palette
  const sunX = width * (0.2 + 0.6 * position)
  const sunY = height * (0.34 - 0.1 * Math.sin(position * Math.PI))
  const ridge = (base: number, swing: number, fill: string, opacity: number) => {
    const points = Array.from({ length: 7 }, (_, index) => {
      const y = base + swing * (random() - 0.5)
      return `${Math.round((width * index) / 6)},${Math.round(y)}`
    })
    return `<polygon points="0,${height} ${points.join(' ')} ${width},${height}" fill="${fill}" opacity="${opacity}"/>`
  }
  return [
    `<circle cx="${sunX}" cy="${sunY}" r="${width * 0.3}" fill="${light}" opacity="0.12"/>`,
    `<circle cx="${sunX}" cy="${sunY}" r="${width * 0.15}" fill="${light}" opacity="0.9"/>`,
    ridge(height * 0.56, height * 0.16, middle, 0.6),
    ridge(height * 0.66, height * 0.14, middle, 1),
    ridge(height * 0.8, height * 0.12, near, 1),
  ].join('')
}

function bubbles({ random, palette, width, height, position }: Scene): string {
  const colors = palette.slice(1)
  return Array.from({ length: 14 }, () => {
    const radius = between(random, Math.round(width * 0.05), Math.round(width * 0.24))
    const drift = (random() - 0.5) * height * 0.35
    const x = Math.round(random() * width + Math.sin(position * Math.PI * 2) * 24)
    const y = Math.round(random() * height - drift * position)
    return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${pick(random, colors)}" opacity="${(0.25 + random() * 0.5).toFixed(2)}"/>`
  }).join('')
}

function stripes({ random, palette, width, height, position }: Scene): string {
  const [, far, middle, near, light] = palette
  const turn = between(random, -30, 30)
  const shift = Math.round(position * width * 0.6)
  const bands = [middle, near, far, middle, near].map((color, index) => {
    const x = Math.round((index - 1) * width * 0.42 - shift)
    return `<rect x="${x}" y="${-height * 0.3}" width="${Math.round(width * 0.24)}" height="${height * 1.6}" fill="${color}" opacity="0.75"/>`
  })
  return [
    `<g transform="rotate(${turn} ${width / 2} ${height / 2})">${bands.join('')}</g>`,
    `<circle cx="${width / 2}" cy="${height * 0.4}" r="${width * 0.24}" fill="none" stroke="${light}" stroke-width="${width * 0.035}" opacity="0.9"/>`,
    `<circle cx="${width / 2}" cy="${height * 0.4}" r="${width * (0.06 + 0.1 * Math.abs(Math.sin(position * 9)))}" fill="${light}" opacity="0.9"/>`,
  ].join('')
}
