import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterFailure, isLost } from '../../src/callbacks/breaker.ts'
import type { FailingReceiverRow } from '../../src/store/failing-receivers.ts'

const START_MS = Date.parse('2026-03-22T08:30:00.000Z')
const at = (seconds: number) => new Date(START_MS + seconds * 1000)
const NO_JITTER = { random: () => 0.5, scale: 1 }

function failed(
  before: FailingReceiverRow | undefined,
  seconds: number,
  isProbe = false,
): FailingReceiverRow {
  return afterFailure(
    before,
    { origin: 'https://a.example', at: at(seconds), error: 'no', isProbe },
    NO_JITTER,
  )
}

function failedTimes(times: number): FailingReceiverRow | undefined {
  let row: FailingReceiverRow | undefined
  for (let second = 0; second < times; second++) row = failed(row, second)
  return row
}

test('four failures in a row are counted and change nothing', () => {
  assert.deepEqual(failedTimes(4), {
    origin: 'https://a.example',
    failures: 4,
    failing_since: '2026-03-22T08:30:00.000Z',
    failed_at: '2026-03-22T08:30:03.000Z',
    last_error: 'no',
    probes: 0,
    probe_at: null,
  })
})

test('the fifth opens the breaker for half a minute', () => {
  assert.equal(failedTimes(5)?.probe_at, '2026-03-22T08:30:34.000Z')
})

test('probes come after 30 s, 1, 2, 4, 8 and then every 10 minutes', () => {
  let row = failedTimes(5)
  let second = 4
  const pauses: number[] = []
  for (let probe = 0; probe < 8; probe++) {
    const next = Date.parse(row?.probe_at ?? '') / 1000 - START_MS / 1000
    pauses.push(next - second)
    second = next
    row = failed(row, second, true)
  }

  assert.deepEqual(pauses, [30, 60, 120, 240, 480, 600, 600, 600])
})

test('a try that began before the breaker opened does not move the probe', () => {
  const open = failedTimes(5)

  const later = failed(open, 20)

  assert.equal(later.probe_at, open?.probe_at)
  assert.deepEqual([later.failures, later.probes], [6, 0])
})

test('the jitter is a tenth to either side', () => {
  const fourth = failedTimes(4)
  const fifth = { origin: 'https://a.example', at: at(0), error: 'no', isProbe: false }

  const early = afterFailure(fourth, fifth, { random: () => 0, scale: 1 })
  const late = afterFailure(fourth, fifth, { random: () => 1, scale: 1 })

  assert.equal(early.probe_at, '2026-03-22T08:30:27.000Z')
  assert.equal(late.probe_at, '2026-03-22T08:30:33.000Z')
})

test('a receiver is lost when it has taken nothing for five days', () => {
  const open = failedTimes(5)
  assert.ok(open)

  assert.equal(isLost(open, at(5 * 86_400 - 1)), false)
  assert.equal(isLost(open, at(5 * 86_400)), true)
  assert.equal(isLost({ ...open, probe_at: null }, at(5 * 86_400)), false)
})
