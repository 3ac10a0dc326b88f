import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test, type TestContext } from 'node:test'
import { fullCaller } from '../../src/domain/caller.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { fullKey } from '../../src/http/api-keys.ts'
import { createKeyRing } from '../../src/http/key-ring.ts'
import { makeKey } from '../../src/http/key-text.ts'
import type { Viewing } from '../../src/http/routes/stream.ts'
import { recordedProcesses } from './support/recorded-processes.ts'
import { KEY, startedHttp } from './support/started-http.ts'

/** The real server, a named key, and a stream that shows one picture and then waits. */
async function given(t: TestContext) {
  const { key, key_id, hash } = makeKey()
  const caller = { ...fullCaller('viewer'), key_id, owner: key_id }
  let live = true
  const ring = createKeyRing({
    full: [fullKey('tests', KEY)],
    stored: {
      liveKeys: () => [{ key_id, hash, caller, until: null, last_used_on: null }],
      liveKey: () => (live ? { key_id, hash, caller, until: null, last_used_on: null } : null),
      keyUsed: () => undefined,
    },
    clock: systemClock,
  })
  let closed = 0
  async function watch(): Promise<Viewing> {
    const ending = new AbortController()
    let shown = false
    return {
      over: ending.signal,
      async next() {
        if (shown) await once(ending.signal, 'abort')
        shown = true
        return ending.signal.aborted ? null : Buffer.from('picture')
      },
      close() {
        closed += 1
        ending.abort()
      },
    }
  }
  const { processes } = recordedProcesses()
  const { url } = await startedHttp(t, { processes, keyRing: ring, watch })
  const revoke = () => {
    live = false
    ring.refresh(key_id)
  }
  const open = async (authorization = `Bearer ${key}`) => {
    const answer = await fetch(`${url}/phones/phone_01/stream`, { headers: { authorization } })
    const reader = answer.body?.getReader()
    assert.ok(reader)
    await reader.read()
    return reader
  }
  return { open, revoke, closed: () => closed }
}

test('a stream ends when the key that it was opened with is revoked', async (t) => {
  const { open, revoke, closed } = await given(t)
  const reader = await open()

  revoke()

  // Cut off, so that nobody takes it for a stream that came to its end.
  await assert.rejects(reader.read())
  assert.ok(closed() > 0)
})

test("another key's stream goes on", async (t) => {
  const { open, revoke } = await given(t)
  const mine = await open()
  const other = await open(`Bearer ${KEY}`)

  revoke()
  await assert.rejects(mine.read())

  const next = await Promise.race([
    other.read(),
    new Promise((resolve) => setImmediate(resolve, 'still open')),
  ])
  assert.equal(next, 'still open')
  await other.cancel()
})
