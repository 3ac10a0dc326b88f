import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { driversDirectoryOf } from '../../drivers-directory-setting.ts'
import type { DriverPack } from '../../domain/driver-pack.ts'
import { checkPack } from '../../driving/check-pack.ts'
import { BadUsage } from '../bad-usage.ts'
import type { Finding } from './outcome.ts'
import { mustBeAppName } from './pack-argument.ts'
import { withPhone, type PhoneOptions } from './reach-phone.ts'

export type NewPackOptions = PhoneOptions

const ROOT = import.meta.resolve('#package.json')
/** A pack that can be used and finds nothing: "drivers check" tells what of it is still to be found. */
const TEMPLATE = fileURLToPath(new URL('data/driver-template.json', ROOT))
const SCHEMA = fileURLToPath(new URL('data/driver.schema.json', ROOT))

/** Begins a pack for the app that is in front: its package, activity and version are filled in, everything else is to be found. */
export async function newPack(app: string, options: NewPackOptions): Promise<Finding> {
  const file = path.join(driversDirectoryOf(process.env), mustBeAppName(app), 'driver.json')
  return withPhone<Finding>(options, 'drivers new', async (phone) => {
    const { package_name, activity } = await phone.frontApp()
    const version = await phone.versionOf(package_name)
    const document = {
      ...(await readTemplate()),
      $schema: path.relative(path.dirname(file), SCHEMA),
      app,
      name: app,
      package: package_name,
      activity,
      versions: versionsFrom(version),
    }
    await writeOnce(file, `${JSON.stringify(document, null, 2)}\n`)
    console.log(file)
    console.log(`${package_name} ${version ?? 'of an unknown version'}, started by ${activity}`)
    return 'fine'
  })
}

/** The template as a checked document. */
export async function readTemplate(): Promise<DriverPack> {
  return checkPack(JSON.parse(await readFile(TEMPLATE, 'utf8')), 'data/driver-template.json')
}

/** From the version that is there up to the next one that calls itself another: `3.4.1` gives `3.4` to below `4`. */
export function versionsFrom(version: string | undefined): DriverPack['versions'] {
  const [, major = '0', minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(version ?? '') ?? []
  return { from: `${major}.${minor}`, below: String(Number(major) + 1) }
}

/** @throws BadUsage when there is a pack already: it is somebody's work */
async function writeOnce(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  try {
    await writeFile(file, content, { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    throw new BadUsage(`${file} is there already`, { cause: error })
  }
}
