import Sqlite from 'better-sqlite3'
import type { Database } from './database.ts'

/** A key that somebody has taken back, or exchanged for another. */
interface EndedKey {
  key_id: string
  retires_at: string | null
  revoked_at: string | null
}

const ENDED =
  'SELECT key_id, retires_at, revoked_at FROM api_keys WHERE revoked_at IS NOT NULL OR retires_at IS NOT NULL'

const END = `
  UPDATE api_keys SET retires_at = coalesce(retires_at, @retires_at), revoked_at = coalesce(revoked_at, @revoked_at)
  WHERE key_id = @key_id
    AND (retires_at IS NULL AND @retires_at IS NOT NULL OR revoked_at IS NULL AND @revoked_at IS NOT NULL)`

/**
 * Takes back in a restored database what was taken back in the present one: a backup must not open the door again to a key that leaked
 * after it was made.
 * @param present file of the database that is being replaced
 * @returns how many keys it were; null when the present database cannot be read
 */
export function keepRevocations(present: string, restored: Database): number | null {
  const ended = endedKeys(present)
  if (ended === null || !hasKeys(restored)) return ended === null ? null : 0
  const end = restored.prepare<EndedKey>(END)
  return restored.transaction(() => ended.reduce((count, key) => count + end.run(key).changes, 0))()
}

function endedKeys(present: string): EndedKey[] | null {
  try {
    const db = new Sqlite(present, { readonly: true, fileMustExist: true })
    try {
      return hasKeys(db) ? db.prepare<[], EndedKey>(ENDED).all() : []
    } finally {
      db.close()
    }
  } catch {
    // A damaged database is the usual reason for a restore: that it cannot tell is an answer.
    return null
  }
}

/** A database of an earlier release has none. */
function hasKeys(db: Database): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'api_keys'").get() !== undefined
}
