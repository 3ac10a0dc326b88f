import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { nullable } from './row.ts'

/** Begins the names of the daemon's own backups and of those that a person makes. */
export const BACKUP_PREFIX = 'phonefarm'

/** What stands beside every backup, in the file of the same name that ends in `.json`. */
export const BackupManifest = Type.Object({
  /** Name of the database file beside it. */
  file: Type.String(),
  taken_at: Type.String(),
  /** Number of the last migration. */
  schema: Type.Integer(),
  bytes: Type.Integer(),
  /** Lower-case hex. */
  sha256: Type.String(),
  /** Rows of every table. */
  rows: Type.Record(Type.String(), Type.Integer()),
  /** The newest process in it: what was accepted later is not. */
  last_process_id: nullable(Type.String()),
})
export type BackupManifest = Static<typeof BackupManifest>

const manifest = Compile(BackupManifest)

/** A backup whose manifest and file stand there in full length. */
export interface FoundBackup {
  /** Absolute path of the database file. */
  file: string
  manifest: BackupManifest
}

/** Where the daemon keeps its backups. */
export function backupDirectoryOf(dataDir: string): string {
  return path.join(dataDir, 'backups')
}

/** The manifest's path of a backup's. */
export function manifestFileOf(backupFile: string): string {
  return backupFile.replace(/(\.db)?$/, '.json')
}

/** @returns null when there is none that can be read */
export function readManifest(backupFile: string): BackupManifest | null {
  try {
    return manifest.Parse(JSON.parse(readFileSync(manifestFileOf(backupFile), 'utf8')))
  } catch {
    // No manifest, or not one of ours: the caller says what that means.
    return null
  }
}

/** The backups of a directory, newest first. Their contents are not looked at: that takes long, and `restore` does it. */
export function listBackups(directory: string): FoundBackup[] {
  return namesIn(directory)
    .filter((name) => name.endsWith('.db'))
    .flatMap((name) => {
      const file = path.join(directory, name)
      const found = readManifest(file)
      return found !== null && statSync(file).size === found.bytes ? [{ file, manifest: found }] : []
    })
    .toSorted((a, b) => (a.manifest.taken_at < b.manifest.taken_at ? 1 : -1))
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    // Not there, or not to be read: no backup can be named from it.
    return []
  }
}
