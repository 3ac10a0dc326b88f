import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { descendants } from '../e2e/support/descendants.ts'

const DAEMON = fileURLToPath(new URL(`./daemon${extname(import.meta.url)}`, import.meta.url))
/** The command lines of Appium and of what stands in for it. */
const APPIUM = /appium.* --port /
/** The daemon's own drain budget is 30 s and its last resort 10 s more. */
const STOP_MS = 45_000

/** One life of the daemon. */
export interface DaemonProcess {
  readonly pid: number
  /** Resolves when it has ended: with its exit code, or the signal's name. */
  readonly exited: Promise<string>
  /** SIGKILL; resolves when it is gone. */
  kill: () => Promise<void>
  /** SIGTERM; SIGKILL when it does not end. @returns as `exited` */
  stop: () => Promise<string>
  /**
   * Stops its Appium processes from running, so that they and their sessions outlive the daemon like those of a machine that has stalled.
   * @returns lets them run again, which ends them
   */
  freezeAppium: () => () => void
}

/** Starts the test build's daemon. @param logFile what it says is appended there */
export function startDaemon(env: Record<string, string>, logFile: string): DaemonProcess {
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, [...process.execArgv, DAEMON], {
    stdio: ['ignore', log, log],
    env: { ...process.env, ...env },
  })
  closeSync(log)
  const pid = child.pid ?? 0
  const exited = once(child, 'exit').then(([code, signal]) => String(code ?? signal))
  const killWithUs = () => void child.kill('SIGKILL')
  process.once('exit', killWithUs)
  child.once('exit', () => process.removeListener('exit', killWithUs))

  async function stop(): Promise<string> {
    child.kill('SIGTERM')
    const last = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    const end = await exited
    clearTimeout(last)
    return end
  }

  return {
    pid,
    exited,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    stop,
    freezeAppium() {
      const frozen = descendants(pid, APPIUM)
      for (const one of frozen) signal(one, 'SIGSTOP')
      return () => frozen.forEach((one) => signal(one, 'SIGCONT'))
    },
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // ESRCH: it has ended meanwhile.
  }
}
