import type { Logger } from 'pino'
import { wordsOf } from '../domain/error-causes.ts'
import type { EvidenceDetail, EvidenceKind, MissingReason } from '../domain/evidence.ts'
import type { ArtifactRow, KnownFile, StoredPiece } from '../store/artifacts.ts'
import { isDiskFull } from '../store/storage-errors.ts'
import type { Store } from '../store/store.ts'
import { BLOCK_BYTES, hashOf, occupied, type EvidenceFiles } from './evidence-files.ts'
import { createKeyedLock } from './keyed-lock.ts'

export interface LibraryDeps {
  store: Pick<Store, 'read' | 'write'>
  files: EvidenceFiles
  newId: () => string
  log: Logger
  /** Bytes that all files together may take of the disk. */
  quotaBytes: number
  /** Bytes that other programs can still write to the disk of the data directory. */
  freeBytes: () => number
  /** Called when the quota is nearly used up. */
  onCrowded?: () => void
}

/** A piece of an attempt as it is to be listed. */
export interface Piece {
  process_id: string
  queue_item_id: string
  attempt: number
  kind: EvidenceKind
  name: string
  content_type: string
  detail: EvidenceDetail
  /** When it was taken, ISO-8601. */
  at: string
}

/** All evidence: files by hash, and rows that list them. Rows and files agree, or the row says what is missing. */
export interface EvidenceLibrary {
  /**
   * Stores a piece; what keeps it from being stored is listed with it when `isToBeListed` says so. Neither may throw.
   * @returns whether it was stored
   */
  keep: (
    piece: Piece,
    content: Buffer,
    isToBeListed?: (missing: MissingReason) => boolean,
  ) => Promise<boolean>
  /** Lists a piece that is not there. Never throws. */
  miss: (piece: Piece, missing: MissingReason, why: string) => Promise<void>
  /** The bytes of a listed piece; null when they are gone, which is listed from then on. */
  read: (sha256: string) => Promise<Buffer | null>
  /** Removes pieces that nobody will miss, rows too. @throws when it cannot be stored */
  forget: (pieces: readonly StoredPiece[]) => Promise<void>
  /** Takes the bytes from the oldest pieces made before `before` (ISO-8601), in one small slice. @returns how many pieces it was */
  dropOldest: (before: string) => Promise<number>
  /** Removes files that no row speaks of since the transaction that told them (`artifacts.unused`). */
  release: (files: readonly KnownFile[]) => Promise<void>
  /** Makes rows and files with this hash agree. @param isThere whether there is such a file */
  reconcile: (sha256: string, isThere: boolean) => Promise<void>
  /** Bytes of the disk that the files take. */
  usedBytes: () => number
  /** Whether so little is left of the quota that the oldest pieces should go. */
  isCrowded: () => boolean
  /** Has enough room again. */
  isRoomy: () => boolean
}

/** Evidence stops long before the store does, which has 16 MiB set aside and wants 4 more. */
export const LEAST_FREE_BYTES = 256 * 1024 * 1024

/** Files that one turn removes, so that neither the disk nor the event loop is busy with it for long. */
const SLICE = 32

/** Later than every time. */
const EVER = '~'

/** Between the two the oldest pieces are removed, so that there is room when something happens. */
const CROWDED = 0.95
const ROOMY = 0.9

export function createEvidenceLibrary(deps: LibraryDeps): EvidenceLibrary {
  const { store, files, newId, log, quotaBytes, freeBytes, onCrowded = () => undefined } = deps
  const lock = createKeyedLock()
  // Files that rows speak of; what nobody speaks of is found and removed by the sweep.
  let usedBytes = store.read.artifacts.allFiles(BLOCK_BYTES).bytes
  let reservedBytes = 0
  /** Only one at a time waits: whoever has the room's lock. */
  let onGivenBack: () => void = () => undefined

  function row(piece: Piece, rest: Pick<ArtifactRow, 'sha256' | 'bytes' | 'missing'>): ArtifactRow {
    return { ...piece, detail: JSON.stringify(piece.detail), artifact_id: newId(), ...rest }
  }

  /** @returns whether it is the first piece of its file */
  async function list(listed: ArtifactRow): Promise<boolean> {
    return store.write('keep_evidence', ({ artifacts }) => {
      const isFirst = listed.sha256 !== null && !artifacts.isUsed(listed.sha256)
      artifacts.add(listed)
      return isFirst
    })
  }

  async function keep(
    piece: Piece,
    content: Buffer,
    isToBeListed: (missing: MissingReason) => boolean = () => true,
  ): Promise<boolean> {
    const missFor = async (missing: MissingReason, why: string) => {
      if (isToBeListed(missing)) await miss(piece, missing, why)
    }
    const bytes = occupied(content.length)
    let reserved = false
    try {
      const noRoom = await reserve(bytes)
      reserved = noRoom === null
      if (noRoom !== null) await missFor('no_room', noRoom)
      else await storeUnlessThere(piece, hashOf(content), content)
      return reserved
    } catch (error) {
      await missFor(isDiskFull(error) ? 'no_room' : 'failed', wordsOf(error))
      return false
    } finally {
      if (reserved) giveBack(bytes)
    }
  }

  /** The file first: a row never speaks of what is not there. A death in between leaves a file for the sweep. */
  async function storeUnlessThere(piece: Piece, sha256: string, content: Buffer): Promise<void> {
    await lock(sha256, async () => {
      await files.write(sha256, content)
      const listed = row(piece, { sha256, bytes: content.length, missing: null })
      try {
        if (await list(listed)) usedBytes += occupied(content.length)
      } catch (error) {
        if (!store.read.artifacts.isUsed(sha256)) await files.remove(sha256)
        throw error
      }
    })
    if (usedBytes > quotaBytes * CROWDED) onCrowded()
  }

  /**
   * Sets room aside for a piece that is about to be stored, so that several at the same moment do not take the same.
   * @returns why there is none, null when there is: `giveBack` then, once it is stored or not
   */
  async function reserve(bytes: number): Promise<string | null> {
    if (isDiskLow()) return 'the disk of the data directory is nearly full'
    if (bytes > quotaBytes) return `it is larger than the quota of ${quotaBytes} bytes`
    return lock('room', async () => {
      while (!fits(bytes)) {
        if ((await dropOldest(EVER)) > 0) continue
        if (reservedBytes === 0) return `the quota of ${quotaBytes} bytes is used up`
        // What others are storing just now can go as soon as it is listed.
        await new Promise<void>((resolve) => (onGivenBack = resolve))
      }
      reservedBytes += bytes
      return null
    })
  }

  const fits = (bytes: number) => usedBytes + reservedBytes + bytes <= quotaBytes

  function giveBack(bytes: number): void {
    reservedBytes -= bytes
    onGivenBack()
  }

  function isDiskLow(): boolean {
    try {
      return freeBytes() < LEAST_FREE_BYTES
    } catch {
      // The disk does not tell: whether there is room shows when the piece is written.
      return false
    }
  }

  async function miss(piece: Piece, missing: MissingReason, why: string): Promise<void> {
    const { process_id, queue_item_id, attempt, kind } = piece
    log.debug({ process_id, queue_item_id, attempt, kind, missing, why }, 'evidence is missing')
    try {
      await list(row({ ...piece, detail: { ...piece.detail, why } }, { sha256: null, bytes: 0, missing }))
    } catch (error) {
      log.warn({ process_id, queue_item_id, attempt, kind, err: error }, 'evidence cannot be listed')
    }
  }

  async function dropOldest(before: string): Promise<number> {
    const pieces = store.read.artifacts.oldest(before, SLICE)
    if (pieces.length === 0) return 0
    const freed = await store.write('drop_evidence', ({ artifacts }) => {
      for (const { artifact_id } of pieces) artifacts.lose(artifact_id, 'pruned')
      return artifacts.unused(pieces)
    })
    await release(freed)
    return pieces.length
  }

  async function forget(pieces: readonly StoredPiece[]): Promise<void> {
    if (pieces.length === 0) return
    const freed = await store.write('drop_evidence', ({ artifacts }) => {
      for (const { artifact_id } of pieces) artifacts.remove(artifact_id)
      return artifacts.unused(pieces)
    })
    await release(freed)
  }

  async function release(freed: readonly KnownFile[]): Promise<void> {
    for (const { bytes } of freed) usedBytes -= occupied(bytes)
    for (const { sha256 } of freed) {
      await lock(sha256, async () => {
        // A piece of the same bytes may have come meanwhile.
        if (!store.read.artifacts.isUsed(sha256)) await files.remove(sha256)
      })
    }
  }

  async function reconcile(sha256: string, isThere: boolean): Promise<void> {
    await lock(sha256, async () => {
      const isUsed = store.read.artifacts.isUsed(sha256)
      // Not counted before: a row never spoke of it.
      if (isThere && !isUsed) await files.remove(sha256)
      if (isThere || !isUsed) return
      // What came there meanwhile.
      if ((await files.read(sha256)) !== null) return
      await lose(sha256)
    })
  }

  async function lose(sha256: string): Promise<void> {
    const lost = await store.write('drop_evidence', ({ artifacts }) => {
      const [known] = artifacts.files(sha256, `${sha256}~`)
      return { pieces: artifacts.loseFile(sha256), bytes: known === undefined ? 0 : occupied(known.bytes) }
    })
    usedBytes -= lost.bytes
    // What is there in its place is not what it was.
    await files.remove(sha256)
    log.warn({ sha256, pieces: lost.pieces }, 'file of evidence is gone or damaged')
  }

  return {
    keep,
    miss,
    async read(sha256) {
      const content = await files.read(sha256)
      if (content === null) await reconcile(sha256, false)
      return content
    },
    forget,
    dropOldest,
    release,
    reconcile,
    usedBytes: () => usedBytes,
    isCrowded: () => usedBytes > quotaBytes * CROWDED,
    isRoomy: () => usedBytes <= quotaBytes * ROOMY,
  }
}
