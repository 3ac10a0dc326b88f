import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { endianness } from 'node:os'
import { logFileOf } from './write-ahead-log.ts'

/** What stands in a write-ahead log, read without SQLite (source: sqlite.org/fileformat2.html, "The Write-Ahead Log"). */
export interface LogScan {
  bytes: number
  /** False: SQLite would take the log for empty, and all that it holds for never written. */
  headerIsValid: boolean
  /** Numbers, from 1, of the frames that end a commit of the log's present life, whether or not the commit is whole. */
  commits: number[]
  /**
   * How many frames the daemon knew that had this log open, 0 when that cannot be told. It notes them in shared memory after they are on the
   * disk, so fewer in the log are damage.
   */
  indexed: number
}

const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24

/** Of the index in shared memory: twice the same 48 bytes (source: sqlite.org/walformat.html, "The WAL-Index File Format"). */
const INDEX_HEADER_BYTES = 48

/** The last bit tells the byte order of the checksums. */
const MAGIC = 0x377f0682

/**
 * Scans the log of a database file that nobody has open: closing its files here would drop SQLite's locks on them.
 * @returns null when there is no log
 */
export function scanLog(databaseFile: string): LogScan | null {
  const index = readStart(`${databaseFile}-shm`, 2 * INDEX_HEADER_BYTES)
  const descriptor = openIfThere(logFileOf(databaseFile))
  if (descriptor === null) return null
  try {
    return scan(descriptor, index)
  } finally {
    closeSync(descriptor)
  }
}

/** The first bytes of a file, none when it is not there. */
function readStart(file: string, length: number): Buffer {
  const descriptor = openIfThere(file)
  if (descriptor === null) return Buffer.alloc(0)
  try {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, 0))
  } finally {
    closeSync(descriptor)
  }
}

/** @returns null when it is not there */
export function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function scan(descriptor: number, index: Buffer): LogScan {
  const bytes = fstatSync(descriptor).size
  const header = Buffer.alloc(HEADER_BYTES)
  if (readSync(descriptor, header, 0, HEADER_BYTES, 0) < HEADER_BYTES || !isValidHeader(header))
    return { bytes, headerIsValid: false, commits: [], indexed: 0 }
  const salts = header.subarray(16, 24)
  const frameBytes = FRAME_HEADER_BYTES + header.readUInt32BE(8)
  const commits: number[] = []
  const frame = Buffer.alloc(FRAME_HEADER_BYTES)
  for (let number = 1, at = HEADER_BYTES; at + frameBytes <= bytes; number++, at += frameBytes) {
    readSync(descriptor, frame, 0, FRAME_HEADER_BYTES, at)
    const endsCommit = frame.readUInt32BE(4) !== 0
    if (endsCommit && frame.subarray(8, 16).equals(salts)) commits.push(number)
  }
  return { bytes, headerIsValid: true, commits, indexed: framesIn(index, salts) }
}

/** @param index the start of the shared memory; whatever does not belong to the log of these salts says nothing */
function framesIn(index: Buffer, salts: Buffer): number {
  const copies = [index.subarray(0, INDEX_HEADER_BYTES), index.subarray(INDEX_HEADER_BYTES)] as const
  if (index.length < 2 * INDEX_HEADER_BYTES || !copies[0].equals(copies[1])) return 0
  if (!index.subarray(32, 40).equals(salts)) return 0
  return endianness() === 'LE' ? index.readUInt32LE(16) : index.readUInt32BE(16)
}

function isValidHeader(header: Buffer): boolean {
  const magic = header.readUInt32BE(0)
  if ((magic & 0xfffffffe) >>> 0 !== MAGIC) return false
  const read = (at: number) => (magic === MAGIC ? header.readUInt32LE(at) : header.readUInt32BE(at))
  let first = 0
  let second = 0
  for (let at = 0; at < 24; at += 8) {
    first = (first + read(at) + second) >>> 0
    second = (second + read(at + 4) + first) >>> 0
  }
  return header.readUInt32BE(24) === first && header.readUInt32BE(28) === second
}
