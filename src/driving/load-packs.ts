import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Problem } from '../domain/errors.ts'
import { checkPack, InvalidPack } from './check-pack.ts'
import { buildPack, type Pack } from './pack.ts'
import { listPackFiles, readPackFile, type PackFile } from './pack-files.ts'
import { createShelf, type PackShelf } from './pack-shelf.ts'
import { scanJson } from './scan-json.ts'
import { settlePacks } from './settle-packs.ts'

/**
 * Reads every `<directory>/<app>/driver.json` and `driver-*.json`; a folder is named after its app.
 * @throws InvalidPack when one cannot be used
 */
export async function loadPacks(directory: URL | string): Promise<PackShelf> {
  const folder = directory instanceof URL ? fileURLToPath(directory) : directory
  const readings = await readPacks(folder)
  const { used, problems } = settlePacks({ readings, before: new Map(), isNeeded: () => false })
  const [first] = problems
  if (first) throw first.error
  return createShelf(used)
}

/** What a file of a pack turned out to be. */
export type PackReading = PackFile & ({ pack: Pack; bytes: Buffer } | { error: InvalidPack })

/** Reads and checks every pack by itself. @throws when the directory cannot be listed */
export async function readPacks(directory: string): Promise<PackReading[]> {
  const files = await listPackFiles(directory)
  return Promise.all(
    files.map(async (one): Promise<PackReading> => {
      try {
        const bytes = await readPackFile(directory, one.file)
        return { ...one, pack: readPack(bytes, one.file), bytes }
      } catch (error) {
        if (error instanceof InvalidPack) return { ...one, error }
        throw error
      }
    }),
  )
}

/**
 * Checks one pack's bytes.
 * @param source names the pack in errors, and is its `file`; a folder in it has to be named after the app
 * @throws InvalidPack
 */
export function readPack(bytes: Buffer, source: string): Pack {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  return buildPack(checkPack(parseJson(bytes, source), source), { hash, file: source })
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function parseJson(bytes: Buffer, source: string): unknown {
  const refused = (problems: readonly Problem[], cause?: unknown) =>
    new InvalidPack(source, problems, { cause })
  const text = textOf(bytes)
  if (text === null) throw refused([{ path: '', message: 'is not UTF-8' }])
  if (text.startsWith('\uFEFF'))
    throw refused([{ path: '', message: 'begins with a byte order mark: save it as UTF-8 without one' }])
  const problems = scanJson(text)
  if (problems.length > 0) throw refused(problems)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw refused([{ path: '', message: `is not JSON: ${whereIn(text, error)}` }], error)
  }
}

function textOf(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null // the decoder has nothing to say but that
  }
}

/** The parser's words, with the line where it says a position only. */
function whereIn(text: string, error: unknown): string {
  const words = error instanceof Error ? error.message : String(error)
  const at = /at position (\d+)(?!.*line)/su.exec(words)?.[1]
  if (at === undefined) return words
  const before = text.slice(0, Number(at)).split('\n')
  return `${words} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`
}
