import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createScreenReader } from '../../src/devices/screen-reader.ts'
import { createScreenReadings } from '../../src/devices/screen-readings.ts'
import { RunError } from '../../src/domain/errors.ts'
import type { Screen } from '../../src/domain/phone-session.ts'
import { textScreen } from '../../src/devices/ocr/text-screen.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const NEVER = new AbortController().signal
const DISPLAY = { width: 720, height: 1600 }
const PICTURE = textScreen({ lines: [], packageName: 'p', display: DISPLAY })

/** The screen as told at that time. */
const told = (atMs: number): Screen => ({ package_name: `at ${atMs}`, root: PICTURE.root })

/** A phone that takes `phone.takesMs` for its hierarchy; its picture takes a second, unless there is none. */
function reading() {
  const clock = createFakeClock()
  const phone = { takesMs: 50, fails: null as Error | null, hasPicture: true }
  const done: string[] = []
  const readings = createScreenReadings({ clock })
  const reader = createScreenReader({
    async hierarchy(signal) {
      done.push('hierarchy')
      await clock.sleep(phone.takesMs, signal)
      if (phone.fails !== null) throw phone.fails
      return told(clock.monotonicMs())
    },
    async applySettings() {
      done.push('settings')
    },
    async picture(signal) {
      done.push('picture')
      await clock.sleep(1_000, signal)
      if (!phone.hasPicture) throw new Error('the picture is black')
      return PICTURE
    },
    readings: readings.of('phone_01'),
    clock,
    log: { info: () => undefined },
  })

  /** What a reading gives, and when. */
  async function read(signal = NEVER): Promise<{ by: string; tookMs: number }> {
    const startMs = clock.monotonicMs()
    const over: { by: string; tookMs: number }[] = []
    const end = (by: string) => void over.push({ by, tookMs: clock.monotonicMs() - startMs })
    void reader.read(signal).then(
      ({ source }) => end(source ?? 'hierarchy'),
      (error: unknown) => end(String(error)),
    )
    for (let waited = 0; over.length === 0 && waited < 60_000; waited += 50) await clock.advance(50)
    const [told] = over
    assert.ok(told, 'the reading never ends')
    return told
  }

  /** Until the phone is known as a quick one. */
  async function known(): Promise<void> {
    for (let times = 0; times < 10; times++) await read()
    done.length = 0
  }

  const view = () => readings.view('phone_01')
  return { clock, phone, reader, done, read, known, view }
}

test('a phone that answers in time is read by its hierarchy, and nothing else is done', async () => {
  const { reader, read, done } = reading()

  assert.deepEqual(await read(), { by: 'hierarchy', tookMs: 50 })
  assert.deepEqual(done, ['hierarchy'])
  assert.equal(reader.isByPicture(), false)
})

test('a hierarchy that is late is replaced by the picture after two seconds', async () => {
  const { phone, reader, read, known, done } = reading()
  await known()
  phone.takesMs = 20_000

  assert.deepEqual(await read(), { by: 'ocr', tookMs: 3_000 })
  assert.deepEqual(done, ['hierarchy', 'picture'])
  assert.equal(reader.isByPicture(), true)
})

test('a hierarchy that comes while the picture is taken is better', async () => {
  const { phone, reader, read, known } = reading()
  await known()
  phone.takesMs = 2_500

  assert.deepEqual(await read(), { by: 'hierarchy', tookMs: 2_500 })
  assert.equal(reader.isByPicture(), false)
})

test('a phone that is still busy with a question is not asked a second one', async () => {
  const { phone, read, known, done } = reading()
  await known()
  phone.takesMs = 20_000
  await read()

  assert.deepEqual(await read(), { by: 'ocr', tookMs: 1_000 })
  assert.deepEqual(done, ['hierarchy', 'picture', 'picture'])
})

test('what comes of an older question is not taken for the screen of now: the phone is asked again, its settings set anew', async () => {
  const { phone, read, known, done } = reading()
  await known()
  phone.takesMs = 3_500
  await read()
  phone.takesMs = 50

  const { by, tookMs } = await read()

  // Asked at 0, answered at 3.5 s; the second reading began at 3 s.
  assert.deepEqual([by, tookMs], ['hierarchy', 550])
  assert.deepEqual(done, ['hierarchy', 'picture', 'picture', 'settings', 'hierarchy'])
})

test('a phone that was late twice is read by its picture at once, until it is quick again twice', async () => {
  const { clock, phone, read, known, view } = reading()
  await known()
  phone.takesMs = 15_000
  const late = await read()
  await clock.advance(15_000)
  const lateAgain = await read() // by now it is given 10 s
  await clock.advance(15_000)

  const atOnce = await read()
  const by = view()?.by
  await clock.advance(15_000)
  phone.takesMs = 50
  const back = [await read(), await read()]

  assert.deepEqual([late.tookMs, lateAgain.tookMs, atOnce.tookMs], [3_000, 11_000, 1_000])
  assert.deepEqual([late.by, lateAgain.by, atOnce.by], ['ocr', 'ocr', 'ocr'])
  assert.equal(by, 'picture')
  assert.deepEqual(back, [
    { by: 'hierarchy', tookMs: 50 },
    { by: 'hierarchy', tookMs: 50 },
  ])
  assert.equal(view()?.by, 'hierarchy')
})

test('without a picture the hierarchy is waited for as long as it takes', async () => {
  const { phone, reader, read, known } = reading()
  await known()
  Object.assign(phone, { takesMs: 12_000, hasPicture: false })

  assert.deepEqual(await read(), { by: 'hierarchy', tookMs: 12_000 })
  assert.equal(reader.isByPicture(), false)
})

test('a session that ends while the picture is taken is told at once', async () => {
  const { phone, read, known } = reading()
  await known()
  Object.assign(phone, { takesMs: 2_200, fails: new RunError('session', 'the session is gone') })

  assert.deepEqual(await read(), { by: 'RunError: the session is gone', tookMs: 2_200 })
})

test('an older question that fails ends the reading with what it says', async () => {
  const { phone, read, known } = reading()
  await known()
  Object.assign(phone, { takesMs: 3_500, fails: new RunError('timeout', 'no answer') })
  await read()

  assert.deepEqual(await read(), { by: 'RunError: no answer', tookMs: 500 })
})

test('a stopped run ends its reading with its own reason, whatever the phone does', async () => {
  const { clock, phone, read, known } = reading()
  await known()
  phone.takesMs = 20_000
  const stop = new AbortController()
  clock.after(2_500, () => stop.abort(new Error('the run was stopped')))

  assert.deepEqual(await read(stop.signal), { by: 'Error: the run was stopped', tookMs: 2_500 })
  assert.equal(clock.pending(), 0)
})

test('what readings take is told of the phone and in numbers', async () => {
  const { phone, read, known, view } = reading()
  await known()
  phone.takesMs = 20_000
  await read()

  assert.deepEqual(view(), {
    by: 'hierarchy',
    since: '2026-03-22T08:30:00.050Z',
    latency_ms: 50,
    deadline_ms: 2_000,
  })
})
