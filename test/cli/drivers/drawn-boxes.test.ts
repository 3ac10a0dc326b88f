import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { boxesSvg, drawBoxes, type Box } from '../../../src/cli/drivers/drawn-boxes.ts'

const box = (label: string, left = 0, top = 0): Box => ({
  bounds: { left, top, right: left + 100, bottom: top + 100 },
  label,
  color: '#0072B2',
})

/** Where the labels stand. */
function places(svg: string): string[] {
  return [...svg.matchAll(/<rect x="(\S+)" y="(\S+)" width="\S+" height="\S+" rx="4"/g)].map(
    ([, x, y]) => `${x},${y}`,
  )
}

test('a picture keeps its size under its boxes', async () => {
  const plain = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()

  const { width, height, format } = await sharp(await drawBoxes(plain, [box('1')])).metadata()

  assert.deepEqual({ width, height, format }, { width: 300, height: 200, format: 'png' })
})

test('labels of boxes in one place stand beside each other', () => {
  const svg = boxesSvg({ width: 720, height: 1600 }, [
    box('1', 200, 200),
    box('2', 200, 200),
    box('3', 200, 200),
  ])

  assert.equal(new Set(places(svg)).size, 3)
})

test('a label of a box at the edge stays in the picture', () => {
  const svg = boxesSvg({ width: 720, height: 1600 }, [box('a_long_name_of_an_element', 700, 1590)])

  const [[x = 0, y = 0] = []] = places(svg).map((place) => place.split(',').map(Number))
  assert.ok(x > 0 && x < 720 && y > 0 && y < 1600, `${x},${y}`)
})

test('what a label says cannot leave its place in the picture', () => {
  assert.match(boxesSvg({ width: 720, height: 1600 }, [box('<script>&')]), />&lt;script&gt;&amp;</)
})
