import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullCaller, type Caller } from '../../src/domain/caller.ts'
import { createRateLimit, rateHeaders } from '../../src/http/rate-limit.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const TEN_A_SECOND = { per_second: 10, burst: 3 }

function caller(key_id: string, rate: Caller['rate'] = TEN_A_SECOND): Caller {
  return { ...fullCaller(key_id, rate), key_id }
}

function started() {
  const clock = createFakeClock()
  const rateLimit = createRateLimit({ clock })
  return { clock, rateLimit, ask: (one: Caller) => rateLimit.take(one) }
}

test('a key may ask as often at once as its burst says, then as often as its rate says', async () => {
  const { clock, ask } = started()
  const key = caller('a')

  assert.deepEqual(
    [ask(key), ask(key), ask(key), ask(key)],
    [
      { allowed: true, left: 2, nextSeconds: 1 },
      { allowed: true, left: 1, nextSeconds: 1 },
      { allowed: true, left: 0, nextSeconds: 1 },
      { allowed: false, left: 0, nextSeconds: 1 },
    ],
  )
  await clock.advance(100)
  assert.deepEqual([ask(key)?.allowed, ask(key)?.allowed], [true, false])
})

test('waiting for as long as was told is enough, and a second less is not', async () => {
  const { clock, ask } = started()
  const slow = caller('slow', { per_second: 0.3, burst: 1 })
  ask(slow)
  const waits = ask(slow)?.nextSeconds ?? 0

  await clock.advance((waits - 1) * 1000)
  assert.deepEqual([waits, ask(slow)?.allowed], [4, false])
  await clock.advance(1000)
  assert.equal(ask(slow)?.allowed, true)
})

test('a refused request takes nothing', async () => {
  const { clock, ask } = started()
  const key = caller('a', { per_second: 1, burst: 1 })
  ask(key)

  for (let tries = 0; tries < 1000; tries++) assert.equal(ask(key)?.allowed, false)
  await clock.advance(1000)

  assert.equal(ask(key)?.allowed, true)
})

test('two keys do not share, and neither do the two of a rotation', () => {
  const { ask } = started()
  const [old, fresh] = [caller('old'), { ...caller('fresh'), owner: 'old' }]
  for (let tries = 0; tries < 4; tries++) ask(old)

  assert.deepEqual([ask(old)?.allowed, ask(fresh)?.allowed], [false, true])
})

test('a key without a rate has no budget', () => {
  const { ask, rateLimit } = started()

  assert.equal(ask(caller('free', null)), null)
  assert.equal(rateLimit.size(), 0)
})

test('a key that was given another rate has it at once', () => {
  const { ask } = started()
  for (let tries = 0; tries < 4; tries++) ask(caller('a'))

  assert.equal(ask(caller('a', { per_second: 1, burst: 1 }))?.allowed, false)
  assert.equal(ask(caller('a', null)), null)
})

test('budgets that are full again are forgotten, those behind one that fills slowly too', async () => {
  const { clock, ask, rateLimit } = started()
  ask(caller('slow', { per_second: 0.001, burst: 10 }))
  for (let number = 0; number < 1000; number++) ask(caller(`key-${number}`))
  assert.equal(rateLimit.size(), 1001)

  await clock.advance(10_000)
  for (let number = 0; number < 1001; number++) ask(caller('another'))

  assert.equal(rateLimit.size(), 2)
})

test("the headers tell the policy and what is left in structured fields' form", () => {
  assert.deepEqual(rateHeaders({ per_second: 10, burst: 50 }, { allowed: true, left: 49, nextSeconds: 1 }), {
    'RateLimit-Policy': '"key";q=50;w=5',
    RateLimit: '"key";r=49;t=1',
  })
})
