import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import type { Poster } from '../../src/callbacks/post.ts'
import type { Milestone } from '../../src/domain/process.ts'
import { writeMessage } from '../../src/processes/announce.ts'
import { createPoster } from '../../src/callbacks/post.ts'
import { systemClock } from '../../src/domain/clock.ts'
import type { Store } from '../../src/store/store.ts'
import { countingIds } from '../support/farm.ts'
import { addAccepted, given, outbox, senderOn, type Given } from './outbox.ts'
import { startReceiver } from './receiver.ts'

async function addMilestone({ store, clock }: Given, processId: string, milestone: Milestone): Promise<void> {
  const newId = countingIds(`${processId}-${milestone}`)
  await store.write('put_phone', (tables) => writeMessage(tables, processId, milestone, clock.now(), newId))
}

function milestones(received: readonly { body: string }[]): string[] {
  return received.map(({ body }) => String(JSON.parse(body).milestone))
}

test('a callback goes out with our headers, signed in both ways', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t)
  await addAccepted(farm, 'p1', receiver.url)
  const sender = senderOn(t, farm, { secrets: ['whsec_c2VjcmV0'] })

  sender.start()
  await sender.idle()

  const [message] = receiver.received
  assert.ok(message)
  const { headers, body } = message
  assert.equal(headers['content-type'], 'application/json')
  assert.equal(headers['user-agent'], 'phonefarm-callback/1.0')
  assert.equal(headers['x-phonefarm-timestamp'], '1774168200')
  assert.equal(
    headers['x-phonefarm-signature'],
    createHmac('sha256', 'whsec_c2VjcmV0').update(`1774168200.${body}`).digest('hex'),
  )
  assert.equal(headers['webhook-id'], 'p1-accepted-1')
  assert.equal(
    headers['webhook-signature'],
    new Webhook('whsec_c2VjcmV0').sign('p1-accepted-1', new Date('2026-03-22T08:30:00.000Z'), body),
  )
  assert.equal(JSON.parse(body).delivery_id, 'p1-accepted-1')
})

test('a delivered callback is marked and not sent again', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t)
  await addAccepted(farm, 'p1', receiver.url)
  const sender = senderOn(t, farm)

  sender.start()
  await sender.idle()
  sender.wake()
  await sender.idle()

  assert.equal(receiver.received.length, 1)
  assert.deepEqual(outbox(farm, 'p1'), [
    { milestone: 'accepted', status: 'delivered', tries: 1, next_try_at: null, last_error: null },
  ])
})

test('nothing is sent before start', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t)
  await addAccepted(farm, 'p1', receiver.url)
  const sender = senderOn(t, farm)

  sender.wake()
  await sender.idle()

  assert.equal(receiver.connections(), 0)
})

test('a message waits for the one before it of the same process', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t, (response, index) => {
    response.writeHead(index === 0 ? 500 : 204).end()
  })
  await addAccepted(farm, 'p1', receiver.url)
  await addMilestone(farm, 'p1', 'executing')
  const sender = senderOn(t, farm)

  sender.start()
  await sender.idle()
  const afterFailure = milestones(receiver.received)
  await farm.clock.advance(4999)
  await sender.idle()
  const early = milestones(receiver.received)
  await farm.clock.advance(1)
  await sender.idle()

  assert.deepEqual(afterFailure, ['accepted'])
  assert.deepEqual(early, ['accepted'])
  assert.deepEqual(milestones(receiver.received), ['accepted', 'accepted', 'executing'])
})

test('a message that is written while an earlier one is being retried waits as well', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t, (response, index) => {
    response.writeHead(index === 0 ? 503 : 204).end()
  })
  await addAccepted(farm, 'p1', receiver.url)
  const sender = senderOn(t, farm)
  sender.start()
  await sender.idle()

  await addMilestone(farm, 'p1', 'executing')
  sender.wake()
  await sender.idle()
  const early = milestones(receiver.received)
  await farm.clock.advance(5000)
  await sender.idle()

  assert.deepEqual(early, ['accepted'])
  assert.deepEqual(milestones(receiver.received), ['accepted', 'accepted', 'executing'])
})

test('a process whose callback fails does not hold up another process at the same receiver', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t, (response, index) => {
    response.writeHead(index === 0 ? 500 : 204).end()
  })
  await addAccepted(farm, 'p1', receiver.url)
  const sender = senderOn(t, farm)
  sender.start()
  await sender.idle()

  await addAccepted(farm, 'p2', receiver.url)
  sender.wake()
  await sender.idle()

  assert.equal(outbox(farm, 'p1')[0]?.status, 'pending')
  assert.equal(outbox(farm, 'p2')[0]?.status, 'delivered')
})

test('a message is tried eight times at the planned moments, then given up but kept', async (t) => {
  const farm = await given()
  const triedAt: number[] = []
  const poster: Poster = {
    post: async () => {
      triedAt.push(farm.clock.monotonicMs() / 1000)
      return { status: 500 }
    },
    close: async () => undefined,
  }
  await addAccepted(farm, 'p1', 'https://caller.example/updates')
  const sender = senderOn(t, farm, { poster })

  sender.start()
  await farm.clock.advance(48 * 3_600_000)
  await sender.idle()

  // 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h after the try before.
  assert.deepEqual(triedAt, [0, 5, 305, 2105, 9305, 27_305, 63_305, 99_305])
  assert.deepEqual(outbox(farm, 'p1'), [
    {
      milestone: 'accepted',
      status: 'exhausted',
      tries: 8,
      next_try_at: null,
      last_error: 'answered 500',
    },
  ])
})

test('when a message is given up the next one of its process goes out', async (t) => {
  const farm = await given()
  const sent: string[] = []
  const poster: Poster = {
    post: async ({ body }) => {
      const { milestone } = JSON.parse(body)
      sent.push(String(milestone))
      return { status: milestone === 'accepted' ? 500 : 204 }
    },
    close: async () => undefined,
  }
  await addAccepted(farm, 'p1', 'https://caller.example/updates')
  await addMilestone(farm, 'p1', 'executing')
  const sender = senderOn(t, farm, { poster })

  sender.start()
  await farm.clock.advance(48 * 3_600_000)
  await sender.idle()

  assert.deepEqual(sent, [...Array<string>(8).fill('accepted'), 'executing'])
})

test('every try sends the same bytes under the same id, signed anew', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t, (response, index) => {
    response.writeHead(index === 0 ? 500 : 204).end()
  })
  await addAccepted(farm, 'p1', receiver.url)
  const sender = senderOn(t, farm, { secrets: ['secret'] })

  sender.start()
  await sender.idle()
  await farm.clock.advance(5000)
  await sender.idle()

  const [first, second] = receiver.received
  assert.equal(first?.body, second?.body)
  assert.equal(first?.headers['webhook-id'], second?.headers['webhook-id'])
  assert.equal(first?.headers['x-phonefarm-timestamp'], '1774168200')
  assert.equal(second?.headers['x-phonefarm-timestamp'], '1774168205')
  assert.notEqual(first?.headers['x-phonefarm-signature'], second?.headers['x-phonefarm-signature'])
})

test('a redirect is a failure and its target is never called', async (t) => {
  const farm = await given()
  const target = await startReceiver(t)
  const receiver = await startReceiver(t, (response) => {
    response.writeHead(302, { location: target.url }).end()
  })
  await addAccepted(farm, 'p1', receiver.url)
  const sender = senderOn(t, farm)

  sender.start()
  await sender.idle()

  assert.equal(
    outbox(farm, 'p1')[0]?.last_error,
    `answered 302 (to ${new URL(target.url).origin}, not followed)`,
  )
  assert.equal(target.connections(), 0)
})

test('no connection is made to loopback unless it is allowed, and the try counts as failed', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t)
  await addAccepted(farm, 'p1', receiver.url)
  const sender = senderOn(t, farm, {
    poster: createPoster({ allow: [], perReceiver: 2, clock: systemClock }),
  })

  sender.start()
  await sender.idle()

  assert.equal(receiver.connections(), 0)
  assert.deepEqual(outbox(farm, 'p1'), [
    {
      milestone: 'accepted',
      status: 'pending',
      tries: 1,
      next_try_at: '2026-03-22T08:30:05.000Z',
      last_error: 'receiver cannot be reached',
    },
  ])
})

test('a receiver that never answers is given up after 15 seconds in all', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t, () => undefined)
  await addAccepted(farm, 'p1', receiver.url)
  const sender = senderOn(t, farm)

  sender.start()
  await receiver.hasReceived(1)
  await farm.clock.advance(14_999)
  const early = outbox(farm, 'p1')[0]?.tries
  await farm.clock.advance(1)
  await sender.idle()

  assert.equal(early, 0)
  assert.equal(outbox(farm, 'p1')[0]?.last_error, 'no answer within 15 s')
  assert.equal(outbox(farm, 'p1')[0]?.next_try_at, '2026-03-22T08:30:20.000Z')
})

test('what an earlier boot could not send goes out after a restart', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t, (response, index) => {
    response.writeHead(index === 0 ? 500 : 204).end()
  })
  await addAccepted(farm, 'p1', receiver.url)
  const first = senderOn(t, farm)
  first.start()
  await first.idle()
  await first.stop()
  const second = senderOn(t, farm)

  second.start()
  await farm.clock.advance(5000)
  await second.idle()

  assert.equal(outbox(farm, 'p1')[0]?.status, 'delivered')
})

test('a try that is cut off by the stop of the daemon does not count', async (t) => {
  const farm = await given()
  const receiver = await startReceiver(t, () => undefined)
  await addAccepted(farm, 'p1', receiver.url)
  const sender = senderOn(t, farm)
  sender.start()
  await receiver.hasReceived(1)

  await sender.stop()

  assert.deepEqual(outbox(farm, 'p1'), [
    {
      milestone: 'accepted',
      status: 'pending',
      tries: 0,
      next_try_at: '2026-03-22T08:30:00.000Z',
      last_error: null,
    },
  ])
})

test('a delivery that could not be stored is stored later and not sent again', async (t) => {
  const farm = await given()
  const ids: (string | undefined)[] = []
  const poster: Poster = {
    post: async ({ headers }) => {
      ids.push(headers['webhook-id'])
      return { status: 204 }
    },
    close: async () => undefined,
  }
  await addAccepted(farm, 'p1', 'https://caller.example/updates')
  let failures = 1
  const store: Store = {
    ...farm.store,
    write: async (name, change) => {
      if (failures-- > 0) throw new Error('disk is full')
      return await farm.store.write(name, change)
    },
  }
  const sender = senderOn(t, { ...farm, store }, { poster, secrets: ['secret'] })

  sender.start()
  await farm.clock.advance(4999)
  const early = outbox(farm, 'p1')[0]?.status
  await farm.clock.advance(1)
  await sender.idle()

  assert.equal(early, 'pending')
  assert.deepEqual(ids, ['p1-accepted-1'])
  assert.equal(outbox(farm, 'p1')[0]?.status, 'delivered')
})
