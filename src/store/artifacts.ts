import Type, { type Static } from 'typebox'
import { EVIDENCE_KINDS, type MissingReason } from '../domain/evidence.ts'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

/** A row of `artifacts`: one piece of evidence. */
export const ArtifactRow = Type.Object({
  artifact_id: Type.String(),
  process_id: Type.String(),
  queue_item_id: Type.String(),
  attempt: Type.Integer(),
  kind: Type.Enum(EVIDENCE_KINDS),
  name: Type.String(),
  content_type: Type.String(),
  sha256: nullable(Type.String()),
  bytes: Type.Integer(),
  at: Type.String(),
  detail: Type.String(),
  missing: nullable(Type.String()),
})
export type ArtifactRow = Static<typeof ArtifactRow>

/** A piece that has its bytes. */
export interface StoredPiece {
  artifact_id: string
  sha256: string
  bytes: number
}

/** A file of evidence as the database knows it. */
export interface KnownFile {
  sha256: string
  bytes: number
}

const ADD = `
  INSERT INTO artifacts (artifact_id, process_id, queue_item_id, attempt, kind, name, content_type, sha256, bytes, at, detail, missing)
  VALUES (@artifact_id, @process_id, @queue_item_id, @attempt, @kind, @name, @content_type, @sha256, @bytes, @at, @detail, @missing)`

// Both by index artifacts_of_process.
const OF_PROCESS = `
  SELECT * FROM artifacts WHERE process_id = @process_id AND artifact_id < @before ORDER BY artifact_id DESC LIMIT @limit`
const FIND = 'SELECT * FROM artifacts WHERE artifact_id = @artifact_id AND process_id = @process_id'

// Index artifacts_of_process: the pieces of all the process's attempts are looked at.
const OF_ATTEMPT = `
  SELECT * FROM artifacts WHERE process_id = @process_id AND queue_item_id = @queue_item_id AND attempt = @attempt
  ORDER BY artifact_id`

// Index artifacts_by_age.
const OLDEST = `
  SELECT artifact_id, sha256, bytes FROM artifacts WHERE sha256 IS NOT NULL AND at < @before ORDER BY at, artifact_id LIMIT @limit`

const LOSE = `
  UPDATE artifacts SET sha256 = NULL, missing = @missing WHERE artifact_id = @artifact_id AND sha256 IS NOT NULL`

const REMOVE = 'DELETE FROM artifacts WHERE artifact_id = ?'

// The next three by index artifacts_by_hash.
const LOSE_FILE = `UPDATE artifacts SET sha256 = NULL, missing = 'lost' WHERE sha256 = ?`
const IS_USED = 'SELECT 1 FROM artifacts WHERE sha256 = ? LIMIT 1'
const FILES = `
  SELECT sha256, max(bytes) AS bytes FROM artifacts WHERE sha256 >= @from AND sha256 < @to GROUP BY sha256`

const ALL_FILES = `
  SELECT count(*) AS files, coalesce(sum(bytes), 0) AS bytes
  FROM (SELECT max((bytes + @block - 1) / @block * @block) AS bytes FROM artifacts WHERE sha256 IS NOT NULL GROUP BY sha256)`

/** What is kept of attempts; the bytes are in files named after their hash (src/evidence). */
export function artifactsTable(db: Database) {
  const add = db.prepare<ArtifactRow>(ADD)
  const ofProcess = db.prepare<{ process_id: string; before: string; limit: number }, ArtifactRow>(OF_PROCESS)
  const find = db.prepare<{ process_id: string; artifact_id: string }, ArtifactRow>(FIND)
  const ofAttempt = db.prepare<{ process_id: string; queue_item_id: string; attempt: number }, ArtifactRow>(
    OF_ATTEMPT,
  )
  const oldest = db.prepare<{ before: string; limit: number }, StoredPiece>(OLDEST)
  const lose = db.prepare<{ artifact_id: string; missing: string }>(LOSE)
  const remove = db.prepare<[string]>(REMOVE)
  const loseFile = db.prepare<[string]>(LOSE_FILE)
  const isUsed = db.prepare<[string]>(IS_USED)
  const files = db.prepare<{ from: string; to: string }, KnownFile>(FILES)
  const allFiles = db.prepare<{ block: number }, { files: number; bytes: number }>(ALL_FILES)

  return {
    add: (row: ArtifactRow) => void add.run(row),
    /** Newest first, from just before the piece `before`; ids are in the order of their making. */
    ofProcess: (of: { process_id: string; before: string; limit: number }) => ofProcess.all(of),
    /** Undefined also when it is another process's. */
    find: (of: { process_id: string; artifact_id: string }) => find.get(of),
    /** Oldest first. */
    ofAttempt: (of: { process_id: string; queue_item_id: string; attempt: number }) => ofAttempt.all(of),
    /** Pieces that have their bytes and are older than `before` (ISO-8601), oldest first. */
    oldest: (before: string, limit: number) => oldest.all({ before, limit }),
    /** Takes a piece's bytes from it. @returns false when it had none */
    lose: (artifact_id: string, missing: MissingReason) => lose.run({ artifact_id, missing }).changes === 1,
    remove: (artifact_id: string) => void remove.run(artifact_id),
    /** All pieces of a file that is gone. @returns how many there were */
    loseFile: (sha256: string) => loseFile.run(sha256).changes,
    isUsed: (sha256: string) => isUsed.get(sha256) !== undefined,
    /** Files among these that no piece has any more; asked in the transaction that took pieces away, it is told to one of them only. */
    unused: (files: readonly KnownFile[]): KnownFile[] =>
      [...new Map(files.map(({ sha256, bytes }) => [sha256, bytes]))]
        .filter(([sha256]) => isUsed.get(sha256) === undefined)
        .map(([sha256, bytes]) => ({ sha256, bytes })),
    /** Files whose hash lies in [from, to). */
    files: (from: string, to: string) => files.all({ from, to }),
    /** How many files there are and what they take on a disk that stores them in blocks of so many bytes. */
    allFiles: (block: number) => allFiles.get({ block }) ?? { files: 0, bytes: 0 },
  }
}
