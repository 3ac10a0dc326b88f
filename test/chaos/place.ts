import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Type from 'typebox'
import { Agent } from 'undici'
import { freePort } from '../../src/devices/free-port.ts'
import { startMain } from '../e2e/support/main-process.ts'
import { phoneStories } from '../e2e/support/phone-story.ts'
import { startCallbackLog, type CallbackLog } from './callback-log.ts'
import { createAsk, type Ask } from './caller.ts'
import type { Chance } from './chance.ts'
import { startDaemon, type DaemonProcess } from './daemon-process.ts'
import type { PhoneTold, Recorder } from './history.ts'
import type { PhoneOfRun } from './random-work.ts'

export interface PlaceOptions {
  /** Where everything of the run lies; made anew below the system's temporary folder. */
  folder: string
  phones: number
  /** Without Appium: `direct-appium.ts` in its place. */
  direct: boolean
  /** Name of the bug that the daemon gets; null for none. */
  bug: string | null
  chance: Chance
  recorder: Recorder
}

/** All that outlives the daemon: its phones, the adb server, the receiver of callbacks, the data directory. */
export interface ChaosPlace {
  phones: readonly PhoneOfRun[]
  callbacks: CallbackLog
  ask: Ask
  /** At the admin door. */
  askAdmin: Ask
  /** Starts another daemon on the data directory. */
  startDaemon: () => DaemonProcess
  /** What the phones themselves tell. */
  readPhones: () => Promise<PhoneTold[]>
  /** Command lines of processes, forwards and files that the ended daemons have left. */
  leftovers: () => string[]
  databaseFile: string
  /** Ends everything but what daemons left behind. */
  stop: () => Promise<void>
}

const API_KEY = 'chaos-key-0123456789abcdef'
const SECRET = 'chaos-webhook-secret'
const PhonesReady = Type.Object({ control: Type.String() })

/** A folder for one run. */
export function createRunFolder(): string {
  return mkdtempSync(join(tmpdir(), 'phonefarm-chaos-'))
}

export async function createChaosPlace(options: PlaceOptions): Promise<ChaosPlace> {
  const { folder, phones: count, chance, recorder } = options
  const [port, adminPort, adbPort] = [await freePort(), await freePort(), await freePort()]
  const adb = (...args: string[]) =>
    execFileSync('adb', ['-P', String(adbPort), ...args], { encoding: 'utf8' })
  // Before any daemon starts one: what the daemons start is looked for at the end.
  adb('start-server')
  const endAdb = () => adb('kill-server')
  process.once('exit', endAdb)
  const fleet = await startMain(
    ['virtual-phones', '--count', String(count), '--adb-port-base', '0', '--control-port', '0'],
    PhonesReady,
  )
  const callbacks = await startCallbackLog(SECRET, chance.branch('callbacks'), recorder)
  const url = `http://127.0.0.1:${port}`
  const agent = new Agent({ connections: 16, pipelining: 1 })
  const dataDir = join(folder, 'data')
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  const stories = phoneStories(() => fleet.ready.control)
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const env: Record<string, string> = {
    PHONEFARM_PORT: String(port),
    PHONEFARM_ADMIN_LISTEN: `127.0.0.1:${adminPort}`,
    PHONEFARM_DATA_DIR: dataDir,
    PHONEFARM_API_KEY: API_KEY,
    PHONEFARM_RATE: '0', // one key plays every caller
    PHONE_FARM_WEBHOOK_SECRET: SECRET,
    PHONEFARM_CALLBACK_ALLOW: callbacks.address,
    PHONEFARM_ADB_SERVER_PORT: String(adbPort),
    // Pauses between attempts are not what this is about.
    PHONEFARM_RETRY_BASE_MS: '100',
    PHONEFARM_APPIUM_PHONES_PER_SERVER: '8',
    PHONEFARM_CHAOS_APPIUM: options.direct ? 'direct' : 'real',
    ...(options.bug !== null && { PHONEFARM_CHAOS_BUG: options.bug }),
    TMPDIR: temporary,
    // Travels to every process that a daemon starts, so that what one leaves behind is found.
    CHAOS_RUN: folder,
  }

  return {
    phones: numbers.map((number) => ({
      phone_id: `phone_0${number}`,
      accounts: [`account_0${number}`, `account_alt_0${number}`],
    })),
    callbacks,
    ask: createAsk({ url, key: API_KEY, agent }),
    askAdmin: createAsk({ url: `http://127.0.0.1:${adminPort}`, key: API_KEY, agent }),
    startDaemon: () => startDaemon(env, join(folder, 'daemon.log')),
    readPhones: () =>
      Promise.all(
        numbers.map(async (number) => ({ ...(await stories.read(number)), phone_id: `phone_0${number}` })),
      ),
    leftovers: () => [
      ...processesOf(folder),
      ...adb('forward', '--list')
        .split('\n')
        .filter(Boolean)
        .map((line) => `forward ${line}`),
      ...readdirSync(temporary).map((name) => `temporary file ${name}`),
      ...strangeFiles(dataDir).map((name) => `file ${name} in the data directory`),
    ],
    databaseFile: join(dataDir, 'phonefarm.db'),
    async stop() {
      await agent.destroy()
      await callbacks.stop()
      await fleet.stop()
      endAdb()
      process.removeListener('exit', endAdb)
    },
  }
}

/** Everything is thrown away when nothing is to be looked at. */
export async function removeRunFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

/** Command lines of processes that carry the run's mark (source: proc(5), /proc/PID/environ). */
function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`CHAOS_RUN=${folder}\0`)) return []
        return [`process ${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`]
      } catch {
        return [] // another user's, or it has ended meanwhile
      }
    })
}

/** What a daemon at rest keeps in its data directory. */
const KNOWN =
  /^(phonefarm\.db(-wal|-shm)?|phonefarm\.lock|database\.json|reserve|api-key|appium|backups|evidence|packs)$/

/** What does not belong there, and backups that were begun and not finished. */
function strangeFiles(dataDir: string): string[] {
  const backups = join(dataDir, 'backups')
  return [
    ...readdirSync(dataDir).filter((name) => !KNOWN.test(name)),
    ...(existsSync(backups) ? readdirSync(backups).filter((name) => /\.partial\b/.test(name)) : []),
  ]
}

/** Registers the run's phones and accounts; to be called while the first daemon answers. */
export async function register({ ask, phones, readPhones }: ChaosPlace): Promise<void> {
  const stories = await readPhones()
  for (const [index, { phone_id, accounts }] of phones.entries()) {
    await must(ask('PUT', `/phones/${phone_id}`, { serial: stories[index]?.adb }))
    for (const [place, account_id] of accounts.entries()) {
      const username = `clips_${place === 0 ? 'user' : 'alt'}0${index + 1}`
      const account = { phone_id, app: 'clips', username, status: 'active' }
      await must(ask('PUT', `/accounts/${account_id}`, account))
    }
  }
}

async function must(answering: ReturnType<Ask>): Promise<void> {
  const answered = await answering
  if (answered?.status !== 201) throw new Error(`registering: ${JSON.stringify(answered)}`)
}
