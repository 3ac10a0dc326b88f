import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { FarmError } from '../domain/errors.ts'
import {
  isMissingReason,
  MISSING_REASONS,
  type EvidenceDetail,
  type EvidenceKind,
} from '../domain/evidence.ts'
import type { ArtifactRow } from '../store/artifacts.ts'
import type { Store } from '../store/store.ts'
import { createPageQuery, pageOf, type Query } from './page-query.ts'
import { findProcess } from './read-processes.ts'

/** One piece of evidence as callers see it. */
export interface ArtifactView {
  artifact_id: string
  kind: EvidenceKind
  name: string
  queue_item_id: string
  attempt: number
  at: string
  /** Null with `missing`. */
  sha256: string | null
  bytes: number
  content_type: string
  detail: EvidenceDetail
  /** Why there are no bytes, null when there are. */
  missing: string | null
}

export interface Artifacts {
  /** Newest first. @throws FarmError 'process_not_found', 'invalid_request' */
  listArtifacts: (
    processId: string,
    query: Query,
  ) => { artifacts: ArtifactView[]; next_cursor: string | null }
  /**
   * A piece with its bytes. @throws FarmError 'process_not_found', 'artifact_not_found' (also when it is another process's), 'artifact_missing'
   * (its bytes are not there)
   */
  readArtifact: (
    processId: string,
    artifactId: string,
  ) => Promise<{ artifact: ArtifactView; sha256: string; content: Uint8Array }>
}

/** The bytes of a listed piece; null when they are gone. */
export type ReadEvidence = (sha256: string) => Promise<Uint8Array | null>

export interface ArtifactsDeps {
  store: Store
  /** None is there unless this is given. */
  readEvidence?: ReadEvidence
}

const Detail = Compile(
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
)

const pageQuery = createPageQuery({ filters: {}, cursor: Type.Object({ artifact_id: Type.String() }) })

/** Greater than any id: they are hex digits. */
const NEWEST = '~'

export function createArtifacts({ store: { read }, readEvidence }: ArtifactsDeps): Artifacts {
  return {
    listArtifacts(processId, query) {
      findProcess(read, processId)
      const { limit, after } = pageQuery(query)
      const before = after?.artifact_id ?? NEWEST
      const found = read.artifacts.ofProcess({ process_id: processId, before, limit: limit + 1 })
      const { rows, next_cursor } = pageOf(found, limit, ({ artifact_id }) => ({ artifact_id }))
      return { artifacts: rows.map(artifactView), next_cursor }
    },
    async readArtifact(processId, artifactId) {
      findProcess(read, processId)
      const row = read.artifacts.find({ process_id: processId, artifact_id: artifactId })
      if (!row) throw new FarmError('artifact_not_found', `process ${processId} has no such artifact`)
      const { sha256 } = row
      if (sha256 === null) throw missing(row, row.missing)
      const content = (await readEvidence?.(sha256)) ?? null
      if (content === null) throw missing(row, 'lost')
      return { artifact: artifactView(row), sha256, content }
    },
  }
}

function missing({ artifact_id }: ArtifactRow, reason: string | null): FarmError {
  const detail = reason !== null && isMissingReason(reason) ? reason : 'lost'
  const message = `artifact ${artifact_id} has no bytes: ${MISSING_REASONS[detail]}`
  return new FarmError('artifact_missing', message, { detail })
}

/** A row as callers see it. */
export function artifactView(row: ArtifactRow): ArtifactView {
  const { process_id: _process_id, detail, ...rest } = row
  return { ...rest, detail: Detail.Parse(JSON.parse(detail)) }
}
