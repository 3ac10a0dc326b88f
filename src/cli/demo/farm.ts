import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { startDeadline, systemClock } from '../../domain/clock.ts'
import { freePort } from '../../devices/free-port.ts'

/** First start prepares three APK installs per phone and Appium; measured at 6 s, so this only ends a hang. */
const READY_MS = 90_000
/** The daemon's own drain budget is shorter; afterwards it is killed so that nothing stays behind. */
const STOP_MS = 30_000

const ready = Compile(
  Type.Object({ msg: Type.Literal('ready'), url: Type.String(), virtual_phones: Type.String() }),
)

export interface DemoFarm {
  url: string
  /** Base address of the virtual phones' control API. */
  controlUrl: string
  /** Of the daemon. */
  pid: number
  stop: () => Promise<void>
}

export interface FarmOptions {
  dataDir: string
  logFile: string
  virtualPhones: number
  apiKey: string
  webhookSecret: string
  callbackAllow: string
}

/** Starts a real daemon as its own process, with an adb server of its own that ends with it. */
export async function startFarm(options: FarmOptions): Promise<DemoFarm> {
  const adbPort = await freePort()
  const daemon = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      new URL('dist/src/main.js', import.meta.resolve('#package.json')).pathname,
      'serve',
      '--virtual-phones',
      String(options.virtualPhones),
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PHONEFARM_PORT: '0',
        PHONEFARM_ADMIN_LISTEN: '127.0.0.1:0',
        PHONEFARM_DATA_DIR: options.dataDir,
        PHONEFARM_API_KEY: options.apiKey,
        PHONE_FARM_WEBHOOK_SECRET: options.webhookSecret,
        PHONEFARM_CALLBACK_ALLOW: options.callbackAllow,
        PHONEFARM_ADB_SERVER_PORT: String(adbPort),
      },
    },
  )
  const stop = async () => {
    await endDaemon(daemon)
    // The daemon never kills an adb server, rightly: this one is the demo's own.
    await promisify(execFile)('adb', ['-P', String(adbPort), 'kill-server']).catch((error: unknown) => {
      process.stderr.write(`adb kill-server: ${String(error)}\n`)
    })
  }
  try {
    const { url, virtual_phones } = await readyLine(daemon, options.logFile)
    return { url, controlUrl: virtual_phones, pid: daemon.pid ?? 0, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function readyLine(daemon: ChildProcess, logFile: string) {
  const { stdout } = daemon
  if (!stdout) throw new Error('the daemon has no stdout')
  const log = createWriteStream(logFile)
  const deadline = startDeadline(
    systemClock,
    READY_MS,
    new AbortController().signal,
    () => new Error(`the daemon was not ready within ${READY_MS / 1000} s; see ${logFile}`),
  )
  return await new Promise<{ url: string; virtual_phones: string }>((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
      log.write(`${line}\n`)
      const parsed = parseLine(line)
      if (ready.Check(parsed)) resolve(parsed)
    })
    daemon.once('exit', (code) => reject(new Error(`the daemon ended with ${code}; see ${logFile}`)))
    deadline.signal.addEventListener('abort', () => reject(deadline.signal.reason), { once: true })
  }).finally(deadline.end)
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // a line of another program: it stays in the log and is no ready line
  }
}

async function endDaemon(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  const gone = once(daemon, 'exit')
  daemon.kill('SIGTERM')
  const cancel = systemClock.after(STOP_MS, () => daemon.kill('SIGKILL'))
  await gone
  cancel()
}
