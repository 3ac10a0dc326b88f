import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBreaker } from '../../../src/judging/model/breaker.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

function openBreaker() {
  const clock = createFakeClock()
  const states: string[] = []
  const breaker = createBreaker({
    clock,
    failureLimit: 3,
    openMs: 60_000,
    onChange: (state) => states.push(state),
  })
  const fail = (times: number, pauseMs?: number) => {
    for (let time = 0; time < times; time++) breaker.enter()?.failed(pauseMs)
  }
  return { clock, states, breaker, fail }
}

test('failures in a row open it, and nothing passes until its time is over', async () => {
  const { clock, states, breaker, fail } = openBreaker()
  fail(2)
  assert.equal(breaker.state(), 'closed')
  fail(1)
  await clock.advance(59_999)

  assert.equal(breaker.enter(), null)
  assert.deepEqual(states, ['open'])
})

test('an answer between failures begins the count anew', () => {
  const { breaker, fail } = openBreaker()
  fail(2)
  breaker.enter()?.ok()
  fail(2)

  assert.equal(breaker.state(), 'closed')
})

test('after its time one call finds out, and the others wait for what it finds', async () => {
  const { clock, breaker, states, fail } = openBreaker()
  fail(3)
  await clock.advance(60_000)

  const probe = breaker.enter()
  assert.ok(probe)
  assert.equal(breaker.enter(), null)
  probe.ok()
  assert.ok(breaker.enter())
  assert.deepEqual(states, ['open', 'probing', 'closed'])
})

test('a probe that fails opens it for its whole time again', async () => {
  const { clock, breaker, fail } = openBreaker()
  fail(3)
  await clock.advance(60_000)
  fail(1)
  await clock.advance(59_999)

  assert.equal(breaker.enter(), null)
})

test('a probe that is given up lets the next one try at once', async () => {
  const { clock, breaker, fail } = openBreaker()
  fail(3)
  await clock.advance(60_000)
  breaker.enter()?.unknown()

  assert.equal(breaker.state(), 'open')
  assert.ok(breaker.enter())
})

test('calls that began before it opened say nothing about what is now', () => {
  const { breaker, fail } = openBreaker()
  const late = breaker.enter()
  fail(3)
  late?.ok()

  assert.equal(breaker.state(), 'open')
})

test('an end is told once', () => {
  const { breaker } = openBreaker()
  const pass = breaker.enter()
  for (let time = 0; time < 5; time++) pass?.failed()

  assert.equal(breaker.state(), 'closed')
})

test('a server that asks to be left alone is, but not for ever', async () => {
  const { clock, breaker, fail } = openBreaker()
  fail(1, 86_400_000)
  await clock.advance(599_999)
  assert.equal(breaker.enter(), null)
  await clock.advance(1)

  assert.ok(breaker.enter())
})
