import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { freePort } from '../../src/devices/free-port.ts'

export interface AdbResult {
  stdout: Buffer
  text: string
  stderr: string
  code: number
}

/** The machine's real adb with a server of its own. */
export interface AdbClient {
  readonly serverPort: number
  run: (...args: string[]) => Promise<AdbResult>
  /** A command that stays open; `stop` kills it at the latest. */
  open: (...args: string[]) => ChildProcess
  /** `adb devices` as [serial, state]. */
  devices: () => Promise<string[][]>
  /** Kills everything it has started. For an `after` hook: one registered from within `before` would run too early. */
  stop: () => Promise<void>
  /** Repeats `adb devices` until the phone has the state. */
  waitForState: (serial: string, state: string) => Promise<void>
}

const DEADLINE_MS = 15_000

export async function startAdb(): Promise<AdbClient> {
  const serverPort = await freePort()
  const children: ChildProcess[] = []

  function run(...args: string[]): Promise<AdbResult> {
    return new Promise((resolve) => {
      const options = { encoding: 'buffer', timeout: DEADLINE_MS, maxBuffer: 64 * 1024 * 1024 } as const
      execFile('adb', ['-P', String(serverPort), ...args], options, (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0
        resolve({ stdout, text: stdout.toString('utf8'), stderr: stderr.toString('utf8'), code })
      }).stdin?.end()
    })
  }

  async function devices(): Promise<string[][]> {
    const { text } = await run('devices')
    return text
      .split('\n')
      .slice(1)
      .filter(Boolean)
      .map((line) => line.split('\t'))
  }

  await run('start-server')

  return {
    serverPort,
    run,
    open: (...args) => {
      const child = spawn('adb', ['-P', String(serverPort), ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
      children.push(child)
      return child
    },
    devices,
    stop: async () => {
      for (const child of children) child.kill('SIGKILL')
      await run('kill-server')
    },
    waitForState: async (serial, state) => {
      const endAt = performance.now() + DEADLINE_MS
      let seen: string[][] = []
      while (performance.now() < endAt) {
        seen = await devices()
        if (seen.some(([name, is]) => name === serial && is === state)) return
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`${serial} never became ${state}: ${JSON.stringify(seen)}`)
    },
  }
}
