import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { createLivePictures, type LiveLimits } from '../../src/devices/live-pictures.ts'
import type { Still, Stills } from '../../src/devices/stills.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const LIMITS: LiveLimits = { streams: 2, framesPerSecond: 5, width: 540, ms: 60_000 }

/** A phone whose screen shows what `screen.shows` says; an Error is thrown. */
function watching(limits: Partial<LiveLimits> = {}) {
  const clock = createFakeClock()
  const screen: { shows: string | Error; asked: unknown[] } = { shows: 'a', asked: [] }
  const stills: Stills = {
    async take(serial, shape, maxAgeMs): Promise<Still> {
      screen.asked.push([serial, shape, maxAgeMs])
      if (typeof screen.shows !== 'string') throw screen.shows
      const bytes = Buffer.from(screen.shows)
      return { bytes, contentType: 'image/jpeg', takenAt: clock.now(), tag: screen.shows, black: false }
    },
  }
  const log = pino({ level: 'silent' })
  const live = createLivePictures({ stills, limits: { ...LIMITS, ...limits }, clock, log })
  return { live, clock, screen }
}

/** The words of the next frame and when it came; `undefined` while it has not. */
function nextOf(viewing: { next: () => Promise<Buffer | null> }, clock: { monotonicMs: () => number }) {
  const told: { frame?: string | null; atMs?: number } = {}
  void viewing
    .next()
    .then((frame) => Object.assign(told, { frame: frame && String(frame), atMs: clock.monotonicMs() }))
  return told
}

test('the first picture is there at once, the next after a period', async () => {
  const { live, clock, screen } = watching()
  const viewing = await live.watch('P1', {})
  assert.equal(String(await viewing.next()), 'a')

  screen.shows = 'b'
  const next = nextOf(viewing, clock)
  await clock.advance(199)
  assert.deepEqual(next, {})
  await clock.advance(1)

  assert.deepEqual(next, { frame: 'b', atMs: 200 })
  viewing.close()
})

test('a screen that stands still is told once in five seconds', async () => {
  const { live, clock } = watching()
  const viewing = await live.watch('P1', {})
  await viewing.next()

  const next = nextOf(viewing, clock)
  await clock.advance(4_900)
  assert.deepEqual(next, {})
  await clock.advance(200)

  assert.deepEqual(next, { frame: 'a', atMs: 5_000 })
  viewing.close()
})

test('nothing is taken while the viewer does not ask', async () => {
  const { live, clock, screen } = watching()
  const viewing = await live.watch('P1', {})
  await viewing.next()

  await clock.advance(20_000)

  assert.equal(screen.asked.length, 1)
  viewing.close()
})

for (const [asked, shape, maxAgeMs] of [
  [{}, { format: 'jpeg', width: 540 }, 100],
  [{ framesPerSecond: 30, width: 2_000 }, { format: 'jpeg', width: 540 }, 100],
  [{ framesPerSecond: 1, width: 100 }, { format: 'jpeg', width: 100 }, 500],
] as const) {
  test(`a viewer that asks for ${JSON.stringify(asked)} is kept within the limits`, async () => {
    const { live, screen } = watching()

    const viewing = await live.watch('P1', asked)

    assert.deepEqual(screen.asked, [['P1', shape, maxAgeMs]])
    viewing.close()
  })
}

test('one viewer too many is refused, and finds room when another has left', async () => {
  const { live } = watching()
  const [first, second] = await Promise.all([live.watch('P1', {}), live.watch('P2', {})])

  await assert.rejects(live.watch('P3', {}), { code: 'unavailable', detail: 'too_many_streams' })
  first.close()
  first.close()
  const third = await live.watch('P3', {})

  assert.equal(live.count(), 2)
  second.close()
  third.close()
})

test('a phone that gives no picture takes no room', async () => {
  const { live, clock, screen } = watching()
  screen.shows = new Error('no picture')

  await assert.rejects(live.watch('P1', {}), { message: 'no picture' })

  assert.equal(live.count(), 0)
  assert.equal(clock.pending(), 0)
})

test('a viewing goes on when the phone was away for a moment', async () => {
  const { live, clock, screen } = watching()
  const viewing = await live.watch('P1', {})
  await viewing.next()
  screen.shows = new Error('away')
  const next = nextOf(viewing, clock)
  await clock.advance(9_000)

  screen.shows = 'back'
  await clock.advance(1_000)

  assert.equal(next.frame, 'back')
  viewing.close()
})

test('a viewing ends when the phone stays away', async () => {
  const { live, clock, screen } = watching()
  const viewing = await live.watch('P1', {})
  await viewing.next()
  screen.shows = new Error('away')
  const next = nextOf(viewing, clock)

  await clock.advance(11_000)

  assert.equal(next.frame, null)
  assert.equal(live.count(), 0)
})

test('a viewing ends when its time is over, and leaves no timer', async () => {
  const { live, clock } = watching({ ms: 3_000 })
  const viewing = await live.watch('P1', {})
  await viewing.next()
  const next = nextOf(viewing, clock)

  await clock.advance(3_000)

  assert.equal(next.frame, null)
  assert.equal(viewing.over.aborted, true)
  assert.equal(clock.pending(), 0)
})

test('a viewer that takes no picture for 30 s is gone', async () => {
  const { live, clock } = watching()
  const viewing = await live.watch('P1', {})
  await viewing.next()

  await clock.advance(30_000)

  assert.equal(viewing.over.aborted, true)
  assert.equal(live.count(), 0)
})

test('a stop ends every viewing and refuses new ones', async () => {
  const { live, clock } = watching()
  const viewing = await live.watch('P1', {})
  await viewing.next()
  const next = nextOf(viewing, clock)

  live.stop()
  await clock.advance(0)

  assert.equal(next.frame, null)
  await assert.rejects(live.watch('P1', {}), { code: 'unavailable', detail: 'draining' })
})
