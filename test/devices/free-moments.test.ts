import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFreeMoments } from '../../src/devices/free-moments.ts'

/** A promise and how to resolve it. */
function gate() {
  let open: () => void = () => undefined
  const closed = new Promise<void>((resolve) => (open = resolve))
  return { closed, open }
}

test('a session is opened only when the look at its phone is over; another phone does not wait', async () => {
  const { opening, look } = createFreeMoments()
  const { closed, open } = gate()
  const order: string[] = []

  const looking = look('a', async () => {
    await closed
    order.push('looked at a')
  })
  const openA = opening('a', async () => void order.push('opened a'))
  await opening('b', async () => void order.push('opened b'))
  open()
  await Promise.all([looking, openA])

  assert.deepEqual(order, ['opened b', 'looked at a', 'opened a'])
})

test('nobody looks at a phone while a session is being opened on it, and again afterwards', async () => {
  const { opening, look } = createFreeMoments()
  const { closed, open } = gate()
  const opened = opening('a', () => closed)

  assert.equal(await look('a', async () => assert.fail('looked')), false)
  open()
  await opened

  assert.equal(await look('a', async () => undefined), true)
})

test('a look that fails does not keep a session from being opened', async () => {
  const { opening, look } = createFreeMoments()

  const looking = assert.rejects(look('a', async () => Promise.reject(new Error('no answer'))))
  assert.equal(await opening('a', async () => 'opened'), 'opened')
  await looking
})
