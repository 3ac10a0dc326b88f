import path from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Clock } from './domain/clock.ts'
import { createPackLibrary, type PackLibrary } from './driving/pack-library.ts'
import { knownPacks } from './known-packs.ts'
import type { PackOf } from './processes/standings.ts'
import { createSightings, type Sightings } from './sightings.ts'
import type { Store } from './store/store.ts'

/** The library with what others want to know of its packs. */
export interface DaemonPacks extends PackLibrary {
  /** Which pack would drive an app in a version. */
  packOf: PackOf
  /** What the packs' elements looked like before. */
  sightings: Sightings
}

/**
 * The driver packs as the daemon uses them: read, watched, and the last good ones kept in its data directory.
 * @throws InvalidPack when there is not a single good one
 */
export async function openDaemonPacks({
  config,
  dataDir,
  store,
  clock,
  log,
}: {
  config: Pick<Config, 'driversDir'>
  dataDir: string
  store: Store
  clock: Clock
  log: Logger
}): Promise<DaemonPacks> {
  const packs = createPackLibrary({
    directory: config.driversDir,
    keptDirectory: path.join(dataDir, 'packs'),
    isNeeded: store.read.accounts.hasApp,
    clock,
    log,
  })
  await packs.start()
  return {
    ...packs,
    packOf: knownPacks(packs),
    sightings: createSightings({ directory: config.driversDir, log }),
  }
}
