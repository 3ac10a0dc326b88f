import { existsSync } from 'node:fs'
import { mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The npm packages that an Appium home needs; the driver's own dependencies lie inside its package. */
const PACKAGES = ['appium', 'appium-uiautomator2-driver'] as const

/**
 * Makes `folder` an APPIUM_HOME: a package.json that names the driver and node_modules with links into our own install. Appium finds the
 * driver only in its home, and wants to write its cache there, which a read-only install would refuse (source: virtual-phone 2).
 * May be repeated; the links follow an install that moved.
 * @returns Appium's start script
 */
export async function prepareAppiumHome(folder: string): Promise<string> {
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
  return join(packageFolder('appium'), 'index.js')
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
