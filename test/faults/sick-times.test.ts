import assert from 'node:assert/strict'
import { test } from 'node:test'
import { healthyMs, wasHealthy } from './sick-times.ts'

const WINDOW = { fromMs: 0, toMs: 600_000 }

test('a phone without a fault is healthy all the time', () => {
  assert.equal(healthyMs([{ phone: 2, fault: 'hang', fromMs: 1, toMs: 2 }], 1, WINDOW), 600_000)
})

test('a fault and the half minute after it do not count', () => {
  const sick = [{ phone: 1, fault: 'hang', fromMs: 100_000, toMs: 120_000 }]
  assert.equal(healthyMs(sick, 1, WINDOW), 550_000)
  assert.equal(wasHealthy(sick, 1, 99_999), true)
  assert.equal(wasHealthy(sick, 1, 149_999), false)
  assert.equal(wasHealthy(sick, 1, 150_000), true)
})

test('faults that overlap are taken off once', () => {
  const sick = [
    { phone: 1, fault: 'hang', fromMs: 100_000, toMs: 200_000 },
    { phone: 1, fault: 'slow', fromMs: 150_000, toMs: 160_000 },
  ]
  assert.equal(healthyMs(sick, 1, WINDOW), 470_000)
})

test('a fault without an end lasts to the end of the window', () => {
  const sick = [{ phone: 1, fault: 'dead', fromMs: 500_000, toMs: null }]
  assert.equal(healthyMs(sick, 1, WINDOW), 500_000)
})
