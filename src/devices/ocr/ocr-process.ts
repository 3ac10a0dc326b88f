import sharp from 'sharp'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Line, ReadAnswer } from './ocr-protocol.ts'

// The program that reads pictures: arguments are the folder of the language data and the languages ("eng+deu"); asked and answered over
// Node's channel between processes. Started and ended by text-reader.ts.

/** Small writing of a phone is read best with some 40 pixels a line (measured: docs/decisions/0018); a wider picture is made smaller. */
const READ_WIDTH = 1080

const Request = Compile(Type.Object({ id: Type.Integer(), picture: Type.Unsafe<Uint8Array>({}) }))

async function startRecognizer(langPath: string, languages: string): Promise<Worker> {
  const recognizer = await createWorker(languages, OEM.LSTM_ONLY, {
    langPath,
    cacheMethod: 'none', // it would write the unpacked data into the working directory
    gzip: true,
    // Without it a failure is thrown where nobody can catch it; the same failure ends the start below, by the parent's deadline.
    errorHandler: (error: unknown) => end(`the recognizer failed: ${String(error)}`),
  })
  await recognizer.setParameters({
    // Writing stands anywhere on a screen, in no order (source: tesseract manual, page segmentation modes).
    tessedit_pageseg_mode: PSM.SPARSE_TEXT,
    // Leptonica's Otsu: white writing on a video needs a threshold of its own in each part of the picture (measured: docs/decisions/0018).
    thresholding_method: '1',
    user_defined_dpi: '300',
    debug_file: '/dev/null', // else it tells each odd line on stderr
  })
  return recognizer
}

async function read(recognizer: Worker, picture: Uint8Array): Promise<Line[]> {
  const image = sharp(picture)
  const { width } = await image.metadata()
  const prepared = await image
    .removeAlpha()
    .resize({ width: READ_WIDTH })
    .grayscale()
    .png({ compressionLevel: 1 })
    .toBuffer()
  const { data } = await recognizer.recognize(prepared, {}, { text: false, blocks: true })
  const scale = width / READ_WIDTH
  const lines = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((one) => one.lines))
  return lines.map(({ words }) =>
    words.map(({ text, confidence, bbox }) => ({
      text,
      confidence,
      bounds: {
        left: Math.round(bbox.x0 * scale),
        top: Math.round(bbox.y0 * scale),
        right: Math.round(bbox.x1 * scale),
        bottom: Math.round(bbox.y1 * scale),
      },
    })),
  )
}

function answer(said: Omit<ReadAnswer, 'rss'>): void {
  process.send?.({ ...said, rss: process.memoryUsage.rss() })
}

function end(why: string): void {
  process.stderr.write(`${why}\n`)
  process.exitCode = 1
  process.disconnect()
}

async function main(): Promise<void> {
  const [, , langPath = '', languages = ''] = process.argv
  const starting = startRecognizer(langPath, languages)
  // The parent has gone, or has no more use for us; the recognizer's thread would keep the process alive.
  process.on('disconnect', () => process.exit())
  process.on('message', (message) => void serve(starting, message)) // serve answers its errors itself
  await starting
}

/** One at a time: the parent asks the next only after the answer. */
async function serve(starting: Promise<Worker>, message: unknown): Promise<void> {
  const { id, picture } = Request.Parse(message)
  try {
    answer({ id, lines: await read(await starting, picture) })
  } catch (error) {
    answer({ id, error: error instanceof Error ? error.message : String(error) })
  }
}

await main()
