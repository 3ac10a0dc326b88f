import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import sharp from 'sharp'
import { RunError } from '../../src/domain/errors.ts'
import {
  createAttemptRecorder,
  type EvidencePhone,
  type RecorderDeps,
} from '../../src/evidence/attempt-recorder.ts'
import type { LibraryDeps } from '../../src/evidence/evidence-library.ts'
import { silentLog } from '../support/farm.ts'
import { evidencePlace } from './evidence-place.ts'
import { judgeContext, judgement } from '../support/judging.ts'

const PNG = await sharp({ create: { width: 72, height: 160, channels: 3, background: '#204080' } })
  .png()
  .toBuffer()

const PHONE: EvidencePhone = {
  picture: () => Promise.resolve(PNG),
  logcat: (_serial, seconds) => Promise.resolve(`${seconds} s of lines\n`),
  versions: () => Promise.resolve({ android: '14' }),
}

const hang = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

function recording(
  t: TestContext,
  phone: Partial<EvidencePhone> = {},
  more: Partial<RecorderDeps> = {},
  given: Partial<LibraryDeps> = {},
) {
  const place = evidencePlace(t, given)
  const stop = new AbortController()
  const recorder = createAttemptRecorder(
    {
      ...place,
      log: silentLog,
      phone: { ...PHONE, ...phone },
      mostPictures: 3,
      hostVersions: { daemon: '1.2.3' },
      serverPackage: 'io.appium.uiautomator2.server',
      secrets: new Set(['hunter2-hunter2']),
      ...more,
    },
    {
      process_id: 'p1',
      queue_item_id: 'i1',
      attempt: 1,
      phone_id: 'phone_01',
      serial: 'vp-01',
      package_name: 'com.phonefarm.clips',
      pack_hash: 'abc',
      signal: stop.signal,
    },
  )
  const kept = () =>
    place.listed().map(({ kind, missing }) => (missing === null ? kind : `${kind} ${missing}`))
  async function textOf(kind: string): Promise<string> {
    const row = place.listed().find((one) => one.kind === kind)
    return (await place.library.read(row?.sha256 ?? ''))?.toString() ?? ''
  }
  return { ...place, stop, recorder, kept, textOf }
}

test('a failure leaves error, commands, hierarchy, picture and log lines, each named by its number', async (t) => {
  const { recorder, listed, textOf } = recording(t)
  recorder.begin()
  recorder.observer.command({ name: 'tap', started_at: '2026-03-22T08:30:00.000Z', ms: 61, error: null })
  recorder.observer.screen('<hierarchy><node text="Log in" enabled="true"/></hierarchy>')

  await recorder.failed(new RunError('session', 'no answer', { cause: new Error('socket hang up') }))
  await recorder.end('failed')

  assert.deepEqual(
    listed()
      .map(({ name }) => name.slice(4))
      .toSorted(),
    [
      'commands-failure.jsonl',
      'failure-failure.json',
      'hierarchy-failure.xml',
      'logcat-failure.txt',
      'screenshot-failure.webp',
      'versions.json',
    ],
  )
  assert.deepEqual(JSON.parse(await textOf('failure')).causes[0], {
    name: 'RunError',
    message: 'no answer',
    category: 'session',
    rung: null,
  })
  assert.equal(await textOf('hierarchy'), '<hierarchy><node text="Log in"/></hierarchy>')
  assert.equal(JSON.parse(await textOf('commands')).name, 'tap')
})

test('only the last 200 commands are kept', async (t) => {
  const { recorder, textOf } = recording(t)
  for (let number = 1; number <= 201; number++)
    recorder.observer.command({ name: `tap ${number}`, started_at: '', ms: 1, error: null })

  await recorder.failed(new Error('x'))
  await recorder.end('failed')

  const lines = (await textOf('commands')).trimEnd().split('\n')
  assert.deepEqual([lines.length, JSON.parse(lines[0] ?? '{}').name], [200, 'tap 2'])
})

test('a phone that gives no picture holds the run up for two seconds, and after three times not at all', async (t) => {
  let asked = 0
  const { recorder, clock, kept } = recording(t, {
    picture: (_serial, signal) => {
      asked += 1
      return hang(signal)
    },
  })

  for (let number = 1; number <= 5; number++) {
    const taking = recorder.picture({ moment: 'decision', video: number })
    await clock.advance(2000)
    await taking
  }
  await recorder.end('done')

  assert.equal(asked, 3)
  assert.deepEqual(kept(), ['screenshot not_taken'])
})

test('what a phone refuses is told with its reason', async (t) => {
  const { recorder, listed } = recording(t, {
    picture: () => Promise.reject(new Error("device 'vp-01' not found")),
  })

  await recorder.picture({ moment: 'before_edit' })
  await recorder.end('stopped')

  const [row] = listed()
  assert.deepEqual(
    [row?.missing, JSON.parse(row?.detail ?? '{}').why],
    ['failed', "device 'vp-01' not found"],
  )
})

test('a piece that cannot be made ready is told with its reason', async (t) => {
  // Half of a character has no percent-encoding, in which secrets are looked for, too.
  const { recorder, kept, listed } = recording(t, {}, { secrets: new Set(['half \ud800']) })

  await recorder.keep({ kind: 'logcat', detail: {}, content: 'line\n' })
  await recorder.end('failed')

  assert.deepEqual(kept(), ['logcat failed'])
  assert.equal(listed()[0]?.detail, '{"why":"URI malformed"}')
})

test('a disk without room is told once for each kind, not with every video', async (t) => {
  const { recorder, kept } = recording(t, {}, {}, { freeBytes: () => 0 })

  for (let video = 1; video <= 3; video++) await recorder.picture({ moment: 'decision', video })
  await recorder.end('failed')

  assert.deepEqual(kept(), ['screenshot no_room'])
})

test('a run that is stopped asks the phone for nothing more, and nothing is missed of it', async (t) => {
  const { recorder, stop, kept } = recording(t, { picture: (_serial, signal) => hang(signal) })

  const taking = recorder.picture({ moment: 'decision' })
  stop.abort(new Error('cancelled'))
  await taking
  await recorder.picture({ moment: 'decision' })
  await recorder.end('stopped')

  assert.deepEqual(kept(), [])
})

test('an attempt that succeeds keeps so many pictures of decisions, spread over its length, and all judgements in one piece', async (t) => {
  const { recorder, listed, textOf } = recording(t)
  for (let video = 1; video <= 7; video++) {
    await recorder.picture({ moment: 'decision', video })
    recorder.decided(
      {
        judge: 'embedded',
        item: { author: 'ann', caption: 'soup', hashtags: [], sound: '' },
        context: judgeContext({ keyword: 'soup' }),
        judgement: judgement({ decision: 'watch', confidence: 1, relevance: 1, reason: 'fits' }),
        ms: 2,
      },
      { moment: 'decision', video },
    )
  }

  await recorder.end('done')

  const videosOf = (kind: string) =>
    listed()
      .filter((row) => row.kind === kind)
      .map(({ detail }) => JSON.parse(detail).video)
  assert.deepEqual(videosOf('screenshot'), [1, 4, 7])
  assert.equal(videosOf('judgement').length, 1)
  const lines = (await textOf('judgement')).trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line) => [JSON.parse(line).video, JSON.parse(line).answer.decision]),
    [1, 2, 3, 4, 5, 6, 7].map((video) => [video, 'watch']),
  )
})

test('an attempt that fails keeps all its pictures', async (t) => {
  const { recorder, kept } = recording(t)
  for (let video = 1; video <= 5; video++) await recorder.picture({ moment: 'decision', video })

  await recorder.end('failed')

  assert.deepEqual(
    kept(),
    Array.from({ length: 5 }, () => 'screenshot'),
  )
})

test('secrets are out of texts and details before they are stored', async (t) => {
  const { recorder, listed, textOf } = recording(t, {
    logcat: () => Promise.resolve('key hunter2-hunter2 and Bearer abc.def\n'),
  })

  await recorder.keep({
    kind: 'logcat',
    detail: { seen: 'hunter2-hunter2' },
    content: 'pfk_abcdef hunter2-hunter2',
  })
  await recorder.end('failed')

  assert.equal(await textOf('logcat'), 'pfk_[hidden] [hidden]')
  assert.equal(listed()[0]?.detail, '{"seen":"[hidden]"}')
})

test('a disk that does not come back does not hold the run up', async (t) => {
  const place = evidencePlace(t)
  const { recorder, clock } = recording(
    t,
    {},
    {
      library: { ...place.library, keep: () => new Promise<never>(() => undefined) },
    },
  )
  await recorder.keep({ kind: 'logcat', detail: {}, content: 'x' })

  const ending = recorder.end('failed')
  await clock.advance(5000)
  await ending
})
