import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { AdbError } from '../../src/devices/adb-protocol.ts'
import { createStills } from '../../src/devices/stills.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { blackWithBar, pngOf } from './pictures.ts'

const FULL = { format: 'png', width: null } as const
const SMALL = { format: 'jpeg', width: 36 } as const

/** Stills of phones that each answer with the next of the pictures, and how often they were asked. */
function stillsOf(...pictures: (Buffer | Error)[]) {
  const clock = createFakeClock()
  const asked: string[] = []
  const stills = createStills({
    clock,
    async capture(serial) {
      asked.push(serial)
      const picture = pictures[Math.min(asked.length, pictures.length) - 1]
      if (!Buffer.isBuffer(picture)) throw picture ?? new Error('no picture')
      return picture
    },
  })
  return { stills, clock, asked }
}

test('callers at the same moment share one picture', async () => {
  const { stills, asked } = stillsOf(await pngOf('#123456'))

  const all = await Promise.all(Array.from({ length: 20 }, () => stills.take('P1', FULL)))

  assert.deepEqual(asked, ['P1'])
  assert.equal(new Set(all.map(({ tag }) => tag)).size, 1)
})

test('each phone has its own picture', async () => {
  const { stills, asked } = stillsOf(await pngOf('#123456'), await pngOf('#654321'))

  const [one, other] = [await stills.take('P1', FULL), await stills.take('P2', FULL)]

  assert.deepEqual(asked, ['P1', 'P2'])
  assert.notEqual(one.tag, other.tag)
})

test('a picture serves for two seconds and is then taken anew', async () => {
  const { stills, clock, asked } = stillsOf(await pngOf('#123456'), await pngOf('#654321'))
  const first = await stills.take('P1', FULL)
  await clock.advance(1_999)
  const again = await stills.take('P1', FULL)
  await clock.advance(1)

  const later = await stills.take('P1', FULL)

  assert.equal(again.tag, first.tag)
  assert.notEqual(later.tag, first.tag)
  assert.equal(later.takenAt.toISOString(), '2026-03-22T08:30:02.000Z')
  assert.equal(asked.length, 2)
})

test('a caller that wants a newer picture gets one', async () => {
  const { stills, clock, asked } = stillsOf(await pngOf('#123456'))
  await stills.take('P1', FULL)
  await clock.advance(200)

  await stills.take('P1', FULL, 200)

  assert.equal(asked.length, 2)
})

test('nothing is kept of a phone that nobody asks for any more', async () => {
  const { stills, clock } = stillsOf(await pngOf('#123456'))
  await stills.take('P1', FULL)

  await clock.advance(2_000)

  assert.equal(clock.pending(), 0)
})

test('a smaller picture has its own tag and keeps its shape', async () => {
  const { stills, asked } = stillsOf(await pngOf('#123456'))

  const [full, small] = await Promise.all([stills.take('P1', FULL), stills.take('P1', SMALL)])

  const { format, width, height } = await sharp(small.bytes).metadata()
  assert.deepEqual([format, width, height, small.contentType], ['jpeg', 36, 80, 'image/jpeg'])
  assert.notEqual(small.tag, full.tag)
  assert.equal(asked.length, 1)
})

test('a picture is never made larger', async () => {
  const { stills } = stillsOf(await pngOf('#123456'))

  const { bytes } = await stills.take('P1', { format: 'png', width: 500 })

  assert.equal((await sharp(bytes).metadata()).width, 72)
})

test('the same screen has the same tag', async () => {
  const { stills, clock } = stillsOf(await pngOf('#123456'))
  const first = await stills.take('P1', FULL)
  await clock.advance(2_000)

  assert.equal((await stills.take('P1', FULL)).tag, first.tag)
})

for (const [what, picture, black] of [
  ['a screen that is off', pngOf('#000', { blank: true }), true],
  ['a window that forbids pictures, under a bar that does not', blackWithBar(), true],
  ['a dark screen with something on it', pngOf('#000'), false],
  ['a screen of one color', pngOf('#111', { blank: true }), false],
] as const) {
  test(`${what} is ${black ? 'black' : 'not black'}`, async () => {
    const { stills } = stillsOf(await picture)

    assert.equal((await stills.take('P1', FULL)).black, black)
  })
}

test('a phone that gives no picture is asked again by the next caller', async () => {
  const { stills } = stillsOf(new AdbError('refused', "device 'P1' not found"), await pngOf('#123456'))

  await assert.rejects(stills.take('P1', FULL), { kind: 'refused' })
  const { bytes } = await stills.take('P1', FULL)

  assert.ok(bytes.length > 0)
})

test('bytes that are no picture are the phone’s fault, with what is wrong', async () => {
  const { stills } = stillsOf(Buffer.from('\x89PNG\r\n\x1A\n and nothing more than that', 'latin1'))

  await assert.rejects(stills.take('P1', SMALL), {
    kind: 'broken',
    message: /^P1 sent a picture that cannot be read: /,
  })
})
