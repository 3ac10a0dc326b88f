import { RETRY_LIMITS } from '../../src/domain/retry.ts'
import { endAttempt } from '../../src/scheduler/item-moves.ts'
import type { AttemptRow } from '../../src/store/attempts.ts'
import type { ClaimedItem } from '../../src/store/claims.ts'
import type { World } from './world.ts'

// The items that another attempt holds by now come first: they have most to lose.
const ENDED = `
  SELECT attempts.* FROM attempts JOIN queue_items USING (queue_item_id)
  WHERE ended_at IS NOT NULL ORDER BY status = 'EXECUTING' DESC, started_at, attempts.rowid`

/** Of the most promising ones. */
const MOST = 3

/**
 * An attempt that is over reports everything that a run can report. The lock on the data directory and the lanes keep such reports away;
 * the fence must hold by itself.
 */
export function reportStale({ boot, db, random, violations }: World, index: number): void {
  const ended = db.prepare<[], AttemptRow>(ENDED).all()
  const attempt = ended[index % Math.max(1, Math.min(MOST, ended.length))]
  const row = attempt && boot.store.read.queueItems.find(attempt.queue_item_id)
  if (!row) return
  const item: ClaimedItem = { ...row, attempt: attempt.attempt, boot_id: attempt.boot_id }
  const at = boot.clock.now().toISOString()
  const moves = { clock: boot.clock, newId: () => `stale-${index}`, random, retryLimits: RETRY_LIMITS }
  const written = boot.store.write('end_attempt', (tables) => {
    const before = totalChanges()
    tables.claims.begin({ ...item, at })
    tables.claims.saveProgress({ ...item, progress: '{}' })
    tables.attempts.setSession({ ...item, session_id: 'stale', container: 'stale', at })
    endAttempt(tables, moves, { item, from: 'EXECUTING', outcome: { kind: 'done', result: '{}' } })
    endAttempt(tables, moves, { item, from: 'CLAIMED', outcome: { kind: 'put_back' } })
    tables.leases.release({ ...item, at })
    const changes = totalChanges() - before
    if (changes > 0) violations.push(`a stale report of ${item.queue_item_id} changed ${changes} rows`)
  })
  // Refused when the disk is full or the boot dies: then it has changed nothing either.
  void written.catch(() => undefined)

  function totalChanges(): number {
    return db.prepare<[], number>('SELECT total_changes()').pluck().get() ?? 0
  }
}
