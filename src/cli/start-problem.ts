import { causesOf, wordsOf } from '../domain/error-causes.ts'

/** Why the daemon could not start, for the one who started it. */
export interface StartProblem {
  /** One of sysexits.h. */
  exitCode: number
  /** One line. */
  reason: string
}

/** sysexits.h: a setting is wrong; starting again would not change it. */
export const EXIT_CONFIG = 78
/** sysexits.h: something that is needed is not to be had. */
export const EXIT_UNAVAILABLE = 69
/** sysexits.h: the disk failed. */
export const EXIT_IO_ERROR = 74
/** sysexits.h: what stands in the database makes no sense. Nothing was changed, and starting again changes nothing. */
export const EXIT_DATA_ERROR = 65

/**
 * What the operating system and SQLite call the causes that a person can do something about. 75: it may be over by itself (another daemon,
 * a port that is taken, a full disk); 78: the same start fails again until a setting or the rights on a directory are changed; 65: so does it
 * until the database is restored.
 */
const EXIT_CODES: Readonly<Record<string, number>> = {
  SQLITE_BUSY: 75,
  EADDRINUSE: 75,
  ENOSPC: 75,
  SQLITE_FULL: 75,
  EMFILE: 75,
  EACCES: 78,
  EPERM: 78,
  EROFS: 78,
  ENOTDIR: 78,
  ENOENT: 78,
  EADDRNOTAVAIL: 78,
  ENOTFOUND: 78,
  SQLITE_CANTOPEN: 78,
  SQLITE_READONLY: 78,
  SQLITE_READONLY_DIRECTORY: 78,
  SQLITE_CORRUPT: EXIT_DATA_ERROR,
  SQLITE_CORRUPT_INDEX: EXIT_DATA_ERROR,
  SQLITE_NOTADB: EXIT_DATA_ERROR,
}

/** By the names of our own errors: the classes would bring half of the daemon with them. */
const EXIT_NAMES: Readonly<Record<string, number>> = {
  DatabaseDamaged: EXIT_DATA_ERROR,
  SchemaTooNew: 78,
  /** adb is not installed or does not start. */
  AdbError: EXIT_UNAVAILABLE,
}

/** @returns null for what nobody has foreseen: its stack is wanted then */
export function startProblem(error: unknown): StartProblem | null {
  const exitCodes = causesOf(error).map((cause) => EXIT_NAMES[cause.name] ?? exitCodeOf(cause))
  const exitCode = exitCodes.find((code) => code !== undefined)
  return exitCode === undefined ? null : { exitCode, reason: wordsOf(error) }
}

function exitCodeOf(error: Error): number | undefined {
  return 'code' in error && typeof error.code === 'string' ? EXIT_CODES[error.code] : undefined
}
