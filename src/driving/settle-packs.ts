import type { Problem } from '../domain/errors.ts'
import { InvalidPack } from './check-pack.ts'
import type { PackReading } from './load-packs.ts'
import type { Pack } from './pack.ts'
import { compareVersions } from './supports-version.ts'

/** Why a file is not used as it is now. */
export interface PackProblem {
  file: string
  error: InvalidPack
}

/** What is used from now on. No two packs of an app overlap in their versions. */
export interface SettledPacks {
  used: readonly Pack[]
  problems: readonly PackProblem[]
}

/**
 * Decides which packs are used: every good file; in place of a broken one what was used of it before. A file that is gone is let go, unless
 * its app would have none left and is needed. Where files do not go together, those that have changed give way.
 */
export function settlePacks({
  readings,
  before,
  isNeeded,
}: {
  readings: readonly PackReading[]
  /** What was used until now, by file. */
  before: ReadonlyMap<string, Pack>
  /** Whether accounts live on the app. */
  isNeeded: (app: string) => boolean
}): SettledPacks {
  const used: Pack[] = []
  const problems: PackProblem[] = []

  /** Takes the pack unless it does not go with those that are taken. @returns why not */
  function take(pack: Pack): InvalidPack | null {
    const against = used.flatMap((other) => conflict(pack, other))
    if (against.length > 0) return new InvalidPack(pack.file, against)
    used.push(pack)
    return null
  }

  function keepOld(file: string): void {
    const old = before.get(file)
    if (old) take(old)
  }

  const isSame = (reading: PackReading) =>
    'pack' in reading && reading.pack.hash === before.get(reading.file)?.hash
  for (const reading of readings) if (isSame(reading)) keepOld(reading.file)
  for (const reading of readings) {
    if ('pack' in reading) continue
    problems.push(reading)
    keepOld(reading.file)
  }
  for (const reading of readings) {
    if ('error' in reading || isSame(reading)) continue
    const error = misplaced(reading) ?? take(reading.pack)
    if (error === null) continue
    problems.push({ file: reading.file, error })
    keepOld(reading.file)
  }
  const present = new Set(readings.map(({ file }) => file))
  for (const [file, old] of before) {
    const replaced = used.some(({ app }) => app === old.app)
    if (present.has(file) || replaced || !isNeeded(old.app) || take(old) !== null) continue
    problems.push({
      file,
      error: new InvalidPack(file, [{ path: '', message: `is gone, and accounts live on ${old.app}` }]),
    })
  }
  return { used, problems }
}

function misplaced({ app, file, pack }: Extract<PackReading, { pack: Pack }>): InvalidPack | null {
  if (pack.app === app) return null
  return new InvalidPack(file, [{ path: '/app', message: `is ${pack.app} in the folder ${app}` }])
}

/** Why two packs cannot be used beside each other. */
function conflict(pack: Pack, other: Pack): Problem[] {
  const problems: Problem[] = []
  const isSamePackage = pack.target.package_name === other.target.package_name
  if (pack.app !== other.app) {
    if (isSamePackage)
      problems.push({ path: '/package', message: `belongs to the app ${other.app} (${other.file})` })
    return problems
  }
  if (!isSamePackage)
    problems.push({ path: '/package', message: `is ${other.target.package_name} in ${other.file}` })
  const { from, below } = other.versions
  if (compareVersions(pack.versions.from, below) < 0 && compareVersions(from, pack.versions.below) < 0)
    problems.push({
      path: '/versions',
      message: `overlaps with ${other.file}, which is for ${from} to below ${below}`,
    })
  return problems
}
