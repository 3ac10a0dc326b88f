import sharp from 'sharp'

/** A PNG of one color, with a white square in the middle unless it is to be blank. */
export function pngOf(color: string, options: { width?: number; height?: number; blank?: boolean } = {}) {
  const { width = 72, height = 160, blank = false } = options
  const square = { create: { width: 20, height: 20, channels: 3, background: '#fff' } } as const
  const image = sharp({ create: { width, height, channels: 3, background: color } })
  return (blank ? image : image.composite([{ input: square }])).png().toBuffer()
}

/** PNG of a black screen with only the system's top bar to be seen. */
export function blackWithBar() {
  const bar = { create: { width: 72, height: 10, channels: 3, background: '#fff' } } as const
  return sharp({ create: { width: 72, height: 160, channels: 3, background: '#000' } })
    .composite([{ input: bar, gravity: 'north' }])
    .png()
    .toBuffer()
}
