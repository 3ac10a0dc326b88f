import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { startFarm, type Place } from './support/farm.ts'
import { until } from './support/until.ts'

const PHONE = '/phones/phone_virtual_01'

let farm: Place

before(async () => {
  farm = await startFarm(1, {
    PHONEFARM_STREAMS: '2',
    PHONEFARM_STREAM_WIDTH: '240',
    PHONEFARM_STREAM_FPS: '10',
  })
  // The daemon stands before its phones are connected.
  await until(
    'a first picture',
    async () => ((await ask('/screenshot')).status === 200 ? true : undefined),
    30_000,
  )
})

after(async () => {
  await farm.stop()
})

function ask(path: string, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  const ready = farm.daemon().log.find(({ msg }) => msg === 'ready')
  const authorization = `Bearer ${farm.env['PHONEFARM_API_KEY']}`
  return fetch(new URL(PHONE + path, String(ready?.['url'])), {
    headers: { authorization, ...headers },
    ...(signal && { signal }),
  })
}

async function pictureOf(answer: Response) {
  assert.equal(answer.status, 200)
  const { format, width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
  return { format, width, height }
}

/** Reads a stream until it has so many pictures, or ends. */
async function framesOf(answer: Response, count: number): Promise<Buffer[]> {
  const frames: Buffer[] = []
  let bytes = Buffer.alloc(0)
  for await (const chunk of answer.body ?? []) {
    bytes = Buffer.concat([bytes, chunk])
    for (let frame = firstFrame(bytes); frame; frame = firstFrame(bytes)) {
      frames.push(bytes.subarray(frame.start, frame.end))
      bytes = bytes.subarray(frame.end)
    }
    if (frames.length >= count) break
  }
  return frames
}

function firstFrame(bytes: Buffer): { start: number; end: number } | undefined {
  const [head, length] = /Content-Length: (\d+)\r\n\r\n/.exec(bytes.toString('latin1')) ?? []
  if (head === undefined) return undefined
  const start = bytes.indexOf(head) + head.length
  const end = start + Number(length)
  return end <= bytes.length ? { start, end } : undefined
}

test('a screenshot comes in the size and format that is asked for, and once for whoever has it', async () => {
  const png = await ask('/screenshot')
  const tag = png.headers.get('etag') ?? ''
  const shown = png.headers.get('x-phonefarm-screen')

  assert.deepEqual(await pictureOf(png), { format: 'png', width: 720, height: 1600 })
  assert.deepEqual(await pictureOf(await ask('/screenshot?width=180', { accept: 'image/jpeg' })), {
    format: 'jpeg',
    width: 180,
    height: 400,
  })
  assert.equal((await ask('/screenshot', { 'if-none-match': tag })).status, 304)
  assert.equal(shown, 'shown')
})

test('a stream shows the phone, within the limits of the settings, for as long as somebody looks', async () => {
  const looking = new AbortController()
  const answer = await ask('/stream?width=2000', {}, looking.signal)
  const frames = await framesOf(answer, 1)
  looking.abort()

  const [first] = frames
  assert.ok(first)
  const { format, width } = await sharp(first).metadata()
  assert.deepEqual([format, width], ['jpeg', 240])
  await until('the viewer to be gone', async () => ((await streams()) === 0 ? true : undefined), 10_000)
})

async function streams(): Promise<number> {
  const authorization = `Bearer ${farm.env['PHONEFARM_API_KEY']}`
  const metrics = await (await fetch(`${farm.admin()}/metrics`, { headers: { authorization } })).text()
  return Number(/^phonefarm_live_streams (\d+)$/m.exec(metrics)?.[1])
}

test('one viewer too many is refused, and a phone that gives no picture says why', async () => {
  const looking = new AbortController()
  await ask('/stream', {}, looking.signal)
  await ask('/stream', {}, looking.signal)

  const third = await ask('/stream')
  looking.abort()

  assert.equal(third.status, 503)
  assert.match(await third.text(), /"unavailable:too_many_streams"/)
  await farm.phones.fault(1, { fault: 'screenshot_fails' })
  await until(
    'the picture that was kept to be old',
    async () => ((await ask('/screenshot')).status === 503 ? true : undefined),
    10_000,
  )
  const refused = await ask('/screenshot')
  assert.match(await refused.text(), /phone_not_reachable.*Failed to take screenshot/)
  await farm.phones.fault(1, { fault: 'clear' })
})

test('a window that forbids pictures is told', async () => {
  await farm.phones.fault(1, { fault: 'secure_window' })

  const black = await until(
    'a picture of the secure window',
    async () => {
      const answer = await ask('/screenshot')
      return answer.headers.get('x-phonefarm-screen') === 'black' ? answer : undefined
    },
    10_000,
  )

  assert.equal(black.status, 200)
  await farm.phones.fault(1, { fault: 'clear' })
})

test('a draining daemon ends its streams', async () => {
  const answer = await ask('/stream')

  const ended = framesOf(answer, Number.POSITIVE_INFINITY)
  const code = await farm.daemon().stop()

  assert.ok((await ended).length >= 1)
  assert.equal(code, 0)
})
