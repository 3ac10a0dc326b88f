import { closeSync, fstatSync, readSync } from 'node:fs'
import type { DatabaseMark } from './database-mark.ts'
import { openIfThere, scanLog, type LogScan } from './log-scan.ts'

/** What stands on the disk before SQLite looks at it, which would repair, replace or delete what it cannot use. */
export interface Inspected {
  /** No database was ever kept here. */
  isNew: boolean
  /** `user_version` in the file's header; the log may hold a newer one. 0 for a new database. */
  schemaInHeader: number
  log: LogScan | null
}

/** The first bytes of every database file (source: sqlite.org/fileformat2.html, "The Database Header"). */
const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100

/**
 * Looks at a database file that nobody has open.
 * @param mark as the last daemon left it, null when there was none
 * @param onDamage is given what was found, as half a sentence
 */
export function inspectFile(
  file: string,
  mark: DatabaseMark | null,
  onDamage: (finding: string) => never,
): Inspected {
  const log = scanLog(file)
  const header = readHeader(file)
  const wasKept = mark !== null || (log !== null && log.bytes > 0)
  if (header === null || header.bytes === 0) {
    if (wasKept) onDamage(header === null ? 'the file is gone' : 'the file is empty')
    return { isNew: true, schemaInHeader: 0, log: null }
  }
  const finding = headerFinding(header, log) ?? (mark?.in_use === true ? logFinding(log) : null)
  if (finding !== null) onDamage(finding)
  return { isNew: false, schemaInHeader: header.start.readUInt32BE(60), log }
}

interface Header {
  bytes: number
  start: Buffer
}

function readHeader(file: string): Header | null {
  const descriptor = openIfThere(file)
  if (descriptor === null) return null
  try {
    const start = Buffer.alloc(HEADER_BYTES)
    readSync(descriptor, start, 0, HEADER_BYTES, 0)
    return { bytes: fstatSync(descriptor).size, start }
  } finally {
    closeSync(descriptor)
  }
}

function headerFinding({ bytes, start }: Header, log: LogScan | null): string | null {
  if (start.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'the file is no SQLite database'
  const pageSize = start.readUInt16BE(16) === 1 ? 65_536 : start.readUInt16BE(16)
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return 'the header of the file makes no sense'
  // As long as the log holds frames, the file may be shorter than it is going to be.
  if (log !== null && log.bytes > 0) return null
  const pages = start.readUInt32BE(28)
  if (pages * pageSize > bytes) return `the file has ${bytes} bytes and should have ${pages * pageSize}`
  return null
}

/** A daemon that has the database open always has something in its log, and a log of whole commits begins with a valid header. */
function logFinding(log: LogScan | null): string | null {
  if (log === null) return 'its write-ahead log is gone, and with it what was stored last'
  if (log.bytes === 0) return 'its write-ahead log is empty, and what was stored last is gone'
  if (!log.headerIsValid) return 'its write-ahead log cannot be read, and with it what was stored last'
  return null
}
