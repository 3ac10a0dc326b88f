import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Reply } from '../../src/callbacks/answer.ts'
import type { Message, Poster } from '../../src/callbacks/post.ts'
import { writeMessage } from '../../src/processes/announce.ts'
import { countingIds } from '../support/farm.ts'
import { recordingLog } from '../support/recording-log.ts'
import { addAccepted, given, outbox, senderOn, type Given } from './outbox.ts'

const URL_A = 'https://a.example/updates'
const DAY_MS = 86_400_000

/** A poster that remembers when each message was tried, in seconds. */
function posterOf(farm: Given, answer: (message: Message, count: number) => Reply | Promise<Reply>) {
  const tried: { process: string; second: number }[] = []
  const poster: Poster = {
    async post(message) {
      const { process } = JSON.parse(message.body)
      tried.push({ process: String(process.process_id), second: farm.clock.monotonicMs() / 1000 })
      return await answer(message, tried.length)
    },
    close: async () => undefined,
  }
  return { poster, tried }
}

const triesOf = (farm: Given, deliveryId: string) => farm.store.read.deliveryTries.ofDelivery(deliveryId)
const failing = (farm: Given) => farm.store.read.failingReceivers.find('https://a.example')

test('410 ends a message at once; the next one of its process is tried once itself', async (t) => {
  const farm = await given()
  const { poster, tried } = posterOf(farm, () => ({ status: 410 }))
  await addAccepted(farm, 'p1', URL_A)
  await farm.store.write('put_phone', (tables) =>
    writeMessage(tables, 'p1', 'executing', farm.clock.now(), countingIds('p1-executing')),
  )
  const sender = senderOn(t, farm, { poster })

  sender.start()
  await farm.clock.advance(2 * DAY_MS)
  await sender.idle()

  assert.equal(tried.length, 2)
  assert.deepEqual(
    outbox(farm, 'p1').map(({ status, tries, last_error }) => [status, tries, last_error]),
    [
      ['exhausted', 1, 'answered 410 (gone)'],
      ['exhausted', 1, 'answered 410 (gone)'],
    ],
  )
  assert.equal(failing(farm), undefined)
})

for (const [retryAfter, second] of [
  ['60', 60],
  ['Sun, 22 Mar 2026 08:32:00 GMT', 120],
  ['90000', 21_600],
  ['1', 5],
  ['soon', 5],
] as const) {
  test(`with Retry-After ${retryAfter} the second try comes after ${second} s`, async (t) => {
    const farm = await given()
    const { poster, tried } = posterOf(farm, (_, count) =>
      count === 1 ? { status: 429, retryAfter } : { status: 204 },
    )
    await addAccepted(farm, 'p1', URL_A)
    // Without chance there is no jitter beyond what was told.
    const sender = senderOn(t, farm, {
      poster,
      random: () => (retryAfter === '1' || retryAfter === 'soon' ? 0.5 : 0),
    })

    sender.start()
    await farm.clock.advance(DAY_MS)
    await sender.idle()

    assert.deepEqual(
      tried.map((one) => one.second),
      [0, second],
    )
  })
}

test('Retry-After of another answer than 429 and 503 is not listened to', async (t) => {
  const farm = await given()
  const { poster, tried } = posterOf(farm, (_, count) =>
    count === 1 ? { status: 500, retryAfter: '3600' } : { status: 204 },
  )
  await addAccepted(farm, 'p1', URL_A)
  const sender = senderOn(t, farm, { poster })

  sender.start()
  await farm.clock.advance(10_000)
  await sender.idle()

  assert.deepEqual(
    tried.map(({ second }) => second),
    [0, 5],
  )
})

test('every try is kept with its answer', async (t) => {
  const farm = await given()
  const { poster } = posterOf(farm, async (_, count) => {
    if (count === 1)
      throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:80'), { code: 'ECONNREFUSED' })
    return { status: count === 2 ? 503 : 204 }
  })
  await addAccepted(farm, 'p1', URL_A)
  const sender = senderOn(t, farm, { poster })

  sender.start()
  await farm.clock.advance(DAY_MS)
  await sender.idle()

  const delivery_id = 'p1-accepted-1'
  assert.deepEqual(triesOf(farm, delivery_id), [
    {
      delivery_id,
      try: 1,
      at: '2026-03-22T08:30:00.000Z',
      status: null,
      error: 'receiver cannot be reached',
      ms: 0,
    },
    { delivery_id, try: 2, at: '2026-03-22T08:30:05.000Z', status: 503, error: 'answered 503', ms: 0 },
    { delivery_id, try: 3, at: '2026-03-22T08:35:05.000Z', status: 204, error: null, ms: 0 },
  ])
})

test('after five failures in a row the other messages wait, and one probe at a time is sent', async (t) => {
  const farm = await given()
  const { poster, tried } = posterOf(farm, () => ({ status: 500 }))
  for (let number = 1; number <= 20; number++) await addAccepted(farm, `p${number}`, URL_A)
  const sender = senderOn(t, farm, { poster })

  sender.start()
  await farm.clock.advance(1000)
  await sender.idle()
  // Two are sent at once, so a sixth is under way when the fifth has failed.
  assert.ok(tried.length <= 6, `${tried.length} tries`)
  const before = tried.length
  await farm.clock.advance(29 * 60_000)

  const probes = tried.slice(before).map(({ second }) => Math.round(second))
  assert.deepEqual(probes, [30, 90, 210, 450, 930, 1530])
  assert.equal(failing(farm)?.probes, 6)
  const untried = Array.from({ length: 20 }, (_, index) => outbox(farm, `p${index + 1}`)[0]).filter(
    (row) => row?.status === 'pending' && row.tries === 0,
  )
  assert.ok(untried.length >= 8, `${untried.length} untried`)
})

test('the first delivery closes the breaker and the backlog flows', async (t) => {
  const farm = await given()
  let isUp = false
  const { poster, tried } = posterOf(farm, () => ({ status: isUp ? 204 : 500 }))
  for (let number = 1; number <= 20; number++) await addAccepted(farm, `p${number}`, URL_A)
  const sender = senderOn(t, farm, { poster })
  sender.start()
  await farm.clock.advance(31_000)
  const before = tried.length

  isUp = true
  await farm.clock.advance(59_000)
  await sender.idle()

  // Those that were tried before wait for their own times: 5 minutes after the second failure.
  assert.equal(failing(farm), undefined)
  assert.ok(tried.length - before >= 14, `${tried.length - before} tries`)
  assert.deepEqual(
    outbox(farm, 'p20').map(({ status }) => status),
    ['delivered'],
  )
})

test('a path that cannot be delivered to does not keep its host shut for others', async (t) => {
  const farm = await given()
  const { poster } = posterOf(farm, ({ url }) => ({ status: url.endsWith('/bad') ? 404 : 204 }))
  for (let number = 1; number <= 30; number++)
    await addAccepted(farm, `bad${number}`, 'https://a.example/bad')
  const sender = senderOn(t, farm, { poster })
  sender.start()
  await farm.clock.advance(10_000)
  assert.notEqual(failing(farm)?.probe_at ?? null, null)

  await addAccepted(farm, 'good', 'https://a.example/good')
  sender.wake()
  await farm.clock.advance(90_000)
  await sender.idle()

  assert.equal(outbox(farm, 'good')[0]?.status, 'delivered')
})

test('an open breaker is kept over a restart', async (t) => {
  const farm = await given()
  const { poster, tried } = posterOf(farm, () => ({ status: 500 }))
  for (let number = 1; number <= 20; number++) await addAccepted(farm, `p${number}`, URL_A)
  const first = senderOn(t, farm, { poster })
  first.start()
  await farm.clock.advance(100_000)
  await first.stop()
  const before = tried.length
  const probeAt = failing(farm)?.probe_at

  const second = senderOn(t, farm, { poster })
  second.start()
  await farm.clock.advance(100_000)

  assert.equal(probeAt, '2026-03-22T08:33:30.000Z')
  assert.equal(tried.length, before)
  await farm.clock.advance(10_000)
  assert.equal(tried.length, before + 1)
})

test('what a receiver has not taken for five days is given up after a probe, but for what is newer', async (t) => {
  const farm = await given()
  const { poster, tried } = posterOf(farm, () => ({ status: 500 }))
  for (let number = 1; number <= 300; number++) await addAccepted(farm, `p${number}`, URL_A)
  await farm.clock.advance(5 * DAY_MS)
  await addAccepted(farm, 'new', URL_A)
  await farm.store.write('put_phone', ({ failingReceivers }) =>
    failingReceivers.put({
      origin: 'https://a.example',
      failures: 700,
      failing_since: '2026-03-22T08:30:00.000Z',
      failed_at: '2026-03-27T08:20:00.000Z',
      last_error: 'answered 500',
      probes: 690,
      probe_at: '2026-03-27T08:30:00.000Z',
    }),
  )
  const sender = senderOn(t, farm, { poster })

  sender.start()
  await sender.idle()

  assert.equal(tried.length, 1)
  const given300 = Array.from({ length: 300 }, (_, index) => outbox(farm, `p${index + 1}`)[0])
  const lost = given300.filter(
    (row) => row?.last_error === 'given up: nothing was delivered to the receiver for five days',
  )
  assert.equal(lost.length, 299)
  assert.equal(outbox(farm, 'new')[0]?.status, 'pending')
  const metric = sender.metrics().find(({ name }) => name === 'phonefarm_callbacks_exhausted_total')
  assert.deepEqual(metric?.samples, [{ value: 299 }])
})

test('a receiver that is down is told once, and once when it is back', async (t) => {
  const farm = await given()
  let isUp = false
  const { poster } = posterOf(farm, () => ({ status: isUp ? 204 : 500 }))
  for (let number = 1; number <= 20; number++) await addAccepted(farm, `p${number}`, URL_A)
  const { log, lines } = recordingLog()
  const sender = senderOn(t, farm, { poster, log })
  sender.start()
  await farm.clock.advance(3600_000)
  isUp = true
  await farm.clock.advance(3600_000)
  await sender.idle()

  const told = lines.filter(({ msg }) => msg !== 'callback delivered' && msg !== 'callback failed')
  assert.deepEqual(
    told.map(({ msg }) => msg),
    ['callback receiver lost', 'callbacks to a receiver wait until it answers', 'callback receiver back'],
  )
})

test('a message that is given up is told as an error and counted', async (t) => {
  const farm = await given()
  const { poster } = posterOf(farm, () => ({ status: 500 }))
  await addAccepted(farm, 'p1', URL_A)
  const { log, lines } = recordingLog()
  const sender = senderOn(t, farm, { poster, log })

  sender.start()
  await farm.clock.advance(2 * DAY_MS)
  await sender.idle()

  const errors = lines.filter(({ level }) => level === 'error')
  assert.deepEqual(
    errors.map(({ msg, process_id, tries }) => [msg, process_id, tries]),
    [['callback given up', 'p1', 8]],
  )
  const metric = sender.metrics().find(({ name }) => name === 'phonefarm_callbacks_exhausted_total')
  assert.deepEqual(metric?.samples, [{ value: 1 }])
})
