import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { causesOf } from '../domain/error-causes.ts'
import { backupDirectoryOf, listBackups } from './backup-list.ts'
import { removeOldBackups, writeBackup } from './backup.ts'
import { adviceFrom, DatabaseDamaged } from './damage.ts'
import { readMark, soundMark, writeMark } from './database-mark.ts'
import { openDatabase, type Database } from './database.ts'
import { type Inspected, inspectFile } from './inspect-file.ts'
import type { LogScan } from './log-scan.ts'
import { schemaFindings, schemaOf, structuralFindings } from './integrity.ts'
import { newestSchema } from './migrate.ts'
import type { ReserveFile } from './reserve-file.ts'
import { isCorruption, isDiskFull } from './storage-errors.ts'
import { storeOn, type Store } from './store.ts'
import { emptyLog, knownFrames } from './write-ahead-log.ts'

export interface KeptDatabase {
  store: Store
  /** The last daemon ended without closing the database: it is worth a thorough look, which takes too long to wait for. */
  endedUncleanly: boolean
  /** To be called before the process ends because the database cannot be trusted: the next start then looks at it first. */
  suspect: (finding: string) => void
}

export interface KeptDatabaseDeps {
  /** Absolute; must be locked by us. */
  dataDir: string
  reserve: ReserveFile
  now: Date
}

/** Ends the start. @param finding half a sentence */
type Damaged = (finding: string, cause?: unknown) => never

/** Copies that are kept from before a new schema. */
const OLD_SCHEMA_COPIES = 3

/** A power cut can leave one commit behind the last whole one; two mean that what was on the disk is damaged. */
const TORN_COMMITS = 1

/** The database of a data directory. */
export function databaseFileOf(dataDir: string): string {
  return path.join(dataDir, 'phonefarm.db')
}

/**
 * Opens the database of a data directory, or makes it when none was ever kept there. Before a new schema it is copied.
 * @throws DatabaseDamaged when what is there must not be worked with; nothing has been changed then
 */
export async function openKeptDatabase({ dataDir, reserve, now }: KeptDatabaseDeps): Promise<KeptDatabase> {
  const file = databaseFileOf(dataDir)
  const damaged: Damaged = (finding, cause) => {
    const advice = adviceFrom(listBackups(backupDirectoryOf(dataDir))[0] ?? null)
    throw new DatabaseDamaged(file, finding, advice, cause === undefined ? {} : { cause })
  }
  const mark = readMark(dataDir)
  if (mark !== null && mark.damage !== null) damaged(mark.damage)
  const inspected = inspectFile(file, mark, damaged)
  try {
    if (mark !== null && mark.suspect !== null) checkThoroughly(file, damaged)
    if (!inspected.isNew && inspected.schemaInHeader < newestSchema()) await copyBeforeMigration(dataDir, now)
    const noted: Damaged = (finding) => {
      whereRoomIs(() => writeMark(dataDir, { ...soundMark(true), damage: finding }))
      return damaged(finding)
    }
    const db = withRoom(reserve, () => openInspected(file, inspected, noted))
    // Only now, and only when it says something else: it takes as long as a commit.
    if (mark?.in_use !== true || mark.suspect !== null) writeMark(dataDir, soundMark(true))
    const onClosing = () => writeMark(dataDir, soundMark(false))
    return {
      store: storeOn(db, { giveWay: reserve.release, onClosing: () => whereRoomIs(onClosing) }),
      endedUncleanly: mark?.in_use === true,
      suspect: (finding) => whereRoomIs(() => writeMark(dataDir, { ...soundMark(true), suspect: finding })),
    }
  } catch (error) {
    if (isCorruption(error) && !(error instanceof DatabaseDamaged)) damaged(innermost(error), error)
    throw error
  }
}

/** @param damaged throws */
function openInspected(file: string, { log, isNew }: Inspected, damaged: Damaged): Database {
  // For reading only at first: closing a database that may be written to folds its log into it, and nothing is to be changed yet.
  const look = isNew ? null : new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    const torn = look === null ? 0 : lookInto(look, log, damaged)
    const db = openDatabase(file)
    // Else another torn one, later, would look like damage.
    if (torn > 0) emptyLog(db)
    // From here on an empty log means that somebody emptied it.
    if (knownFrames(db) === 0) db.pragma(`user_version = ${schemaOf(db)}`)
    return db
  } finally {
    look?.close()
  }
}

/** @returns how many commits a power cut has torn. @param damaged throws */
function lookInto(db: Database, log: LogScan | null, damaged: Damaged): number {
  const schema = schemaOf(db)
  const known = knownFrames(db)
  if (log !== null && log.indexed > known)
    damaged(`its write-ahead log ends after ${known} of ${log.indexed} pages`)
  const torn = log?.commits.filter((number) => number > known).length ?? 0
  if (torn > TORN_COMMITS) damaged(`${torn} commits of its write-ahead log cannot be read`)
  const missing = schema === newestSchema() ? schemaFindings(db) : []
  if (missing.length > 0) damaged(missing.join('; '))
  return torn
}

function checkThoroughly(file: string, damaged: Damaged): void {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    const findings = structuralFindings(db)
    if (findings.length > 0) damaged(findings.slice(0, 3).join('; '))
  } finally {
    db.close()
  }
}

async function copyBeforeMigration(dataDir: string, now: Date): Promise<void> {
  const file = databaseFileOf(dataDir)
  const from = schemaIn(file)
  // An empty one has nothing to lose, and a newer one is refused by the migration itself.
  if (from === 0 || from >= newestSchema()) return
  const directory = backupDirectoryOf(dataDir)
  const prefix = `before-schema-${newestSchema()}`
  try {
    await writeBackup({ source: file, directory, prefix, now })
  } catch (cause) {
    throw new Error(`database ${file} stays at schema ${from}: without a verified copy it is not changed`, {
      cause,
    })
  }
  removeOldBackups(directory, prefix, OLD_SCHEMA_COPIES)
}

function schemaIn(file: string): number {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    return schemaOf(db)
  } finally {
    db.close()
  }
}

/** On a full disk even opening can fail; the reserve is for that as well. */
function withRoom<T>(reserve: ReserveFile, open: () => T): T {
  try {
    return open()
  } catch (error) {
    if (!isDiskFull(error)) throw error
    reserve.release()
    return open()
  }
}

/** A mark that a full disk does not take only makes the next start look more closely. */
function whereRoomIs(write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!isDiskFull(error)) throw error
  }
}

/** SQLite's own words. */
const innermost = (error: unknown) => causesOf(error).at(-1)?.message ?? String(error)
