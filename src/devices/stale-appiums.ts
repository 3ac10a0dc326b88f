import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { basename, sep } from 'node:path'
import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'

export interface StaleAppiumsDeps {
  /** Where the homes of our Appiums lie. No other daemon has them: the data directory is locked. */
  homes: string
  clock: Clock
  log: Logger
}

/** A killed process is gone at once, unless the kernel is busy for it. */
const GONE_MS = 2_000
const LOOK_MS = 10

/** What an Appium is and what it starts; a shell that a person left in the folder is neither. */
const PROGRAMS = ['adb', 'java', basename(realpathSync(process.execPath))]

/**
 * Kills what a dead daemon's Appiums have left running. They end by themselves when they find their daemon gone, but one that was stalled, or
 * in the middle of opening a session, would find it seconds later, and start a server on a phone that is somebody else's by then.
 * Known by their working folder, which their adb children share (source: proc(5)); without /proc nothing is found.
 * @returns how many. Ends by its own deadline; the signal's reason when it aborts
 */
export async function endStaleAppiums(
  { homes, clock, log }: StaleAppiumsDeps,
  signal: AbortSignal,
): Promise<number> {
  if (!existsSync(homes)) return 0
  // /proc tells folders without the links that lead to them.
  const folder = realpathSync(homes)
  const stale = processesIn(folder)
  if (stale.length === 0) return 0
  log.warn({ pids: stale }, 'processes of a dead daemon are ended')
  for (const pid of stale) kill(pid)
  const deadline = startDeadline(clock, GONE_MS, signal, () => new Error(`not gone within ${GONE_MS} ms`))
  try {
    while (processesIn(folder).length > 0) await clock.sleep(LOOK_MS, deadline.signal)
  } catch (error) {
    signal.throwIfAborted()
    log.error({ pids: processesIn(folder), err: error }, 'processes of a dead daemon do not end')
  } finally {
    deadline.end()
  }
  return stale.length
}

function processesIn(homes: string): number[] {
  return pids().filter((pid) => {
    try {
      if (!`${readlinkSync(`/proc/${pid}/cwd`)}${sep}`.startsWith(`${homes}${sep}`)) return false
      if (!PROGRAMS.includes(basename(readlinkSync(`/proc/${pid}/exe`)))) return false
      // An adb server that one of them may have started belongs to everybody.
      return !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('fork-server')
    } catch {
      return false // it has ended meanwhile, or is another user's
    }
  })
}

function pids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return [] // no /proc here
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // ESRCH: it has ended meanwhile.
  }
}
