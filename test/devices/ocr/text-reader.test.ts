import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import type { ReadingProcess } from '../../../src/devices/ocr/reading-process.ts'
import { createTextReader } from '../../../src/devices/ocr/text-reader.ts'
import { endedOr } from '../../../src/devices/ended-or.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const NEVER = new AbortController().signal

/** A reader whose process takes a second a picture, reads its bytes as words and has as much memory as `process.rss` says. */
function reading() {
  const clock = createFakeClock()
  const process = { started: 0, stopped: 0, rss: 1_000, takesMs: 1_000, fails: false }
  async function startProcess(): Promise<ReadingProcess> {
    process.started += 1
    return {
      async read(picture, signal) {
        await clock.sleep(process.takesMs, signal)
        if (process.fails) throw new Error('the process that reads pictures ended with 1')
        const word = {
          text: String(picture),
          confidence: 90,
          bounds: { left: 0, top: 0, right: 9, bottom: 9 },
        }
        return { lines: [[word]], rss: process.rss }
      },
      stop: async () => void (process.stopped += 1),
    }
  }
  const reader = createTextReader({ startProcess, clock, log: pino({ level: 'silent' }) })
  const read = (words: string, signal = NEVER) =>
    reader.read(Buffer.from(words), signal).then(
      ([line]) => `${line?.[0]?.text} at ${clock.monotonicMs()}`,
      (error: unknown) => `${String(error)} at ${clock.monotonicMs()}`,
    )
  return { clock, process, reader, read }
}

test('no process is there before the first picture', () => {
  assert.equal(reading().process.started, 0)
})

test('pictures are read one after the other by one process', async () => {
  const { clock, process, read } = reading()

  const all = Promise.all([read('a'), read('b'), read('c')])
  await clock.advance(3_000)

  assert.deepEqual(await all, ['a at 1000', 'b at 2000', 'c at 3000'])
  assert.equal(process.started, 1)
})

test('the process ends when nobody has needed it for two minutes', async () => {
  const { clock, process, read } = reading()
  const first = read('a')
  await clock.advance(1_000)
  await first
  await clock.advance(119_999)
  assert.equal(process.stopped, 0)

  await clock.advance(1)

  assert.equal(process.stopped, 1)
  assert.equal(clock.pending(), 0)
})

test('a process that has grown is replaced before the next picture', async () => {
  const { clock, process, read } = reading()
  process.rss = 401 * 1024 * 1024

  const both = Promise.all([read('a'), read('b')])
  await clock.advance(2_000)

  assert.deepEqual(await both, ['a at 1000', 'b at 2000'])
  assert.deepEqual([process.started, process.stopped], [2, 2])
})

test('a picture that is not read in 20 s costs its process, not the next picture', async () => {
  const { clock, process, read } = reading()
  process.takesMs = 60_000
  const first = read('a')
  await clock.advance(19_000)
  process.takesMs = 1_000
  const second = read('b')
  await clock.advance(2_000)

  assert.equal(await first, 'Error: the picture was not read within 20000 ms at 20000')
  assert.equal(await second, 'b at 21000')
  assert.deepEqual([process.started, process.stopped], [2, 1])
})

test('a process that dies is told to whoever waited, and the next picture gets a new one', async () => {
  const { clock, process, read } = reading()
  process.fails = true
  const first = read('a')
  await clock.advance(1_000)
  process.fails = false
  const second = read('b')
  await clock.advance(1_000)

  assert.match(await first, /^Error: the process that reads pictures ended with 1/)
  assert.equal(await second, 'b at 2000')
})

test('a caller that leaves does not wait for its turn, and takes none', async () => {
  const { clock, process, read } = reading()
  const stop = new AbortController()
  const first = read('a')
  const left = read('b', stop.signal)
  const third = read('c')
  await clock.advance(500)

  stop.abort(new Error('the run was stopped'))

  assert.equal(await left, 'Error: the run was stopped at 500')
  await clock.advance(1_500)
  assert.deepEqual(await Promise.all([first, third]), ['a at 1000', 'c at 2000'])
  assert.equal(process.started, 1)
})

test('a stop ends what is being read and refuses what comes', async () => {
  const { clock, process, reader, read } = reading()
  const reads = read('a')
  await clock.advance(500)

  await endedOr(AbortSignal.timeout(5_000), reader.stop())
  await reader.stop()

  assert.equal(await reads, 'Error: the picture reader stops at 500')
  assert.equal(process.stopped, 1)
  assert.throws(() => void reader.read(Buffer.from('b'), NEVER), { message: 'the picture reader stops' })
})
