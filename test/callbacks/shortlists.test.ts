import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createShortlists } from '../../src/callbacks/shortlists.ts'
import type { DueDelivery } from '../../src/store/deliveries.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const ORIGIN = 'https://caller.example'
const AT = '2026-03-22T08:30:00.000Z'

function messages(count: number, body = '{}'): DueDelivery[] {
  return Array.from({ length: count }, (_, index) => ({
    delivery_id: `d${index + 1}`,
    process_id: `p${index + 1}`,
    sequence: 1,
    milestone: 'accepted',
    url: `${ORIGIN}/updates`,
    body,
    tries: 0,
    tries_before: 0,
  }))
}

/** Lists over a table of which the test says what is due, and how many rows of it were read. */
function given(due: DueDelivery[]) {
  const clock = createFakeClock()
  const underWay = new Map<string, { origin: string }>()
  const read: string[] = []
  function* iterateDue(): IterableIterator<DueDelivery> {
    for (const delivery of due) {
      read.push(delivery.delivery_id)
      yield delivery
    }
  }
  return {
    clock,
    underWay,
    read,
    shortlists: createShortlists({ deliveries: { iterateDue }, clock, underWay }),
  }
}

test('a search lists the next thirty-two, which are then given in order without the table', () => {
  const { shortlists, read } = given(messages(50))

  const first = shortlists.search({ origin: ORIGIN, at: AT })
  const listed = Array.from({ length: 32 }, () => shortlists.take(ORIGIN)?.delivery_id)

  assert.equal(first?.delivery_id, 'd1')
  assert.deepEqual(listed.slice(0, 2), ['d2', 'd3'])
  assert.deepEqual(listed.slice(30), ['d32', undefined])
  assert.equal(read.length, 32)
})

test('what is under way is not listed', () => {
  const { shortlists, underWay } = given(messages(3))
  underWay.set('d1', { origin: ORIGIN })

  assert.equal(shortlists.search({ origin: ORIGIN, at: AT })?.delivery_id, 'd2')
  assert.equal(shortlists.take(ORIGIN)?.delivery_id, 'd3')
})

test('of long messages few are held', () => {
  const { shortlists, read } = given(messages(50, 'x'.repeat(40_000)))

  shortlists.search({ origin: ORIGIN, at: AT })

  assert.deepEqual(read, ['d1', 'd2'])
})

test('a list of a second ago is not believed', async () => {
  const { shortlists, clock } = given(messages(3))
  shortlists.search({ origin: ORIGIN, at: AT })

  await clock.advance(1000)

  assert.equal(shortlists.take(ORIGIN), undefined)
})

test('a list that was dropped gives nothing', () => {
  const { shortlists } = given(messages(3))
  shortlists.search({ origin: ORIGIN, at: AT })

  shortlists.drop(ORIGIN)

  assert.equal(shortlists.take(ORIGIN), undefined)
})

test('the lists of at most thirty-two receivers are kept, the newest', () => {
  const { shortlists } = given(messages(3))

  for (let number = 1; number <= 33; number++)
    shortlists.search({ origin: `https://r${number}.example`, at: AT })

  assert.equal(shortlists.take('https://r1.example'), undefined)
  assert.equal(shortlists.take('https://r2.example')?.delivery_id, 'd2')
})
