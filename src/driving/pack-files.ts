import { constants } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { InvalidPack } from './check-pack.ts'

/** A pack of a large app has 100 KiB. */
const MOST_BYTES = 1024 * 1024

/** `driver.json`, and further ones for other versions of the same app. */
const PACK_FILE = /^driver(?:-[A-Za-z0-9._-]+)?\.json$/

/** A file that is, or ought to be, a driver pack. */
export interface PackFile {
  /** Name of the folder: the app's. */
  app: string
  /** Below the directory: `clips/driver.json`. */
  file: string
}

/** Every `<app>/driver.json` and `<app>/driver-*.json` below the directory, in the order of the alphabet. @throws when it cannot be listed */
export async function listPackFiles(directory: string): Promise<PackFile[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const apps = entries.filter(({ name }) => !name.startsWith('.')).map(({ name }) => name)
  const files = await Promise.all(apps.toSorted().map((app) => listFolder(directory, app)))
  return files.flat()
}

async function listFolder(directory: string, app: string): Promise<PackFile[]> {
  const folder = path.join(directory, app)
  // Asked of what a link leads to as well: a pack may be kept elsewhere. Nothing at its end is no folder.
  const found = await stat(folder).catch(() => null)
  if (!found?.isDirectory()) return []
  // A folder that cannot be listed is this app's misfortune alone: that its file cannot be read is told when it is.
  const listed = await readdir(folder).catch(() => ['driver.json'])
  const names = listed.filter((name) => PACK_FILE.test(name))
  return names.toSorted().map((name) => ({ app, file: `${app}/${name}` }))
}

/** Tells apart what a file held at two moments without reading it. */
export async function stampOf(directory: string, { file }: PackFile): Promise<string> {
  const found = await stat(path.join(directory, file)).catch(() => null)
  return found === null ? `${file} -` : `${file} ${found.mtimeMs} ${found.size} ${found.ino}`
}

/** @throws InvalidPack when it is no file, too large or cannot be read */
export async function readPackFile(directory: string, file: string): Promise<Buffer> {
  try {
    // Without waiting: a named pipe would keep the reader until somebody writes to it.
    const handle = await open(path.join(directory, file), constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const found = await handle.stat()
      if (!found.isFile()) throw refused(file, 'is not a file')
      if (found.size > MOST_BYTES)
        throw refused(file, `has ${found.size} bytes, at most ${MOST_BYTES} are taken`)
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof InvalidPack) throw error
    throw refused(file, `cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

function refused(file: string, message: string, options?: ErrorOptions): InvalidPack {
  return new InvalidPack(file, [{ path: '', message }], options)
}
