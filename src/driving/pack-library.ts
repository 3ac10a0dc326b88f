import path from 'node:path'
import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { InvalidPack } from './check-pack.ts'
import { createKeptPacks } from './kept-packs.ts'
import { readPacks, type PackReading } from './load-packs.ts'
import { createShelf, type PackShelf } from './pack-shelf.ts'
import type { Pack } from './pack.ts'
import { settlePacks, type PackProblem } from './settle-packs.ts'
import { watchPackFiles } from './watch-pack-files.ts'

export interface PackLibraryDeps {
  /** Has a folder per app with its packs. */
  directory: string
  /** Ours: where the last good packs are kept for the next start. */
  keptDirectory: string
  /** Whether accounts live on the app: its pack is kept when its file goes away. */
  isNeeded: (app: string) => boolean
  clock: Clock
  log: Pick<Logger, 'debug' | 'info' | 'warn'>
}

/**
 * The packs as they are on the disk at any moment: a changed file is taken up by what is looked up from then on; a broken one leaves the last
 * good one in use, over restarts too.
 */
export interface PackLibrary extends PackShelf {
  /** Reads the packs, then watches them. @throws InvalidPack when there is not a single good one */
  start: () => Promise<void>
  /** May come twice or before the start. */
  stop: () => Promise<void>
  /** Looks at the files now. @throws InvalidPack when there is not a single good one and never was */
  reload: () => Promise<void>
  /** For GET /readyz: work goes on with the packs that are used; the message names the files that cannot be, and why. */
  health: () => { ok: true; message?: string }
}

export function createPackLibrary(deps: PackLibraryDeps): PackLibrary {
  const { directory, isNeeded, clock, log } = deps
  const kept = createKeptPacks(deps.keptDirectory, log)
  let before: Map<string, Pack> | undefined
  let shelf = createShelf([])
  let problems: readonly PackProblem[] = []
  let looking: Promise<void> = Promise.resolve()
  const watching = watchPackFiles({ directory, clock, log, onChange: () => reload() })

  /** One look after the other. */
  function reload(): Promise<void> {
    const next = looking.then(look)
    looking = next.catch(() => undefined) // told to whoever asked for this look; it must not keep the next one from being made
    return next
  }

  async function look(): Promise<void> {
    before ??= await kept.read()
    const readings = await readPacks(directory).catch(unlisted)
    if (readings instanceof InvalidPack) return stayAs(before, [{ file: directory, error: readings }])
    const { used, problems: found } = settlePacks({ readings, before, isNeeded })
    if (used.length === 0) return stayAs(before, found.length > 0 ? found : [noPack()])
    await takeUp(used, readings)
    tell(found)
  }

  /** Better the packs that there were than none. @throws InvalidPack when there never were any */
  function stayAs(packs: ReadonlyMap<string, Pack>, found: readonly PackProblem[]): void {
    const [first] = found
    if (first && packs.size === 0) throw first.error
    if (shelf.apps().length === 0) shelf = createShelf([...packs.values()])
    tell(found)
  }

  /** Nothing is concluded from a directory that cannot be listed: not that its packs are gone. */
  function unlisted(error: unknown): InvalidPack {
    const why = error instanceof Error ? error.message : String(error)
    return new InvalidPack(directory, [{ path: '', message: `cannot be listed: ${why}` }], { cause: error })
  }

  async function takeUp(used: readonly Pack[], readings: readonly PackReading[]): Promise<void> {
    const old = before ?? new Map<string, Pack>()
    before = new Map(used.map((pack) => [pack.file, pack]))
    shelf = createShelf(used)
    for (const pack of used) {
      const { app, file, hash } = pack
      const old_hash = old.get(file)?.hash ?? null
      if (old_hash === hash) continue
      log.info({ app, file, old_hash, pack_hash: hash }, 'driver pack taken up')
      const reading = readings.find((one) => one.file === file)
      if (reading && 'bytes' in reading) await kept.keep(file, reading.bytes)
    }
    for (const file of old.keys()) {
      if (before.has(file)) continue
      log.info({ file }, 'driver pack let go')
      await kept.drop(file)
    }
  }

  /** Each problem once, and once when it is over. */
  function tell(now: readonly PackProblem[]): void {
    for (const { file, error } of now) {
      if (problems.some((one) => one.file === file && one.error.message === error.message)) continue
      /** Of what is used in its place; null for nothing. */
      const pack_hash = before?.get(file)?.hash ?? null
      log.warn({ file, problems: error.problems, pack_hash }, 'driver pack cannot be used')
    }
    for (const { file } of problems) {
      if (now.some((one) => one.file === file)) continue
      log.info({ file }, 'driver pack in order again')
    }
    problems = now
  }

  return {
    apps: () => shelf.apps(),
    find: (app, version) => shelf.find(app, version),
    all: () => shelf.all(),
    reload,
    async start() {
      // Watched first: what changes while the files are read for the first time is a change as any other.
      await watching.start()
      try {
        await reload()
      } catch (error) {
        watching.stop()
        throw error
      }
    },
    async stop() {
      watching.stop()
      await looking
    },
    health: () =>
      problems.length === 0
        ? { ok: true }
        : { ok: true, message: problems.map(({ error }) => error.message).join('; ') },
  }

  function noPack(): PackProblem {
    const file = path.join(directory, '*/driver.json')
    return { file, error: new InvalidPack(file, [{ path: '', message: 'is not there' }]) }
  }
}
