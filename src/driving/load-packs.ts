import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { checkPack, InvalidPack } from './check-pack.ts'
import { buildPack, type Pack } from './pack.ts'
import { listPackFiles, readPackFile, type PackFile } from './pack-files.ts'
import { createShelf, type PackShelf } from './pack-shelf.ts'
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

function parseJson(bytes: Buffer, source: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new InvalidPack(source, [{ path: '', message: `is not JSON: ${String(error)}` }], { cause: error })
  }
}
