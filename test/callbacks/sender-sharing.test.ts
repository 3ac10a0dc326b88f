import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message, Poster } from '../../src/callbacks/post.ts'
import { eventually } from '../support/farm.ts'
import { addAccepted, given, senderOn, type Given } from './outbox.ts'
import { startReceiver } from './receiver.ts'

/** A poster whose receivers hang until the test lets them go. */
function hangingPoster(): Poster & { open: Message[]; release: () => void } {
  const open: Message[] = []
  let releases: (() => void)[] = []
  return {
    open,
    release() {
      for (const go of releases) go()
      releases = []
    },
    post: (message, signal) =>
      new Promise((resolve, reject) => {
        open.push(message)
        const leave = () => void open.splice(open.indexOf(message), 1)
        releases.push(() => {
          leave()
          resolve({ status: 204 })
        })
        signal.addEventListener('abort', () => {
          leave()
          reject(signal.reason)
        })
      }),
    close: async () => undefined,
  }
}

test('a dead receiver with a long backlog holds up nobody else', async (t) => {
  const farm = await given()
  const dead = await startReceiver(t, () => undefined)
  const good = await startReceiver(t)
  // The dead one's messages are older and many more than may be under way.
  for (let count = 0; count < 40; count++) await addAccepted(farm, `dead-${count}`, dead.url)
  await farm.clock.advance(1000)
  for (let count = 0; count < 10; count++) await addAccepted(farm, `good-${count}`, good.url)
  const sender = senderOn(t, farm)

  sender.start()
  await good.hasReceived(10)
  await dead.hasReceived(2)

  assert.equal(dead.received.length, 2)
})

/** So many messages of processes of their own for each of so many hosts. */
async function addMessages(farm: Given, hosts: number, each: number): Promise<void> {
  for (let host = 0; host < hosts; host++) {
    for (let count = 0; count < each; count++)
      await addAccepted(farm, `p-${host}-${count}`, `https://caller-${host}.example/updates`)
  }
}

test('a receiver is sent at most two messages at once, all receivers together at most sixteen', async (t) => {
  const farm = await given()
  const poster = hangingPoster()
  await addMessages(farm, 10, 5)
  const sender = senderOn(t, farm, { poster })
  sender.start()
  await eventually(() => poster.open.length === 12)

  // Now they have shown that they answer.
  poster.release()
  await eventually(() => poster.open.length === 16)
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))

  assert.equal(poster.open.length, 16)
  const perHost = new Map<string, number>()
  for (const { url } of poster.open) perHost.set(url, (perHost.get(url) ?? 0) + 1)
  assert.ok([...perHost.values()].every((count) => count <= 2))
})

test('receivers that have shown nothing yet never take the last four tries', async (t) => {
  const farm = await given()
  const poster = hangingPoster()
  await addMessages(farm, 50, 1)
  const sender = senderOn(t, farm, { poster })

  sender.start()
  await eventually(() => poster.open.length === 12)
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))

  assert.equal(poster.open.length, 12)
})

test('when tries end, receivers that have not had a turn come next', async (t) => {
  const farm = await given()
  const poster = hangingPoster()
  await addMessages(farm, 20, 3)
  const sender = senderOn(t, farm, { poster })
  sender.start()
  await eventually(() => poster.open.length === 12)
  const first = new Set(poster.open.map(({ url }) => url))

  poster.release()
  await eventually(() => new Set(poster.open.map(({ url }) => url)).size === 16)

  assert.equal(first.size, 12)
  assert.equal(poster.open.filter(({ url }) => !first.has(url)).length, 8)
})
