import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { Store } from '../store/store.ts'
import type { EvidenceFiles } from './evidence-files.ts'
import type { EvidenceLibrary } from './evidence-library.ts'

export interface EvidenceUpkeepDeps {
  store: Pick<Store, 'read'>
  library: EvidenceLibrary
  files: EvidenceFiles
  /** Pieces older than this lose their bytes. */
  keepDays: number
  clock: Clock
  log: Logger
}

/** What keeps evidence within its limits, behind everybody's back. */
export interface EvidenceUpkeep {
  start: () => void
  /** Prunes soon: the quota is nearly used up. */
  wake: () => void
  /** Removes what is too old or too much, in small slices; resolves when that is done or `signal` aborts. */
  pruneOnce: (signal: AbortSignal) => Promise<void>
  /** Makes files and rows agree: files that no row speaks of are removed, rows whose file is gone say so. */
  sweepOnce: (signal: AbortSignal) => Promise<void>
  stop: () => Promise<void>
}

const DAY_MS = 24 * 60 * 60 * 1000
const EVERY_MS = 10 * 60 * 1000
/** A start has other things to do first. */
const FIRST_PAUSE_MS = 60 * 1000
/** Between two slices, so that most of the time is everybody else's. */
const SLICE_PAUSE_MS = 20

/** The first two digits of hashes, and what follows the last. */
const PREFIXES = Array.from({ length: 256 }, (_, number) => number.toString(16).padStart(2, '0'))
const AFTER_LAST = 'g'

export function createEvidenceUpkeep(deps: EvidenceUpkeepDeps): EvidenceUpkeep {
  const { store, library, files, keepDays, clock, log } = deps
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  let wakeUp: (() => void) | null = null

  async function pruneOnce(signal: AbortSignal): Promise<void> {
    const old = new Date(clock.now().getTime() - keepDays * DAY_MS).toISOString()
    let pieces = 0
    for (let slice = -1; slice !== 0; pieces += slice) {
      slice = await library.dropOldest(old)
      await clock.sleep(SLICE_PAUSE_MS, signal)
    }
    // Not begun before it is crowded, and then with some to spare: one slice a piece would be no small slices.
    for (let slice = library.isCrowded() ? -1 : 0; slice !== 0; pieces += Math.max(slice, 0)) {
      slice = library.isRoomy() ? 0 : await library.dropOldest(clock.now().toISOString())
      await clock.sleep(SLICE_PAUSE_MS, signal)
    }
    if (pieces > 0) log.info({ pieces, used_bytes: library.usedBytes() }, 'old evidence removed')
  }

  async function sweepOnce(signal: AbortSignal): Promise<void> {
    for (const [number, prefix] of PREFIXES.entries()) {
      const there = new Set(await files.list(prefix))
      const known = store.read.artifacts.files(prefix, PREFIXES[number + 1] ?? AFTER_LAST)
      const gone = known.filter(({ sha256 }) => !there.has(sha256))
      const listed = new Set(known.map(({ sha256 }) => sha256))
      for (const { sha256 } of gone) await library.reconcile(sha256, false)
      for (const sha256 of there) if (!listed.has(sha256)) await library.reconcile(sha256, true)
      await clock.sleep(SLICE_PAUSE_MS, signal)
    }
  }

  async function run(): Promise<void> {
    const { signal } = stopping
    for (let turn = 0; !signal.aborted; turn++) {
      try {
        await pause(turn === 0 ? FIRST_PAUSE_MS : EVERY_MS)
        // Files and rows only part when the daemon dies, or when somebody else lays hands on the files.
        if (turn === 0) await sweepOnce(signal)
        await pruneOnce(signal)
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'evidence could not be pruned')
      }
    }
  }

  /** Ends early when somebody wakes it or we stop. */
  async function pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = clock.after(ms, resolve)
      wakeUp = () => {
        cancel()
        resolve()
      }
    })
    wakeUp = null
  }

  return {
    start() {
      running = run()
    },
    wake: () => wakeUp?.(),
    pruneOnce,
    sweepOnce,
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      wakeUp?.()
      await running
    },
  }
}
