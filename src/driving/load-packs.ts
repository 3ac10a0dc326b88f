import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { checkPack, InvalidPack } from './check-pack.ts'
import { buildPack, type Pack } from './pack.ts'

/**
 * Reads every `<directory>/<app>/driver.json`; a folder is named after its app.
 * @param directory ends with a slash
 * @returns packs by app
 * @throws InvalidPack when one cannot be used: better no start than runs that fail half-way
 */
export async function loadPacks(directory: URL): Promise<Map<string, Pack>> {
  const folders = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const packs = new Map<string, Pack>()
  for (const folder of folders.map(({ name }) => name).toSorted()) {
    const source = `${folder}/driver.json`
    const pack = readPack(await readFile(new URL(source, directory)), source)
    if (pack.app !== folder) {
      throw new InvalidPack(source, [{ path: '/app', message: `is ${pack.app} in the folder ${folder}` }])
    }
    packs.set(pack.app, pack)
  }
  return packs
}

/**
 * Checks one pack's bytes.
 * @param source names the pack in errors
 * @throws InvalidPack
 */
export function readPack(bytes: Buffer, source: string): Pack {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  return buildPack(checkPack(parseJson(bytes, source), source), hash)
}

function parseJson(bytes: Buffer, source: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new InvalidPack(source, [{ path: '', message: `is not JSON: ${String(error)}` }], { cause: error })
  }
}
