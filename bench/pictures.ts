import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { encodePicture, isBlack, type PictureShape } from '../src/devices/picture.ts'
import { readingProcess } from '../src/devices/ocr/reading-process.ts'
import { textScreen } from '../src/devices/ocr/text-screen.ts'
import type { View } from '../src/virtual-phone/android/view.ts'
import { createTestScreen, type TestScreen } from '../test/support/virtual-screen.ts'

// What a picture of a phone costs, and how much of it is read: npx tsx bench/pictures.ts
const NEVER = new AbortController().signal
const ENCODES = 20

type Scene = readonly [name: string, open: (screen: TestScreen) => Promise<unknown>]

const SCENES: readonly Scene[] = [
  ['feed', async () => undefined],
  ['search', (screen) => screen.go('search_button')],
  ['profile', (screen) => screen.go('tab_profile')],
  ['edit profile', (screen) => screen.go('tab_profile', 'edit_profile_button')],
  ['rating dialog', (screen) => dialog(screen, 'rate_us')],
  ['update dialog', (screen) => dialog(screen, 'update_available')],
]

async function dialog({ clips, clock }: TestScreen, kind: 'rate_us' | 'update_available'): Promise<void> {
  clips.scheduleDialog(kind)
  await clock.advance(1_000)
}

/** Every word that is drawn, but for what a dialog covers: only the window on top counts. */
function wordsOn({ windows }: TestScreen): string[] {
  const top = windows.all().findLast(({ type }) => type === 'application' || type === 'dialog')
  const texts: string[] = []
  const walk = (view: View): void => {
    if (!view.visible) return
    if (view.text !== null && !view.range) texts.push(view.text)
    view.children.forEach(walk)
  }
  const root = top?.root()
  if (root) walk(root)
  return wordsOf(texts.join(' '))
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}@#]+/gu, ' ')
  return plain.split(' ').filter((word) => word.length > 1)
}

const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-bench-'))
const reader = await readingProcess({ folder, languages: 'eng' })(NEVER)
const totals = { read: 0, written: 0, rss: 0 }
let feed: Buffer = Buffer.alloc(0)
try {
  for (const [name, open] of SCENES) {
    const screen = createTestScreen()
    await screen.openClips()
    await open(screen)
    const png = await screen.screenshot()
    if (name === 'feed') feed = png
    const startMs = performance.now()
    const { lines, rss } = await reader.read(png, NEVER)
    const ms = Math.round(performance.now() - startMs)
    const { root } = textScreen({ lines, packageName: '', display: { width: 720, height: 1600 } })
    const read = new Set(wordsOf(root.children.map(({ text }) => text).join(' ')))
    const written = wordsOn(screen)
    const right = written.filter((word) => read.has(word)).length
    totals.read += right
    totals.written += written.length
    totals.rss = Math.max(totals.rss, rss)
    console.log(`${name}: ${right} of ${written.length} words, ${ms} ms, PNG of ${png.length} bytes`)
  }
} finally {
  await reader.stop()
  rmSync(folder, { recursive: true, force: true })
}
const share = ((100 * totals.read) / totals.written).toFixed(1)
console.log(
  `all: ${share} % of the words read letter by letter; process ${Math.round(totals.rss / 2 ** 20)} MiB`,
)

await time('is it black', () => isBlack(feed))
for (const shape of [
  { format: 'jpeg', width: null },
  { format: 'jpeg', width: 540 },
  { format: 'jpeg', width: 180 },
  { format: 'png', width: 360 },
] as const satisfies readonly PictureShape[]) {
  const { bytes } = await encodePicture(feed, shape)
  await time(`${shape.format} ${shape.width ?? 720} (${bytes.length} bytes)`, () =>
    encodePicture(feed, shape),
  )
}

async function time(what: string, run: () => Promise<unknown>): Promise<void> {
  const startMs = performance.now()
  const startCpu = process.cpuUsage()
  for (let times = 0; times < ENCODES; times++) await run()
  const cpu = process.cpuUsage(startCpu)
  const ms = (performance.now() - startMs) / ENCODES
  const cpuMs = (cpu.user + cpu.system) / 1000 / ENCODES
  console.log(`${what}: ${ms.toFixed(1)} ms, ${cpuMs.toFixed(1)} ms of processor`)
}
