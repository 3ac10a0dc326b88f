import { statSync } from 'node:fs'
import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import type { KnownFile } from '../store/artifacts.ts'
import { backupDirectoryOf } from '../store/backup-list.ts'
import { databaseFileOf, type KeptDatabase } from '../store/kept-database.ts'
import { RESERVE_BYTES, type ReserveFile } from '../store/reserve-file.ts'
import type { Store } from '../store/store.ts'
import { createBackups } from './backups.ts'
import { doChore, type DoChore } from './chores.ts'
import { createDiskWatch, type StorageFailure } from './disk-watch.ts'
import { createEventPruning } from './event-pruning.ts'
import { createLogWatch } from './log-watch.ts'
import { createPruning } from './pruning.ts'

export interface UpkeepDeps {
  kept: KeptDatabase
  /** As the other parts see it: a test build may have put something in front of it. */
  store: Store
  reserve: ReserveFile
  dataDir: string
  backupEveryMs: number | null
  keepDays: number | null
  clock: Clock
  log: Logger
  /** Called when a full disk has room again. */
  onRoom: () => void
  /** Called when the database cannot be trusted any more; is to end the process. */
  onFailed: (failure: StorageFailure) => void
  /** As in `pruning.ts`. */
  onFilesFreed?: (files: readonly KnownFile[]) => void
  /** Processes of their own, unless a test does it another way. */
  doChore?: DoChore
}

export interface Upkeep {
  start: () => Promise<void>
  /** For `/readyz`. */
  checks: () => Record<'storage' | 'backup', { ok: boolean; message?: string }>
  /** Bytes of the write-ahead log, as last seen. */
  logBytes: () => number
  stop: () => Promise<void>
}

/** The thorough look after an unclean end waits until work has been taken up again. */
const CHECK_PAUSE_MS = 60_000
/** Ends a look that hangs. */
const LONGEST_CHECK_MS = 3_600_000

/** Everything that keeps the database in order while the daemon works: room on the disk, backups, retention, a look after a crash. */
export function createUpkeep(deps: UpkeepDeps): Upkeep {
  const { kept, store, reserve, dataDir, clock, log } = deps
  const source = databaseFileOf(dataDir)
  const chore = deps.doChore ?? doChore
  const stopping = new AbortController()
  let looking: Promise<void> = Promise.resolve()

  const disk = createDiskWatch({
    store,
    reserve,
    clock,
    log,
    onRoom: deps.onRoom,
    onFailed(failure) {
      if (failure.kind === 'corruption') kept.suspect(String(failure.cause))
      deps.onFailed(failure)
    },
  })
  const backups = createBackups({
    source,
    directory: backupDirectoryOf(dataDir),
    everyMs: deps.backupEveryMs,
    clock,
    log,
    doChore: chore,
    freeBytes: reserve.freeBytes,
    // Beside the copy the database itself must go on growing.
    neededBytes: () => statSync(source).size + 2 * RESERVE_BYTES,
  })
  const pruning = createPruning({
    store,
    keepDays: deps.keepDays,
    clock,
    log,
    ...(deps.onFilesFreed && { onFilesFreed: deps.onFilesFreed }),
  })
  const eventPruning = createEventPruning({ store, clock, log })
  const logWatch = createLogWatch({ source, clock, log })

  async function lookThoroughly(): Promise<void> {
    const signal = stopping.signal
    try {
      await clock.sleep(CHECK_PAUSE_MS, signal)
      const deadline = startDeadline(
        clock,
        LONGEST_CHECK_MS,
        signal,
        () => new Error('the check took too long'),
      )
      const told = await chore({ chore: 'check', source }, deadline.signal).finally(deadline.end)
      if ('error' in told) throw new Error(told.error)
      if (!('structure' in told)) throw new Error('the check told nothing')
      const { structure, rows } = told
      if (rows.length > 0) log.error({ findings: rows }, 'rows of the database contradict each other')
      if (structure.length === 0) return log.info('file of the database is whole after an unclean end')
      log.error({ findings: structure }, 'database is damaged')
      store.storage.failed(new Error(`the database is damaged: ${structure.join('; ')}`))
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'database could not be checked after an unclean end')
    }
  }

  return {
    async start() {
      await disk.start()
      backups.start()
      pruning.start()
      eventPruning.start()
      logWatch.start()
      if (kept.endedUncleanly) looking = lookThoroughly()
    },
    checks: () => ({ storage: disk.check(), backup: backups.check() }),
    logBytes: logWatch.bytes,
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      logWatch.stop()
      await Promise.all([disk.stop(), backups.stop(), pruning.stop(), eventPruning.stop(), looking])
    },
  }
}
