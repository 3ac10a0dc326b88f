import { createHash } from 'node:crypto'
import { closeSync, createReadStream, fdatasyncSync, openSync, readdirSync, rmSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { type BackupManifest, type FoundBackup, listBackups, manifestFileOf } from './backup-list.ts'
import { stampOf, syncPath, writeDurably } from './durable-files.ts'
import { contentsOf, structuralFindings } from './integrity.ts'
import { makeDirectory } from './make-directory.ts'
import { logBytesOf } from './write-ahead-log.ts'

export interface BackupOrder {
  /** The database file; a daemon may be writing to it. */
  source: string
  /** Where the backup goes; made when it is not there. */
  directory: string
  /** Begins the backup's file name: `phonefarm`, `before-schema-2`. */
  prefix: string
  now: Date
}

/** Pages that are copied without a break: 4 MiB. */
const PIECE_PAGES = 1024

/** Written to the disk this often, because one long flush at the end would hold up the daemon's own commits on the same disk. */
const SYNC_EVERY_PAGES = 4096

/**
 * The copy reads one moment of the database, and until it has ended the write-ahead log can only grow. Beyond this the copy gives way and
 * begins again.
 */
const LOG_LIMIT_BYTES = 48 * 1024 * 1024

const TRIES = 3

/** More is written to the database than a copy can keep up with. */
class LogTooLong extends Error {}

/**
 * Makes a copy of one moment of the database, proves that it is whole, and gives it its name. Nothing half made is ever there under a
 * backup's name.
 * @throws when the copy cannot be made or is not whole; the message names the file
 */
export async function writeBackup({ source, directory, prefix, now }: BackupOrder): Promise<FoundBackup> {
  makeDirectory(directory)
  removePartial(directory)
  const name = `${prefix}-${stampOf(now)}.db`
  const file = path.join(directory, name)
  const partial = `${file}.partial`
  try {
    await copyPatiently(source, partial)
    const manifest = await describe(partial, name, now)
    // First the manifest: a backup that has its name has its manifest.
    writeDurably(manifestFileOf(file), `${JSON.stringify(manifest, null, 2)}\n`)
    await rename(partial, file)
    syncPath(directory)
    return { file, manifest }
  } catch (cause) {
    removePartial(directory)
    throw new Error(`no backup of ${source} could be made in ${directory}`, { cause })
  }
}

/** Removes all but the newest `keep` backups of a kind; `prefix` as in their order. */
export function removeOldBackups(directory: string, prefix: string, keep: number): void {
  const ofKind = listBackups(directory).filter(({ file }) => path.basename(file).startsWith(`${prefix}-`))
  for (const { file } of ofKind.slice(keep)) {
    rmSync(file)
    rmSync(manifestFileOf(file))
  }
}

/** What a killed backup left. */
function removePartial(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (/\.partial(-wal|-shm|-journal)?$/.test(name)) rmSync(path.join(directory, name), { force: true })
  }
}

async function copyPatiently(source: string, target: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await copyOnce(source, target)
    } catch (error) {
      rmSync(target, { force: true })
      if (!(error instanceof LogTooLong) || attempt === TRIES) throw error
    }
  }
}

async function copyOnce(source: string, target: string): Promise<void> {
  // Made before SQLite would make it for everybody to read: the directory may be anybody's.
  closeSync(openSync(target, 'wx', 0o600))
  const db = new Sqlite(source, { readonly: true, fileMustExist: true })
  try {
    // Holds one moment: without it every commit of the daemon would make the copy begin again.
    db.exec('BEGIN')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    const watch = createProgress(source, target)
    try {
      await db.backup(target, { progress: (at) => watch.progress(at) })
    } finally {
      watch.close()
    }
  } finally {
    db.close()
  }
}

/** Keeps an eye on the log and brings what was copied to the disk, piece by piece. */
function createProgress(source: string, target: string) {
  // Its own descriptor, kept open to the end: closing it would drop SQLite's locks on the copy.
  let descriptor: number | null = null
  let synced = 0
  return {
    progress({ totalPages, remainingPages }: { totalPages: number; remainingPages: number }): number {
      if (logBytesOf(source) > LOG_LIMIT_BYTES)
        throw new LogTooLong(
          `more is written to ${source} than a copy can keep up with: try again in a calmer hour`,
        )
      const copied = totalPages - remainingPages
      if (copied - synced >= SYNC_EVERY_PAGES) {
        descriptor ??= openSync(target, 'r+')
        fdatasyncSync(descriptor)
        synced = copied
      }
      return PIECE_PAGES
    },
    close() {
      if (descriptor !== null) closeSync(descriptor)
    },
  }
}

/** Proves the copy and says what is in it. @throws when it is not whole */
async function describe(copy: string, name: string, now: Date): Promise<BackupManifest> {
  const db = new Sqlite(copy)
  let contents: ReturnType<typeof contentsOf>
  try {
    // One file that stands for itself, without a write-ahead log beside it.
    db.pragma('journal_mode = DELETE')
    const findings = structuralFindings(db)
    if (findings.length > 0) throw new Error(`its copy is damaged: ${findings.join('; ')}`)
    contents = contentsOf(db)
  } finally {
    db.close()
  }
  syncPath(copy)
  const { sha256, bytes } = await hashOf(copy)
  return { file: name, taken_at: now.toISOString(), bytes, sha256, ...contents }
}

/** SHA-256 and length of a file. */
export async function hashOf(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    if (!(piece instanceof Buffer)) continue
    hash.update(piece)
    bytes += piece.length
  }
  return { sha256: hash.digest('hex'), bytes }
}
