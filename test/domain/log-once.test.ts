import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogOnce, createLogSampler } from '../../src/domain/log-once.ts'
import { createFakeClock } from '../support/fake-clock.ts'

test('of a spell of failures the first one is told, and the whole when it is over', async () => {
  const clock = createFakeClock()
  const once = createLogOnce({ clock })

  const told = [once.lost('adb'), once.lost('adb')]
  await clock.advance(2500)
  told.push(once.lost('adb'))

  assert.deepEqual(told, [true, false, false])
  assert.deepEqual(once.back('adb'), { failures: 3, lasted_ms: 2500 })
})

test('nothing is told of what works', () => {
  const once = createLogOnce({ clock: createFakeClock() })

  assert.equal(once.back('adb'), null)
  once.lost('adb')
  once.back('adb')
  assert.equal(once.back('adb'), null)
  assert.equal(once.lost('adb'), true)
})

test('every subject has its own spell', () => {
  const once = createLogOnce({ clock: createFakeClock() })

  assert.deepEqual([once.lost('a'), once.lost('b'), once.lost('a')], [true, true, false])
  assert.deepEqual(once.back('b'), { failures: 1, lasted_ms: 0 })
  assert.equal(once.lost('a'), false)
})

test('a subject that is forgotten begins anew', () => {
  const once = createLogOnce({ clock: createFakeClock() })
  once.lost('phone_07')

  once.forget('phone_07')

  assert.equal(once.back('phone_07'), null)
  assert.equal(once.lost('phone_07'), true)
})

test('strangers who bring ever new subjects push out the oldest only', () => {
  const once = createLogOnce({ clock: createFakeClock(), most: 3 })

  for (const subject of ['a', 'b', 'c', 'd']) once.lost(subject)

  assert.deepEqual(once.back('a'), null)
  assert.deepEqual(once.back('d'), { failures: 1, lasted_ms: 0 })
  assert.deepEqual(once.back('b'), { failures: 1, lasted_ms: 0 })
})

/** What was written of a flood: kind, which record, how many were left out before it. */
function sampling() {
  const clock = createFakeClock()
  const sampler = createLogSampler({ clock })
  const written: [kind: string, record: number, leftOut: number][] = []
  const tell = (kind: string, record: number) =>
    sampler.tell(kind, (leftOut) => void written.push([kind, record, leftOut]))
  return { clock, sampler, written, tell }
}

test('the first record of a kind is written at once', () => {
  const { written, tell } = sampling()

  tell('refused', 1)
  tell('lost', 2)

  assert.deepEqual(written, [
    ['refused', 1, 0],
    ['lost', 2, 0],
  ])
})

test('of a flood the last record of each ten seconds is written with the number of those left out', async () => {
  const { clock, written, tell } = sampling()

  for (let second = 0; second < 25; second++) {
    for (let nth = 0; nth < 100; nth++) tell('refused', second * 100 + nth)
    await clock.advance(1000)
  }

  assert.deepEqual(written, [
    ['refused', 0, 0],
    ['refused', 999, 998],
    ['refused', 1999, 999],
  ])
})

test('when the flood is over the last of it is written and the next record is a first one', async () => {
  const { clock, written, tell } = sampling()
  for (const record of [1, 2, 3]) tell('refused', record)

  await clock.advance(20_000)
  tell('refused', 4)

  assert.deepEqual(written, [
    ['refused', 1, 0],
    ['refused', 3, 1],
    ['refused', 4, 0],
  ])
})

test('a quiet kind leaves no timer behind', async () => {
  const { clock, tell } = sampling()
  tell('refused', 1)
  tell('refused', 2)

  await clock.advance(20_000)

  assert.equal(clock.pending(), 0)
})

test('what waits is written on a stop', () => {
  const { clock, sampler, written, tell } = sampling()
  for (const record of [1, 2, 3]) tell('refused', record)

  sampler.flush()
  sampler.flush()

  assert.deepEqual(written, [
    ['refused', 1, 0],
    ['refused', 3, 1],
  ])
  assert.equal(clock.pending(), 0)
})

test('kinds without end share one', () => {
  const { written, tell } = sampling()

  for (let record = 0; record < 1000; record++) tell(`kind ${record}`, record)

  assert.equal(written.length, 257)
})
