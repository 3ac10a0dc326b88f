import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test, type TestContext } from 'node:test'
import { FarmError } from '../../../src/domain/errors.ts'
import type { Viewing, WatchPhone } from '../../../src/http/routes/stream.ts'
import { recordedProcesses } from '../support/recorded-processes.ts'
import { KEY, startedHttp } from '../support/started-http.ts'

function started(t: TestContext, watch: WatchPhone) {
  return startedHttp(t, { processes: recordedProcesses().processes, watch })
}

/** A viewing that hands out these frames and then waits until it is over. */
function viewingOf(frames: readonly string[]) {
  const ending = new AbortController()
  const left = frames.map((frame) => Buffer.from(frame))
  const told = { closed: 0, asked: 0 }
  const viewing: Viewing = {
    over: ending.signal,
    async next() {
      told.asked += 1
      const frame = left.shift()
      if (frame === undefined && !ending.signal.aborted) await once(ending.signal, 'abort')
      return frame ?? null
    },
    close() {
      told.closed += 1
      ending.abort()
    },
  }
  return { viewing, told, end: () => ending.abort() }
}

test('a stream is the frames as parts of a multipart body, each closed by its boundary', async (t) => {
  const { viewing, end } = viewingOf(['first', 'second!'])
  const { ask } = await started(t, async () => viewing)

  const asked = ask('/phones/phone_01/stream')
  await new Promise((resolve) => setImmediate(resolve))
  setTimeout(end, 50) // the frames go out before; an early end would show as a shorter body
  const told = await asked

  assert.equal(told.headers.get('content-type'), 'multipart/x-mixed-replace; boundary=phonefarm-frame')
  assert.equal(
    told.text,
    [
      '--phonefarm-frame',
      'Content-Type: image/jpeg',
      'Content-Length: 5',
      '',
      'first',
      '--phonefarm-frame',
      'Content-Type: image/jpeg',
      'Content-Length: 7',
      '',
      'second!',
      '--phonefarm-frame--',
      '',
    ].join('\r\n'),
  )
})

test('what a viewer asks for reaches the phone’s pictures', async (t) => {
  const asked: unknown[] = []
  const { ask } = await started(t, async (phone, request) => {
    asked.push(phone, request)
    const { viewing, end } = viewingOf([])
    end()
    return viewing
  })

  await ask('/phones/phone_01/stream?fps=3&width=200')
  await ask('/phones/phone_01/stream')

  const phone = { phone_id: 'phone_01', serial: 'vp-01' }
  assert.deepEqual(asked, [phone, { framesPerSecond: 3, width: 200 }, phone, {}])
})

test('a viewer that goes closes its viewing', async (t) => {
  const { viewing, told } = viewingOf(['first'])
  const { url } = await started(t, async () => viewing)
  const leaving = new AbortController()
  const answer = await fetch(`${url}/phones/phone_01/stream`, {
    headers: { authorization: `Bearer ${KEY}` },
    signal: leaving.signal,
  })
  await answer.body?.getReader().read()

  leaving.abort()
  if (!viewing.over.aborted) await once(viewing.over, 'abort')

  assert.equal(told.closed, 1)
})

test('a viewer that reads nothing is handed no more frames than its connection takes, and is cut when it is over', async (t) => {
  const frame = 'x'.repeat(4 * 1024 * 1024)
  const { viewing, told, end } = viewingOf(Array.from({ length: 50 }, () => frame))
  const { url } = await started(t, async () => viewing)
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.pause()
  socket.write(`GET /phones/phone_01/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\n\r\n`)
  let asked = -1
  // Until the system's buffers are full and nothing moves any more.
  while (asked !== told.asked || told.asked === 0) {
    asked = told.asked
    await new Promise((resolve) => setTimeout(resolve, 100))
  }

  const closed = once(socket, 'close')
  end()
  socket.resume()
  await closed

  assert.ok(told.asked < 20, String(told.asked))
  assert.equal(told.closed, 1)
})

test('HEAD opens no stream that stays', async (t) => {
  const { viewing, told } = viewingOf(['first'])
  const { ask } = await started(t, async () => viewing)

  const { status } = await ask('/phones/phone_01/stream', { method: 'HEAD' })
  if (!viewing.over.aborted) await once(viewing.over, 'abort')

  assert.equal(status, 200)
  assert.equal(told.closed, 1)
})

test('too many streams are 503 with a reason and when to try again', async (t) => {
  const { ask } = await started(t, async () => {
    throw new FarmError('unavailable', 'no more live pictures', { detail: 'too_many_streams' })
  })

  const told = await ask('/phones/phone_01/stream')

  assert.deepEqual([told.status, told.json['error']], [503, 'unavailable:too_many_streams'])
  assert.equal(told.headers.get('retry-after'), '5')
})

for (const query of ['fps=0', 'fps=31', 'fps=two', 'width=31', 'rate=1']) {
  test(`a stream with ?${query} is refused`, async (t) => {
    const { ask } = await started(t, async () => viewingOf([]).viewing)

    const told = await ask(`/phones/phone_01/stream?${query}`)

    assert.deepEqual([told.status, told.json['error']], [422, 'invalid_request'])
  })
}
