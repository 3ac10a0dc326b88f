import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { parseScreen } from '../../devices/screen-parser.ts'
import { driversDirectoryOf } from '../../drivers-directory-setting.ts'
import type { Fixture } from '../../driving/check-fixtures.ts'
import { readPack, readPacks, type PackReading } from '../../driving/load-packs.ts'
import { createShelf, type PackShelf } from '../../driving/pack-shelf.ts'
import type { Pack } from '../../driving/pack.ts'
import { readPackFile } from '../../driving/pack-files.ts'
import { settlePacks, type SettledPacks } from '../../driving/settle-packs.ts'
import { BadUsage } from '../bad-usage.ts'

/** Apps and what belongs to them have names that are also names of folders and files. */
const APP_NAME = /^[a-z][a-z0-9_]{0,59}$/

/** Larger recordings are none: a screen has some 100 KB. */
const MOST_FIXTURE_BYTES = 4 * 1024 * 1024

/** A pack that was named on the command line: the packs of an app by version, and where its recorded screens are. */
export interface NamedPack {
  shelf: PackShelf
  app: string
  screensFolder: string
}

/**
 * Finds a pack by the name of its app, or by the path of its file.
 * @throws BadUsage when there is none; InvalidPack when it cannot be used
 */
export async function findPack(given: string): Promise<NamedPack> {
  const file = await fileOf(given)
  if (file !== null) {
    const pack = readPack(await readPackFile(path.dirname(file), path.basename(file)), path.basename(file))
    return {
      shelf: createShelf([pack]),
      app: pack.app,
      screensFolder: path.join(path.dirname(file), 'screens'),
    }
  }
  const app = mustBeAppName(given)
  const directory = driversDirectoryOf(process.env)
  const readings = await readPacks(directory)
  const ofApp = new Set(readings.filter((one) => one.app === app).map(({ file }) => file))
  if (ofApp.size === 0) {
    throw new BadUsage(`there is no pack of ${app} in ${directory}; name an app of "drivers list" or a file`)
  }
  const { used, problems } = settleAfresh(readings)
  const wrong = problems.find(({ file }) => ofApp.has(file))
  if (wrong) throw wrong.error
  const packs = used.filter(({ file }) => ofApp.has(file))
  return { shelf: createShelf(packs), app, screensFolder: screensFolderOf(app) }
}

/** Which of the packs a daemon would use that has never used any: good ones may still not go together. */
export function settleAfresh(readings: readonly PackReading[]): SettledPacks {
  return settlePacks({ readings, before: new Map(), isNeeded: () => false })
}

/** The one pack for a version of the app, the newest without one. @throws BadUsage when there is none */
export function packFor({ shelf, app }: NamedPack, version?: string): Pack {
  const pack = shelf.find(app, version)
  if (!pack) throw new BadUsage(`there is no pack of ${app}`)
  return pack
}

/** The path that was given; null when it is the name of an app. */
async function fileOf(given: string): Promise<string | null> {
  if (!given.includes('/') && !given.endsWith('.json')) return null
  const found = await stat(given).catch(() => null) // whatever is wrong with it, it cannot be used as a path
  if (found === null) throw new BadUsage(`there is no file ${given}`)
  return path.resolve(found.isDirectory() ? path.join(given, 'driver.json') : given)
}

/** @throws BadUsage */
export function mustBeAppName(app: string): string {
  if (APP_NAME.test(app)) return app
  throw new BadUsage(`"${app}" is no name of an app: small letters, digits and _, beginning with a letter`)
}

/** Where the recorded screens of an app are kept. */
export function screensFolderOf(app: string): string {
  return path.join(driversDirectoryOf(process.env), app, 'screens')
}

/** Every recorded screen of a folder, in the order of their names; none when there is no such folder. @throws BadUsage for one that is none */
export async function readFixtures(folder: string): Promise<Fixture[]> {
  const found = await stat(folder).catch(() => null) // a pack without recordings is one that is just being written
  if (!found?.isDirectory()) return []
  const files = (await readdir(folder)).filter((name) => name.endsWith('.xml')).toSorted()
  const fixtures: Fixture[] = []
  for (const file of files) fixtures.push(await readFixture(path.join(folder, file)))
  return fixtures
}

async function readFixture(file: string): Promise<Fixture> {
  const { size } = await stat(file)
  if (size > MOST_FIXTURE_BYTES) throw new BadUsage(`${file} has ${size} bytes, which is no recorded screen`)
  try {
    return { file: path.basename(file), screen: parseScreen(await readFile(file, 'utf8')) }
  } catch (cause) {
    throw new BadUsage(`${file} is no recorded screen: ${String(cause)}`, { cause })
  }
}
