import { codesOf } from '../domain/error-causes.ts'

/**
 * What a failed read or write of the database means for the daemon; the one place that decides it. Each of these also sees through an error
 * that has the database's own as its cause.
 */

/** Extending the file of shared memory is the one I/O error that means a full disk (source: sqlite.org/rescode.html#ioerr_shmsize). */
const FULL_CODES = ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']

/** The disk has no room: nothing is wrong with what is stored, and work can go on when there is room again. */
export function isDiskFull(error: unknown): boolean {
  return codesOf(error).some((code) => FULL_CODES.includes(code))
}

/**
 * The disk did not do what it was told. After a failed fsync the kernel may have dropped the pages that it could not write, so that reading
 * them shows what is not on the disk: only a new process can be trusted (source: the PostgreSQL project's "fsyncgate").
 */
export function isIoError(error: unknown): boolean {
  return !isDiskFull(error) && codesOf(error).some((code) => /^SQLITE_IOERR|^EIO$/.test(code))
}

/** What stands in the file is no longer a database, or not one that makes sense. */
export function isCorruption(error: unknown): boolean {
  return codesOf(error).some((code) => /^SQLITE_CORRUPT|^SQLITE_NOTADB$/.test(code))
}
