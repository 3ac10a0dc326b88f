import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../../src/store/database.ts'
import { readJournal } from './failpoint-journal.ts'
import { playDay } from './failpoint-life.ts'
import { SHORT_DAY } from './failpoint-work.ts'

const LIFE = fileURLToPath(new URL('strace-life.js', import.meta.url))
/** Far longer than a life takes; ends a hang. */
const LIFE_MS = 120_000

/** What SQLite does to the disk. */
export const WRITES = ['pwrite64', 'fsync', 'fdatasync', 'unlink', 'rename', 'ftruncate'] as const
export type WriteCall = (typeof WRITES)[number]

/** `kill`: SIGKILL when the call begins; an error: the call fails with it and does nothing. */
export type Injection = 'kill' | 'EIO' | 'ENOSPC'

/** One life that was disturbed at its n-th call. */
export interface WriteFault {
  call: WriteCall
  /** From 1. */
  nth: number
  injection: Injection
}

export interface FaultOutcome extends WriteFault {
  /** How the life ended: exit code or signal. */
  end: number | string
  /** What must not have happened, there or when the next life took over. */
  violations: string[]
}

/** Why strace cannot be used here, null when it can. */
export function straceMissing(): string | null {
  const { error, status, stderr } = spawnSync('strace', ['-o', '/dev/null', '-e', 'trace=fsync', 'true'], {
    encoding: 'utf8',
  })
  if (error) return 'strace is not installed (Debian: apt-get install strace)'
  return status === 0 ? null : `strace does not work here: ${stderr.trim()}`
}

/** How often an undisturbed life makes each call; the same in every run. */
export async function countWrites(): Promise<Record<WriteCall, number>> {
  return inDirectory(async (directory) => {
    const trace = join(directory, 'trace')
    const { end, words } = await live(directory, ['-o', trace, '-e', `trace=${WRITES.join(',')}`])
    if (end !== 0) throw new Error(`an undisturbed life ended with ${end}: ${words}`)
    const text = await readFile(trace, 'utf8')
    const count = (call: WriteCall) => [...text.matchAll(new RegExp(`^${call}\\(`, 'gm'))].length
    return {
      pwrite64: count('pwrite64'),
      fsync: count('fsync'),
      fdatasync: count('fdatasync'),
      unlink: count('unlink'),
      rename: count('rename'),
      ftruncate: count('ftruncate'),
    }
  })
}

/** Every call of the kinds given; or `most` of them, evenly spread. */
export function faultsAt(
  counts: Record<WriteCall, number>,
  { calls, injection, most }: { calls: readonly WriteCall[]; injection: Injection; most?: number },
): WriteFault[] {
  const all = calls.flatMap((call) =>
    Array.from({ length: counts[call] }, (_, index): WriteFault => ({ call, nth: index + 1, injection })),
  )
  if (most === undefined || most >= all.length) return all
  // The middle of each of as many equal parts, so that first and last are not the only ones of their kind.
  return Array.from(
    { length: most },
    (_, part) => all[Math.floor(((part + 0.5) * all.length) / most)],
  ).filter((fault) => fault !== undefined)
}

/** Lets a life run into the fault, then another one take over what it left and finish the day. */
export async function sufferFault(fault: WriteFault): Promise<FaultOutcome> {
  return inDirectory(async (directory) => {
    const { call, nth, injection } = fault
    const what = injection === 'kill' ? 'signal=SIGKILL' : `error=${injection}`
    const inject = `inject=${call}:${what}:when=${nth}`
    const { end, words } = await live(directory, ['-o', '/dev/null', '-e', `trace=${call}`, '-e', inject])
    const right: readonly (number | string)[] = RIGHT_ENDS[injection]
    const wrongEnd = right.includes(end) ? [] : [`the life ended with ${end}: ${words}`]
    return { ...fault, end, violations: [...wrongEnd, ...(await takeOver(directory))] }
  })
}

/** After a call that failed without a full disk, nothing in memory may be trusted: the process ends itself, or never begins. */
const RIGHT_ENDS = {
  kill: ['SIGKILL'],
  EIO: [69, 74],
  ENOSPC: [0, 69, 74],
} as const satisfies Record<Injection, readonly (number | string)[]>

async function takeOver(directory: string): Promise<string[]> {
  const { database, journal } = filesIn(directory)
  const { violations } = await playDay({
    day: SHORT_DAY,
    seed: 2,
    file: database,
    point: null,
    from: { journal: readJournal(journal), lastLife: 100 },
  })
  return [...violations, ...damageIn(database)]
}

function damageIn(database: string): string[] {
  const db = openDatabase(database)
  try {
    const integrity = db.pragma('integrity_check', { simple: true })
    const orphans = db.pragma('foreign_key_check')
    return [
      ...(integrity === 'ok' ? [] : [`integrity_check: ${String(integrity)}`]),
      ...(Array.isArray(orphans) && orphans.length === 0
        ? []
        : [`foreign_key_check: ${JSON.stringify(orphans)}`]),
    ]
  } finally {
    db.close()
  }
}

function filesIn(directory: string): { database: string; journal: string } {
  return { database: join(directory, 'life.db'), journal: join(directory, 'journal.jsonl') }
}

/** One life under strace. Only its main thread is traced: the store writes there, and following the others doubles the time. */
function live(
  directory: string,
  options: readonly string[],
): Promise<{ end: number | string; words: string }> {
  const { database, journal } = filesIn(directory)
  const args = ['-qq', ...options, process.execPath, LIFE, database, journal]
  return new Promise((resolve) => {
    const child = execFile(
      'strace',
      args,
      { timeout: LIFE_MS, killSignal: 'SIGKILL' },
      (_error, _stdout, stderr) =>
        // strace ends as what it traced has ended.
        resolve({ end: child.exitCode ?? child.signalCode ?? 'nothing', words: stderr.slice(0, 2000) }),
    )
  })
}

async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'phonefarm-strace-'))
  try {
    return await work(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
