import type { Pack } from './pack.ts'
import { compareVersions, supportsVersion } from './supports-version.ts'

/** The packs that there are, by app and version of the app. */
export interface PackShelf {
  /** In the order of the alphabet. */
  apps: () => string[]
  /**
   * The pack for that version of the app. A version outside of every range gets the nearest range below it, or the oldest when it is older
   * than all: it may still work, since every effect is proven. Without a version the newest range. Undefined when the app has no pack.
   */
  find: (app: string, version?: string) => Pack | undefined
  /** By app, then from the oldest range to the newest. */
  all: () => readonly Pack[]
}

/** @param packs of one app do not overlap in their versions (settle-packs.ts) */
export function createShelf(packs: readonly Pack[]): PackShelf {
  const byApp = new Map<string, Pack[]>()
  for (const pack of packs.toSorted((a, b) => compareVersions(a.versions.from, b.versions.from))) {
    byApp.set(pack.app, [...(byApp.get(pack.app) ?? []), pack])
  }
  const apps = [...byApp.keys()].toSorted()
  return {
    apps: () => apps,
    all: () => apps.flatMap((app) => byApp.get(app) ?? []),
    find(app, version) {
      const ranges = byApp.get(app) ?? []
      if (version === undefined) return ranges.at(-1)
      return (
        ranges.find((pack) => supportsVersion(pack, version)) ??
        ranges.findLast(({ versions }) => compareVersions(versions.from, version) <= 0) ??
        ranges[0]
      )
    },
  }
}
