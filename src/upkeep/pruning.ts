import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { KnownFile } from '../store/artifacts.ts'
import { PRUNE_START, type PruneLimits } from '../store/retention.ts'
import type { Store } from '../store/store.ts'

export interface PruningDeps {
  store: Pick<Store, 'write'>
  /** How long finished processes are kept; null keeps them for ever. */
  keepDays: number | null
  clock: Clock
  log: Logger
  /** Told of files of evidence that no row speaks of any more. */
  onFilesFreed?: (files: readonly KnownFile[]) => void
  limits?: PruneLimits
}

export interface Pruning {
  start: () => void
  /** Removes everything that is old enough now; resolves when that is done or `signal` aborts. */
  pruneOnce: (signal: AbortSignal) => Promise<void>
  stop: () => Promise<void>
}

const DAY_MS = 24 * 60 * 60 * 1000
/** A start has other things to do first. */
const FIRST_PAUSE_MS = 10 * 60 * 1000
/** Between two slices, so that most of the time is everybody else's. */
const SLICE_PAUSE_MS = 10

/** A slice of this size asks for about 4 ms of the processor (docs/decisions/0009-storage.md). */
const LIMITS: PruneLimits = { looked: 200, removed: 120 }

/** Once a day removes finished processes that are older than they are kept, in slices. */
export function createPruning(deps: PruningDeps): Pruning {
  const { store, keepDays, clock, log, limits = LIMITS } = deps
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function pruneOnce(signal: AbortSignal): Promise<void> {
    if (keepDays === null) return
    const before = new Date(clock.now().getTime() - keepDays * DAY_MS).toISOString()
    let walk = PRUNE_START
    let processes = 0
    for (let done = false; !done;) {
      const slice = await store.write('prune', ({ retention, artifacts }) => {
        const pruned = retention.prune(before, walk, limits)
        return { ...pruned, files: artifacts.unused(pruned.files) }
      })
      walk = slice.walk
      done = slice.done
      processes += slice.processes
      if (slice.files.length > 0) deps.onFilesFreed?.(slice.files)
      await clock.sleep(SLICE_PAUSE_MS, signal)
    }
    if (processes > 0) log.info({ processes, before }, 'old processes removed')
  }

  async function run(): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = DAY_MS) {
      try {
        await clock.sleep(pauseMs, stopping.signal)
        await pruneOnce(stopping.signal)
      } catch (error) {
        if (stopping.signal.aborted) return
        log.warn({ err: error }, 'old processes could not be removed')
      }
    }
  }

  return {
    start() {
      if (keepDays !== null) running = run()
    },
    pruneOnce,
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      await running
    },
  }
}
