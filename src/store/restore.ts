import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { type BackupManifest, readManifest } from './backup-list.ts'
import { hashOf } from './backup.ts'
import { DatabaseDamaged } from './damage.ts'
import type { Database } from './database.ts'
import { soundMark, writeMark } from './database-mark.ts'
import { renameDurably, stampOf, syncPath } from './durable-files.ts'
import { contentsOf, structuralFindings } from './integrity.ts'
import { databaseFileOf } from './kept-database.ts'
import { keepRevocations } from './kept-revocations.ts'
import { newestSchema, SchemaTooNew } from './migrate.ts'
import { isCorruption } from './storage-errors.ts'

/** What was accepted after the backup was taken and is therefore no longer known. */
export interface LaterWrites {
  /** How many processes. */
  processes: number
  /** How many of them had not ended. */
  unfinished: number
  /** The first of them, oldest first. */
  first: { process_id: string; system: string; request_id: string; status: string }[]
}

export interface Restored {
  /** The database that was there before, moved aside; null when there was none. */
  previous: string | null
  schema: number
  /** When the backup was taken, null when there is no manifest beside it. */
  taken_at: string | null
  /** Null when there was no database, or when it could not be read. */
  later: LaterWrites | null
  /** Keys that were taken back after the backup and stay so; null when there was no database, or when it could not be read. */
  revoked: number | null
}

/** A database and what lies beside it while it is in use or was not closed. */
const PARTS = ['', '-wal', '-shm']

const UNTOUCHED = 'Nothing was changed'

/** Processes of those that are lost that are named. */
const MOST_NAMED = 20

/**
 * Puts a backup in the place of the database of a data directory, which must be locked by us. The present one is moved aside, never removed.
 * @throws DatabaseDamaged when the backup is not whole, SchemaTooNew, or Error when it is not there or no database of ours; nothing has been changed then
 */
export async function restoreBackup({
  dataDir,
  backup,
  now,
}: {
  dataDir: string
  backup: string
  now: Date
}): Promise<Restored> {
  if (statSync(backup, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Error(`there is no backup ${backup}`)
  const manifest = readManifest(backup)
  if (manifest !== null) await proveHash(backup, manifest)
  const file = databaseFileOf(dataDir)
  const incoming = `${file}.restoring`
  removeWithLog(incoming)
  try {
    copyWithLog(backup, incoming)
    const contents = prove(incoming, backup)
    const revoked = existsSync(file) ? revokeIn(incoming, file) : null
    syncPath(incoming)
    const previous = moveAside(file, path.join(dataDir, `replaced-${stampOf(now)}`))
    renameDurably(incoming, file)
    writeMark(dataDir, soundMark(false))
    return {
      previous,
      schema: contents.schema,
      taken_at: manifest?.taken_at ?? null,
      later: previous === null ? null : laterWrites(previous, contents.last_process_id ?? ''),
      revoked,
    }
  } finally {
    removeWithLog(incoming)
  }
}

/**
 * A database that was moved aside may have changes in its log that are nowhere else. Its last connection, in `prove`, folds them into the copy.
 */
function copyWithLog(database: string, target: string): void {
  copyFileSync(database, target)
  if (existsSync(`${database}-wal`)) copyFileSync(`${database}-wal`, `${target}-wal`)
}

function removeWithLog(database: string): void {
  for (const suffix of PARTS) rmSync(`${database}${suffix}`, { force: true })
}

async function proveHash(backup: string, manifest: BackupManifest): Promise<void> {
  const { sha256 } = await hashOf(backup)
  if (sha256 !== manifest.sha256)
    throw new Error(`backup ${backup} is not what was written: its SHA-256 is not the manifest's`)
}

/** @throws DatabaseDamaged, SchemaTooNew, or Error when it is no database of ours */
function prove(incoming: string, backup: string): ReturnType<typeof contentsOf> {
  const db = new Sqlite(incoming)
  try {
    const findings = findingsIn(db)
    if (findings.length > 0) throw new DatabaseDamaged(backup, findings.join('; '), UNTOUCHED)
    const contents = contentsOf(db)
    if (contents.schema === 0) throw new Error(`${backup} is no database of ours`)
    if (contents.schema > newestSchema())
      throw new SchemaTooNew(
        `backup ${backup} is at schema ${contents.schema} and this build knows ${newestSchema()}`,
      )
    renewEpoch(db)
    return contents
  } finally {
    db.close()
  }
}

function revokeIn(incoming: string, present: string): number | null {
  const db = new Sqlite(incoming)
  try {
    return keepRevocations(present, db)
  } finally {
    db.close()
  }
}

/** Numbers of events are given again from here on: who was told some of them before must see that these are others. */
function renewEpoch(db: Database): void {
  // A backup of an earlier release has none: it gets its first one when it is brought up to date.
  const has = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'event_epoch'").get()
  if (has) db.prepare('UPDATE event_epoch SET epoch = lower(hex(randomblob(4)))').run()
}

/** What is too broken to be looked through is a finding as well. */
function findingsIn(db: Database): string[] {
  try {
    return structuralFindings(db)
  } catch (error) {
    if (error instanceof Error && isCorruption(error)) return [error.message]
    throw error
  }
}

/** @returns where the database is now, null when there was none */
function moveAside(file: string, directory: string): string | null {
  const parts = PARTS.filter((suffix) => existsSync(`${file}${suffix}`))
  if (parts.length === 0) return null
  mkdirSync(directory, { mode: 0o700 })
  for (const suffix of parts) {
    renameSync(`${file}${suffix}`, path.join(directory, `${path.basename(file)}${suffix}`))
  }
  syncPath(directory)
  const previous = path.join(directory, path.basename(file))
  return existsSync(previous) ? previous : null
}

function laterWrites(previous: string, lastProcessId: string): LaterWrites | null {
  try {
    const db = new Sqlite(previous, { readonly: true, fileMustExist: true })
    try {
      const count = db
        .prepare<[string], { processes: number; unfinished: number }>(
          'SELECT count(*) AS processes, count(*) - count(finished_at) AS unfinished FROM processes WHERE process_id > ?',
        )
        .get(lastProcessId)
      const first = db
        .prepare<[string, number], LaterWrites['first'][number]>(
          'SELECT process_id, system, request_id, status FROM processes WHERE process_id > ? ORDER BY process_id LIMIT ?',
        )
        .all(lastProcessId, MOST_NAMED)
      return { processes: 0, unfinished: 0, ...count, first }
    } finally {
      db.close()
    }
  } catch {
    // A damaged database is the usual reason for a restore: that it cannot tell is an answer.
    return null
  }
}
