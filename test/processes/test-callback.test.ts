import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { createTestCallback, type TestOutcome } from '../../src/processes/test-callback.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { countingIds } from '../support/farm.ts'

const DELIVERED: TestOutcome = { delivered: true, status: 204, ms: 12, error: null, address_refused: false }

function given(sendTest?: (body: string) => Promise<TestOutcome>) {
  const sent: { url: string; body: string }[] = []
  const callbacks = createTestCallback({
    clock: createFakeClock(),
    newId: countingIds('test'),
    callbackAllow: parseAllowList(''),
    isSigned: true,
    sendTest: (message) => {
      sent.push(message)
      return sendTest?.(message.body) ?? Promise.resolve(DELIVERED)
    },
  })
  return { ...callbacks, sent }
}

test('a test event has the shape of a real one and says that it is none', async () => {
  const { testCallback, sent } = given()

  const answer = await testCallback({ url: 'https://caller.example/updates' })

  assert.deepEqual(answer, { delivery_id: 'test-1', signed: true, ...DELIVERED })
  const { process, ...event } = JSON.parse(sent[0]?.body ?? '')
  assert.deepEqual(event, {
    event_type: 'test',
    test: true,
    delivery_id: 'test-1',
    sequence: 1,
    milestone: 'accepted',
    emitted_at: '2026-03-22T08:30:00.000Z',
  })
  assert.equal(process.process_id, '00000000-0000-0000-0000-000000000000')
  assert.equal(process.status, 'queued')
})

for (const [url, code] of [
  ['http://127.0.0.1:9/', 'callback_url_not_allowed'],
  ['https://user:pass@caller.example/', 'callback_url_not_allowed'],
  ['ftp://caller.example/', 'invalid_request'],
  ['', 'invalid_request'],
] as const) {
  test(`a test event to "${url}" is refused as an enqueue is, with the path of its own field`, async () => {
    const { testCallback, sent } = given()

    await assert.rejects(testCallback({ url }), (error: { code: string; problems: { path: string }[] }) => {
      assert.deepEqual([error.code, error.problems[0]?.path], [code, '/url'])
      return true
    })
    assert.deepEqual(sent, [])
  })
}

test('four test events may be under way, a fifth is refused, and again one when they are over', async () => {
  const ends: (() => void)[] = []
  const { testCallback } = given(() => new Promise((resolve) => ends.push(() => resolve(DELIVERED))))
  const body = { url: 'https://caller.example/updates' }
  const four = [1, 2, 3, 4].map(() => testCallback(body))

  await assert.rejects(testCallback(body), { code: 'rate_limited' })
  for (const end of ends) end()
  await Promise.all(four)
  const again = testCallback(body)
  ends.at(-1)?.()

  assert.equal((await again).delivered, true)
})
