import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWakeLoop } from '../../src/domain/wake-loop.ts'
import { createFakeClock } from '../support/fake-clock.ts'

function never(error: unknown): void {
  throw error
}

test('many wakes before a look make one look', async () => {
  const clock = createFakeClock()
  let looks = 0
  const loop = createWakeLoop({
    clock,
    look: async () => {
      looks++
      return null
    },
    onError: never,
  })

  for (let wakes = 0; wakes < 10; wakes++) loop.wake()
  await loop.settled()

  assert.equal(looks, 1)
})

test('a wake during a look makes another one after it, never beside it', async () => {
  const clock = createFakeClock()
  let looks = 0
  let active = 0
  let most = 0
  const loop = createWakeLoop({
    clock,
    look: async () => {
      most = Math.max(most, ++active)
      if (++looks === 1) loop.wake()
      await new Promise((resolve) => setImmediate(resolve))
      active--
      return null
    },
    onError: never,
  })

  loop.wake()
  await loop.settled()

  assert.equal(looks, 2)
  assert.equal(most, 1)
})

test('the loop looks again when the next thing falls due', async () => {
  const clock = createFakeClock()
  const lookedAt: number[] = []
  const loop = createWakeLoop({
    clock,
    look: async () => {
      lookedAt.push(clock.monotonicMs())
      return lookedAt.length === 1 ? 5000 : null
    },
    onError: never,
  })

  loop.wake()
  await clock.advance(60_000)

  assert.deepEqual(lookedAt, [0, 5000])
  assert.equal(clock.pending(), 0)
})

test('while something is scheduled the loop looks at least once a minute, so that a clock that was set is noticed', async () => {
  const clock = createFakeClock()
  const lookedAt: number[] = []
  const loop = createWakeLoop({
    clock,
    look: async () => {
      lookedAt.push(clock.monotonicMs())
      return 3_600_000
    },
    onError: never,
  })

  loop.wake()
  await clock.advance(150_000)

  assert.deepEqual(lookedAt, [0, 60_000, 120_000])
})

test('a look that fails is told and made again after a second', async () => {
  const clock = createFakeClock()
  const errors: unknown[] = []
  const lookedAt: number[] = []
  const loop = createWakeLoop({
    clock,
    look: async () => {
      lookedAt.push(clock.monotonicMs())
      if (lookedAt.length === 1) throw new Error('disk I/O error')
      return null
    },
    onError: (error) => errors.push(error),
  })

  loop.wake()
  await clock.advance(10_000)

  assert.deepEqual(lookedAt, [0, 1000])
  assert.equal(errors.length, 1)
})

test('after stop nothing is looked at any more and no timer is left', async () => {
  const clock = createFakeClock()
  let looks = 0
  const loop = createWakeLoop({
    clock,
    look: async () => {
      looks++
      return 5000
    },
    onError: never,
  })
  loop.wake()
  await loop.settled()

  await loop.stop()
  loop.wake()
  await clock.advance(60_000)

  assert.equal(looks, 1)
  assert.equal(clock.pending(), 0)
})
