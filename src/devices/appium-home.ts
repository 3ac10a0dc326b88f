import { existsSync } from 'node:fs'
import { mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RunError } from '../domain/errors.ts'

/** The npm packages that an Appium home needs; the driver's own dependencies lie inside its package. */
const PACKAGES = ['appium', 'appium-uiautomator2-driver'] as const

/** Appium looks for a configuration in its folder and all above it, where anybody's could switch features on; this one it is told to take. */
const CONFIG_FILE = 'appium.json'
const CONFIG = { server: { address: '127.0.0.1', 'allow-insecure': [], 'relaxed-security': false } }

/** What Appium is started with. */
export interface AppiumHome {
  /** Its start script. */
  script: string
  /** Its configuration file. */
  config: string
}

/**
 * Makes `folder` an APPIUM_HOME: a package.json that names the driver and node_modules with links into our own install. Appium finds the
 * driver only in its home, and wants to write its cache there, which a read-only install would refuse (source: virtual-phone 2).
 * May be repeated; the links follow an install that moved. A home that cannot be used (a file in its place, a broken link) is thrown away and
 * made anew: nothing in it is anybody's.
 * @throws RunError 'session' that says what is in the way
 */
export async function prepareAppiumHome(folder: string): Promise<AppiumHome> {
  try {
    return await fillHome(folder)
  } catch {
    // The second failure tells what the first one would have.
    await forgetAppiumHome(folder)
  }
  try {
    return await fillHome(folder)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new RunError('session', `the APPIUM_HOME ${folder} cannot be made: ${why}`, {
      cause: error,
      rung: 'none',
    })
  }
}

/** Throws a home away; the next start makes it anew. Never throws: what is in the way is told by that start. */
export async function forgetAppiumHome(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}

async function fillHome(folder: string): Promise<AppiumHome> {
  const modules = join(folder, 'node_modules')
  await mkdir(modules, { recursive: true })
  const dependencies: Record<string, string> = {}
  for (const name of PACKAGES) {
    const installed = packageFolder(name)
    dependencies[name] = await versionOf(installed)
    await link(join(modules, name), installed)
  }
  const manifest = { name: 'phonefarm-appium-home', version: '1.0.0', private: true, dependencies }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const config = join(folder, CONFIG_FILE)
  await writeFile(config, JSON.stringify(CONFIG))
  return { script: join(packageFolder('appium'), 'index.js'), config }
}

/** The folder of an installed package. Not `require.resolve('…/package.json')`: the driver's `exports` do not offer it. */
function packageFolder(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.resolve(name)))
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder)
      throw new Error(`package ${name} has no package.json above ${import.meta.resolve(name)}`)
    folder = parent
  }
  return folder
}

async function versionOf(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return known && typeof manifest.version === 'string' ? manifest.version : '*'
}

async function link(path: string, target: string): Promise<void> {
  const current = await readlink(path).catch(() => null) // not a link, or nothing there: made anew
  if (current === target) return
  await rm(path, { recursive: true, force: true })
  await symlink(target, path, 'dir')
}
