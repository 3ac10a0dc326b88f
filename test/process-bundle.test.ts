import assert from 'node:assert/strict'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { keyCaller, ownCaller } from './support/callers.ts'
import { createFakeClock } from './support/fake-clock.ts'
import { addProcess, openFarm } from './support/farm.ts'
import { bundlesOf } from './support/process-bundle.ts'

test("a bundle tells the receiver's host and nothing more of its address", async (t) => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  t.after(() => store.close())
  const url = 'https://hooks.example/services/canary-path?token=canary-query'
  await addProcess(store, clock, { process_id: 'p-1', items: [{ queue_item_id: 'i-1' }], url })
  const bundle = bundlesOf(store, clock)

  const told = gunzipSync(await buffer(bundle('p-1').stream)).toString()

  assert.match(told, /"url": "https:\/\/hooks\.example"/)
  assert.doesNotMatch(told, /canary/)
})

test('a bundle for a key that is for its own processes only names nobody who is served first', async (t) => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  t.after(() => store.close())
  const others = { process_id: 'p-1', items: [{ queue_item_id: 'i-1' }], system: 'somebody-else' }
  await addProcess(store, clock, others)
  await addProcess(store, clock, { process_id: 'p-2', items: [{ queue_item_id: 'i-2' }] })
  const bundle = bundlesOf(store, clock)
  const read = async (...asked: Parameters<typeof bundle>) =>
    gunzipSync(await buffer(bundle(...asked).stream)).toString()

  const told = await read('p-2', ownCaller('ann'))

  assert.match(told, /1 item is served before it/)
  assert.doesNotMatch(told, /somebody-else/)
  assert.match(await read('p-2'), /somebody-else/)
})

test('a key has four bundles under way at most, until one of them is taken or left', async (t) => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  t.after(() => store.close())
  await addProcess(store, clock, { process_id: 'p-1', items: [{ queue_item_id: 'i-1' }] })
  const bundle = bundlesOf(store, clock)
  const ann = keyCaller({ key_id: 'ann' })
  const streams = Array.from({ length: 4 }, () => bundle('p-1', ann).stream)

  assert.throws(() => bundle('p-1', ann), { code: 'rate_limited' })
  const another = bundle('p-1', keyCaller({ key_id: 'bob' })).stream

  for (const stream of [another, ...streams]) {
    stream.destroy()
    await once(stream, 'close')
  }
  assert.notEqual(gunzipSync(await buffer(bundle('p-1', ann).stream)).length, 0)
})
