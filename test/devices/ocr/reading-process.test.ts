import assert from 'node:assert/strict'
import { mkdtemp, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { readingProcess } from '../../../src/devices/ocr/reading-process.ts'
import { textScreen } from '../../../src/devices/ocr/text-screen.ts'
import type { Bounds } from '../../../src/domain/selector.ts'
import { createTestScreen, type TestScreen } from '../../support/virtual-screen.ts'
import { pngOf } from '../pictures.ts'

const NEVER = new AbortController().signal
const DISPLAY = { width: 720, height: 1600 }
/** Where the last tab of the bar is, on every screen here. */
const TAB = { left: 540, top: 1440, right: 720, bottom: 1600 }

async function folder(t: TestContext): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'phonefarm-ocr-'))
  t.after(() => rm(made, { recursive: true, force: true }))
  return made
}

async function started(t: TestContext, languages = 'eng') {
  const process = await readingProcess({ folder: await folder(t), languages })(NEVER)
  t.after(process.stop)
  return process
}

/** Screens of the virtual phone and what is written on each that an operator would go by. */
const SCREENS: readonly (readonly [string, (screen: TestScreen) => Promise<unknown>, readonly string[]])[] = [
  ['the feed', async () => undefined, ['For You', 'Following', 'Home', 'Inbox', 'Profile', '@bruna.notes']],
  [
    'the profile',
    (screen) => screen.go('tab_profile'),
    ['Clips User 01', 'Edit profile', 'Followers', 'Likes', 'Home', 'Profile'],
  ],
  [
    'a dialog over the feed',
    async ({ clips, clock }) => {
      clips.scheduleDialog('rate_us')
      await clock.advance(1_000)
    },
    ['Enjoying Clips?', 'Not now', 'Rate'],
  ],
]

test('the words of rendered screens are read at their places', async (t) => {
  const { read } = await started(t)
  for (const [what, open, expected] of SCREENS) {
    const screen = createTestScreen()
    await screen.openClips()
    await open(screen)

    const { lines } = await read(await screen.screenshot(), NEVER)

    const pieces = textScreen({ lines, packageName: 'com.phonefarm.clips', display: DISPLAY }).root.children
    const texts = pieces.map(({ text }) => text)
    for (const text of expected) assert.ok(texts.includes(text), `${text} on ${what}: ${texts.join(' | ')}`)
    const { bounds } = pieces.find(({ text }) => text === 'Profile') ?? {}
    assert.ok(bounds && isWithin(bounds, TAB), JSON.stringify(bounds))
  }
})

function isWithin(inner: Bounds, outer: Bounds): boolean {
  return (
    inner.left > outer.left &&
    inner.right < outer.right &&
    inner.top > outer.top &&
    inner.bottom < outer.bottom
  )
}

test('what is no picture is an error, and the next one is read all the same', async (t) => {
  const { read } = await started(t)

  await assert.rejects(read(Buffer.from('no picture'), NEVER), { message: /^the picture cannot be read: / })

  assert.deepEqual((await read(await pngOf('#fff', { blank: true }), NEVER)).lines, [])
})

test('a process that ends in the middle of a picture is told', async (t) => {
  const { read, stop } = await started(t)

  const reading = assert.rejects(read(await pngOf('#fff'), NEVER), {
    message: 'the process that reads pictures ended with SIGKILL',
  })
  await stop()

  await reading
})

test('the data of a language is linked from its package', async (t) => {
  const made = await folder(t)
  const { stop } = await readingProcess({ folder: made, languages: 'eng' })(NEVER)
  await stop()

  assert.match(await readlink(join(made, 'eng.traineddata.gz')), /@tesseract\.js-data\/eng\/4\.0\.0_best_int/)
})

test('a language that is not installed is named with what to do', async (t) => {
  await assert.rejects(started(t, 'eng+xyz'), {
    message: 'the data for reading pictures in xyz is not installed: npm install @tesseract.js-data/xyz',
  })
})
