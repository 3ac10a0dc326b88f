import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { AdbError } from './adb-protocol.ts'

/**
 * Starts an adb server on the port unless one runs there already (`adb start-server` leaves a running one of its own version alone).
 * @throws AdbError 'no_server' with adb's own words; the signal's reason when it aborts
 */
export async function startAdbServer(
  adb: string,
  port: number,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(adb, ['-P', String(port), 'start-server'], { stdio: ['ignore', 'ignore', 'pipe'], env })
  const kill = () => child.kill('SIGKILL')
  signal.addEventListener('abort', kill, { once: true })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  try {
    // 'exit', not 'close': the server that was started may go on holding the pipe.
    const [code] = await once(child, 'exit')
    signal.throwIfAborted()
    if (code !== 0)
      throw new AdbError('no_server', `${adb} could not start a server on port ${port}: ${said.trim()}`)
  } finally {
    signal.removeEventListener('abort', kill)
    child.stderr.destroy()
  }
}

/** The protocol version of an adb program, 41 for "Android Debug Bridge version 1.0.41"; null when it does not tell. */
export async function adbProtocolVersion(adb: string, signal: AbortSignal): Promise<number | null> {
  const child = spawn(adb, ['version'], { stdio: ['ignore', 'pipe', 'ignore'], signal })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  await once(child, 'close')
  const version = /version \d+\.\d+\.(\d+)/.exec(said)?.[1]
  return version === undefined ? null : Number(version)
}
