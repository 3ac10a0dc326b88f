import assert from 'node:assert/strict'
import { test } from 'node:test'
import { untilHung } from '../../src/devices/appium-watch.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const LIMITS = { everyMs: 5_000, answerMs: 10_000, misses: 2 }

/** Watches a server that gives these answers in turn, the last one for ever. */
function watch(...script: ('answers' | 'silent' | 'refuses')[]) {
  const clock = createFakeClock()
  const ended = new AbortController()
  const seen: (number | null)[] = []
  let asked = 0
  const answers = async (signal: AbortSignal) => {
    const word = script[Math.min(asked++, script.length - 1)]
    if (word === 'silent') await clock.sleep(3_600_000, signal)
    return word === 'answers'
  }
  let silentMs: number | null | undefined
  const over = untilHung(
    {
      server: { answers, residentBytes: async () => 42 },
      limits: LIMITS,
      clock,
      onAlive: (bytes) => void seen.push(bytes),
    },
    ended.signal,
  ).then((ms) => (silentMs = ms))
  return { clock, ended, seen, over, silentMs: () => silentMs, asked: () => asked }
}

test('a server that answers is asked every five seconds and its memory read each time', async () => {
  const { clock, seen, silentMs } = watch('answers')

  await clock.advance(15_000)

  assert.deepEqual(seen, [42, 42, 42])
  assert.equal(silentMs(), undefined)
})

test('two silences in a row are a hang, told with how long nothing was heard', async () => {
  const { clock, silentMs } = watch('answers', 'silent')

  await clock.advance(29_999)
  assert.equal(silentMs(), undefined)
  await clock.advance(1)

  assert.equal(silentMs(), 25_000)
})

test('a server that refuses at once is not asked in a busy loop', async () => {
  const { clock, asked, silentMs } = watch('refuses')

  await clock.advance(25_000)

  assert.equal(asked(), 2)
  assert.equal(silentMs(), 25_000)
})

test('a server that has ended is watched no more', async () => {
  const { clock, ended, over, silentMs } = watch('silent')
  await clock.advance(8_000)

  ended.abort(new Error('ended'))
  await over

  assert.equal(silentMs(), null)
  assert.equal(clock.pending(), 0)
})
