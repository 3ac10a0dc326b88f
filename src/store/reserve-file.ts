import { randomBytes } from 'node:crypto'
import { rmSync, statfsSync, statSync } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { isDiskFull } from './storage-errors.ts'

/** Room on the disk that is given up when the disk is full, so that what runs can still be brought to an end and stored. */
export interface ReserveFile {
  /**
   * Makes the file when it is not there in full.
   * @returns false when there is no room for it; nothing is left behind then
   * @throws when it cannot be made for another reason
   */
  make: () => Promise<boolean>
  /** Gives the room to the database. */
  release: () => void
  /** Bytes that other programs can still write to this disk. */
  freeBytes: () => number
}

/** Some hundred changes of state, each of a few pages of the write-ahead log. */
export const RESERVE_BYTES = 16 * 1024 * 1024

/** Left free beside the reserve, so that a disk that has just had room is not full again with the next request. */
const MARGIN_BYTES = 4 * 1024 * 1024

const PIECE_BYTES = 1024 * 1024

/** As `stat` counts what a file really occupies. */
const BLOCK_BYTES = 512

/** The reserve of a data directory: the file `reserve` in it. */
export function createReserveFile(directory: string, bytes = RESERVE_BYTES): ReserveFile {
  const file = path.join(directory, 'reserve')

  function isThere(): boolean {
    const found = statSync(file, { throwIfNoEntry: false })
    return found !== undefined && found.size === bytes && found.blocks * BLOCK_BYTES >= bytes
  }

  function freeBytes(): number {
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize
  }

  async function make(): Promise<boolean> {
    if (isThere()) return true
    rmSync(file, { force: true })
    // Asked first, because to try is to take the last room from the database for a moment.
    if (freeBytes() < bytes + MARGIN_BYTES) return false
    try {
      await fill(file, bytes)
      return true
    } catch (error) {
      await rm(file, { force: true })
      if (isDiskFull(error)) return false
      throw new Error(`reserve file ${file} cannot be made`, { cause: error })
    }
  }

  return { make, release: () => rmSync(file, { force: true }), freeBytes }
}

/** With chance, because a file system that compresses would store zeros in no room at all. */
async function fill(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await writePieces(handle, bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writePieces(handle: FileHandle, bytes: number): Promise<void> {
  for (let left = bytes; left > 0; left -= PIECE_BYTES) {
    await handle.writeFile(randomBytes(Math.min(left, PIECE_BYTES)))
  }
}
