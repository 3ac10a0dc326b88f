import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { listBackups } from '../store/backup-list.ts'
import type { DoChore } from './chores.ts'

export interface BackupsDeps {
  /** The database file. */
  source: string
  directory: string
  /** Time between two backups; null makes none. */
  everyMs: number | null
  clock: Clock
  log: Logger
  doChore: DoChore
  /** Bytes that are free where backups go. */
  freeBytes: () => number
  /** Bytes that a backup needs, about. */
  neededBytes: () => number
}

export interface Backups {
  start: () => void
  /** For `/readyz`: never a failure, only the age of the last backup. */
  check: () => { ok: true; message: string }
  /** Ends a backup in the middle; nothing half made stays under a backup's name. */
  stop: () => Promise<void>
}

/** Backups of the daemon's own that are kept. */
const KEPT = 7

/** A start has other things to do first. */
const FIRST_PAUSE_MS = 60_000
const RETRY_MS = 3_600_000
/** Ends a backup that hangs. */
const LONGEST_MS = 3_600_000

/** Makes a backup every so often, in a process of its own. */
export function createBackups(deps: BackupsDeps): Backups {
  const { source, directory, everyMs, clock, log } = deps
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  // Read once: `/readyz` is asked often, and nobody else writes here but a person.
  let lastAt = listBackups(directory)[0]?.manifest.taken_at ?? null

  async function run(periodMs: number): Promise<void> {
    const sinceMs = lastAt === null ? Infinity : clock.now().getTime() - new Date(lastAt).getTime()
    let pauseMs = Math.max(Math.min(periodMs - sinceMs, periodMs), FIRST_PAUSE_MS)
    for (;;) {
      try {
        await clock.sleep(pauseMs, stopping.signal)
      } catch {
        return // Stopped.
      }
      pauseMs = (await makeOne()) ? periodMs : Math.min(RETRY_MS, periodMs)
    }
  }

  async function makeOne(): Promise<boolean> {
    const startMs = clock.monotonicMs()
    const deadline = startDeadline(
      clock,
      LONGEST_MS,
      stopping.signal,
      () => new Error('the backup took too long'),
    )
    try {
      if (deps.freeBytes() < deps.neededBytes())
        throw new Error(
          `a backup needs ${deps.neededBytes()} bytes in ${directory} and there are ${deps.freeBytes()}`,
        )
      const now = clock.now().toISOString()
      const told = await deps.doChore(
        { chore: 'backup', source, directory, now, keep: KEPT },
        deadline.signal,
      )
      if (!('file' in told)) throw new Error('error' in told ? told.error : 'the backup told nothing')
      lastAt = now
      log.info({ file: told.file, ms: Math.round(clock.monotonicMs() - startMs) }, 'backup made')
      return true
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ err: error }, 'backup failed')
      return false
    } finally {
      deadline.end()
    }
  }

  return {
    start() {
      if (everyMs !== null) running = run(everyMs)
    },
    check() {
      if (lastAt !== null) return { ok: true, message: `last backup ${lastAt}` }
      return { ok: true, message: everyMs === null ? 'no backups are made' : 'no backup yet' }
    },
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      await running
    },
  }
}
