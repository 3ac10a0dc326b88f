import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { createRequestAborter } from '../../src/devices/request-aborter.ts'

const NEVER = new AbortController().signal

/** A command as WebdriverIO has them: its request is made some turns later and ends when the signal aborts. */
function commandOf(aborter: ReturnType<typeof createRequestAborter>, requests: RequestInit[]) {
  return async (): Promise<string> => {
    await Promise.resolve()
    const request = aborter.transformRequest({ method: 'GET' })
    requests.push(request)
    return await new Promise((_resolve, reject) => {
      request.signal?.addEventListener('abort', () => reject(new Error('request cut')))
    })
  }
}

test("a command's requests carry its signal, and requests outside of any command carry none", async () => {
  const aborter = createRequestAborter()
  const stop = new AbortController()

  const inside = await aborter.run(stop.signal, async () => {
    await Promise.resolve()
    return aborter.transformRequest({ method: 'GET' })
  })

  assert.equal(inside.signal, stop.signal)
  assert.equal(aborter.transformRequest({ method: 'GET' }).signal, undefined)
})

test("a request that has WebdriverIO's own signal ends with either", async () => {
  const [aborter, own, stop] = [createRequestAborter(), new AbortController(), new AbortController()]
  const requestWith = (signal: AbortSignal) =>
    aborter.run(stop.signal, async () => aborter.transformRequest({ signal }))
  const [first, second] = [await requestWith(own.signal), await requestWith(NEVER)]

  own.abort()
  assert.equal(first.signal?.aborted, true)
  assert.equal(second.signal?.aborted, false)
  stop.abort()
  assert.equal(second.signal?.aborted, true)
})

test('a command that was cut before it made its request does not take the next one for its own', async () => {
  const [aborter, stop] = [createRequestAborter(), new AbortController()]
  let next: Promise<RequestInit> | undefined

  const late = await aborter.run(stop.signal, async () => {
    stop.abort()
    next = aborter.run(NEVER, async () => aborter.transformRequest({ method: 'DELETE' }))
    await setImmediate()
    return aborter.transformRequest({ method: 'GET' })
  })

  assert.equal(late.signal, stop.signal)
  assert.equal((await next)?.signal, NEVER)
})

test('a command whose signal aborts before its turn never begins and lets nobody past the one before', async () => {
  const [aborter, first, second] = [createRequestAborter(), new AbortController(), new AbortController()]
  const requests: RequestInit[] = []
  const reason = new Error('not any more')
  const under = assert.rejects(aborter.run(first.signal, commandOf(aborter, requests)), /request cut/)

  const given = assert.rejects(
    aborter.run(second.signal, async () => requests.push({ method: 'never' })),
    reason,
  )
  const third = aborter.run(NEVER, async () => requests.push({ method: 'third' }))
  await setImmediate()
  second.abort(reason)
  await given
  assert.deepEqual(
    requests.map(({ method }) => method),
    ['GET'],
  )
  first.abort()

  await Promise.all([under, third])
  assert.deepEqual(
    requests.map(({ method }) => method),
    ['GET', 'third'],
  )
})

test('a command that fails leaves its turn to the next one', async () => {
  const aborter = createRequestAborter()

  await assert.rejects(
    aborter.run(NEVER, () => Promise.reject(new Error('no such element'))),
    /no such element/,
  )

  assert.equal(await aborter.run(NEVER, async () => 'done'), 'done')
})
