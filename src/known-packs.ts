import type { Pack } from './driving/pack.ts'
import type { PackOf } from './processes/standings.ts'

/** The packs as the use cases know them: which one would drive an app in a version. */
export function knownPacks(packs: { find: (app: string, version?: string) => Pack | undefined }): PackOf {
  return (app, appVersion) => {
    const pack = appVersion === null ? packs.find(app) : packs.find(app, appVersion)
    return pack && { package_name: pack.target.package_name, hash: pack.hash }
  }
}
