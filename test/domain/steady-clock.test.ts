import assert from 'node:assert/strict'
import { test } from 'node:test'
import { between, seededRandom } from '../../src/domain/random.ts'
import { createSteadyClock } from '../../src/domain/steady-clock.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

function steadyOn(host = createFakeClock(), floor: string | null = null) {
  const jumps: number[] = []
  const steady = createSteadyClock({ clock: host, floor, onJump: (jumpMs) => jumps.push(jumpMs) })
  return { host, steady, jumps }
}

test('a steady clock tells the time of a host whose clock is left alone', async () => {
  const { host, steady, jumps } = steadyOn()

  await host.advance(1234)

  assert.equal(steady.now().toISOString(), '2026-03-22T08:30:01.234Z')
  assert.equal(steady.aheadMs(), 0)
  assert.deepEqual(jumps, [])
})

test('a host clock that is set forward is followed at once', () => {
  const { host, steady, jumps } = steadyOn()

  host.jumpWall(3 * DAY_MS)

  assert.equal(steady.now().toISOString(), '2026-03-25T08:30:00.000Z')
  assert.deepEqual(jumps, [3 * DAY_MS])
})

test('a host clock that is set back is waited for at half the speed', async () => {
  const { host, steady } = steadyOn()

  host.jumpWall(-2 * HOUR_MS)
  const atOnce = steady.now().toISOString()
  await host.advance(HOUR_MS)
  const anHourLater = steady.now().toISOString()
  await host.advance(3 * HOUR_MS)

  assert.equal(atOnce, '2026-03-22T08:30:00.000Z')
  assert.equal(anHourLater, '2026-03-22T09:00:00.000Z')
  assert.equal(steady.now().toISOString(), '2026-03-22T10:30:00.000Z')
  assert.equal(steady.aheadMs(), 0)
})

test('a jump is told once, however often the time is asked for', async () => {
  const { host, steady, jumps } = steadyOn()

  host.jumpWall(-2 * HOUR_MS)
  for (let asked = 0; asked < 10; asked++) {
    steady.now()
    await host.advance(1000)
  }

  assert.deepEqual(jumps, [-2 * HOUR_MS])
})

test('a clock that is steered by less than five seconds is no jump', () => {
  const { host, steady, jumps } = steadyOn()

  host.jumpWall(-4999)
  steady.now()
  host.jumpWall(4999)
  steady.now()

  assert.deepEqual(jumps, [])
})

test('a jump between two readings is told although nobody asked for the time meanwhile', async () => {
  const { host, steady, jumps } = steadyOn()

  await host.advance(HOUR_MS)
  host.jumpWall(-HOUR_MS)
  await host.advance(HOUR_MS)
  steady.now()

  assert.deepEqual(jumps, [-HOUR_MS])
})

test("the host's own time stays to be had, for signatures", () => {
  const { host, steady } = steadyOn()

  host.jumpWall(-2 * HOUR_MS)

  assert.equal(steady.hostNow().toISOString(), '2026-03-22T06:30:00.000Z')
  assert.equal(steady.aheadMs(), 2 * HOUR_MS)
})

test('a boot after the clock was set back goes on where the last one has stamped', () => {
  const { steady } = steadyOn(createFakeClock('2026-03-22T06:30:00.000Z'), '2026-03-22T08:30:00.000Z')

  assert.equal(steady.now().toISOString(), '2026-03-22T08:30:00.000Z')
})

test('a stamp of the year 2099 is not followed', () => {
  const { steady } = steadyOn(createFakeClock(), '2099-01-01T00:00:00.000Z')

  assert.equal(steady.now().toISOString(), '2026-03-22T08:30:00.000Z')
})

test('the time never decreases over 1,000 jumps in both directions', async () => {
  const { host, steady } = steadyOn()
  const random = seededRandom(1)
  let before = steady.now().getTime()
  let decreased = 0

  for (let jump = 0; jump < 1000; jump++) {
    host.jumpWall(between(random, -2 * HOUR_MS, 2 * HOUR_MS))
    await host.advance(between(random, 0, 1000))
    const now = steady.now().getTime()
    if (now < before) decreased++
    before = now
  }

  assert.equal(decreased, 0)
})
