import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFlights } from '../../../src/judging/model/flights.ts'

const NEVER = new AbortController().signal

/** Work that is ended by hand. */
function slowWork() {
  const signals: AbortSignal[] = []
  let land: (value: string) => void = () => undefined
  const start = (signal: AbortSignal) => {
    signals.push(signal)
    return new Promise<string>((resolve, reject) => {
      land = resolve
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }
  return { start, signals, land: (value: string) => land(value) }
}

test('the same work is done once for all who ask for it meanwhile', async () => {
  const flights = createFlights<string>()
  const { start, signals, land } = slowWork()
  const both = Promise.all([flights.join('a', start, NEVER), flights.join('a', start, NEVER)])
  assert.ok(flights.isUnderWay('a'))
  land('answer')

  assert.deepEqual(await both, ['answer', 'answer'])
  assert.equal(signals.length, 1)
  assert.equal(flights.isUnderWay('a'), false)
})

test('who leaves is gone at once and does not take the answer from the others', async () => {
  const flights = createFlights<string>()
  const { start, signals, land } = slowWork()
  const leaving = new AbortController()
  const left = flights.join('a', start, leaving.signal)
  const stayed = flights.join('a', start, NEVER)
  leaving.abort(new Error('stopped'))

  await assert.rejects(left, { message: 'stopped' })
  assert.equal(signals[0]?.aborted, false)
  land('answer')
  assert.equal(await stayed, 'answer')
})

test('work that nobody waits for any more is stopped, and asked for again it begins anew', async () => {
  const flights = createFlights<string>()
  const first = slowWork()
  const leaving = new AbortController()
  const left = flights.join('a', first.start, leaving.signal)
  leaving.abort(new Error('stopped'))
  await assert.rejects(left, { message: 'stopped' })
  assert.equal(first.signals[0]?.aborted, true)

  const second = slowWork()
  const answer = flights.join('a', second.start, NEVER)
  second.land('answer')
  assert.equal(await answer, 'answer')
  await flights.settled()
})
