import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Type from 'typebox'
import { createClient, type Client } from './client.ts'
import { startMain, type MainProcess, type StartedMain } from './main-process.ts'
import { phoneStories, type PhoneStories } from './phone-story.ts'
import { startReceiver, type Receiver } from './receiver.ts'
import { until } from './until.ts'
import { freePort } from '../../../src/devices/free-port.ts'

const API_KEY = 'e2e-key-0123456789abcdef'
const WEBHOOK_SECRET = 'e2e-webhook-secret'
/** Pauses between attempts are multiples of this; they are not what the stories are about. */
const RETRY_BASE_MS = '100'
const CALLBACK_MS = 15_000

const Ready = Type.Object({
  url: Type.String(),
  admin: Type.String(),
  virtual_phones: Type.Optional(Type.String()),
})
const PhonesReady = Type.Object({ control: Type.String() })
const END: readonly string[] = ['completed', 'failed_terminal', 'cancelled']

type Daemon = StartedMain<typeof Ready>

/** A data directory, an adb server's port and a caller's callback endpoint, around which daemons and phones come and go. */
export interface Place {
  receiver: Receiver
  adbPort: number
  client: Client
  /** Of the running daemon's public door. */
  url: () => string
  /** Of its admin door. */
  admin: () => string
  phones: PhoneStories
  /** The running daemon. */
  daemon: () => MainProcess
  /** Starts the daemon on the data directory. */
  serve: (virtualPhones?: number, ...options: string[]) => Promise<MainProcess>
  /** Environment of a daemon here, for those that are not meant to start. */
  env: Record<string, string>
  /** Starts phones that outlive the daemon. @returns their adb serials */
  startPhones: (count: number) => Promise<string[]>
  /** Address of the phones' control API. */
  control: () => string
  /** As `startPhones`, on the USB hubs of a host whose adb server is this place's. @returns their adb serials, in the order of the ports */
  startUsbPhones: (count: number) => Promise<string[]>
  /** adb of this place, its words. */
  adb: (...args: string[]) => string
  /** The process's callbacks in the order of arrival, once its last one is there. */
  callbacks: (processId: string) => Promise<ReturnType<Receiver['of']>>
  /** Ends everything. @throws when the daemon did not end well, or left phones of its own in the adb server */
  stop: () => Promise<void>
}

/** @param settings further environment of the daemons here */
export async function createPlace(settings: Record<string, string> = {}): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'phonefarm-e2e-'))
  const adbPort = await freePort()
  const receiver = await startReceiver(WEBHOOK_SECRET)
  const env = {
    PHONEFARM_PORT: '0',
    PHONEFARM_DATA_DIR: join(dataDir, 'data'),
    PHONEFARM_API_KEY: API_KEY,
    PHONE_FARM_WEBHOOK_SECRET: WEBHOOK_SECRET,
    PHONEFARM_CALLBACK_ALLOW: receiver.address,
    PHONEFARM_ADB_SERVER_PORT: String(adbPort),
    PHONEFARM_RETRY_BASE_MS: RETRY_BASE_MS,
    // One Appium for all: the stories share a machine of two cores.
    PHONEFARM_APPIUM_PHONES_PER_SERVER: '8',
    ...settings,
  }
  const adb = (...args: string[]) =>
    execFileSync('adb', ['-P', String(adbPort), ...args], { encoding: 'utf8' })
  /** A host with USB phones ends its adb server itself. */
  let ownsAdb = true
  const endAdb = () => void (ownsAdb && adb('kill-server'))
  process.once('exit', endAdb)
  const phoneProcesses: MainProcess[] = []
  let daemon: Daemon | undefined
  let control: string | undefined

  const running = () => {
    if (!daemon) throw new Error('no daemon has been started')
    return daemon
  }
  const controlUrl = () => control ?? running().ready.virtual_phones ?? ''
  const phones = phoneStories(controlUrl)

  async function serve(virtualPhones = 0, ...options: string[]): Promise<MainProcess> {
    daemon = await startMain(['serve', '--virtual-phones', String(virtualPhones), ...options], Ready, env)
    return daemon
  }

  async function launchPhones(count: number, ...options: string[]): Promise<void> {
    const args = ['--count', String(count), '--adb-port-base', '0', '--control-port', '0', ...options]
    const started = await startMain(['virtual-phones', ...args], PhonesReady)
    phoneProcesses.push(started)
    control = started.ready.control
  }

  async function startUsbPhones(count: number): Promise<string[]> {
    ownsAdb = false
    await launchPhones(count, '--usb', String(adbPort))
    const onUsb = [...adb('devices', '-l').matchAll(/^(\S+).* usb:\d+-(\d+)\.(\d+)/gm)]
    const place = ([, , hub, port]: RegExpMatchArray) => Number(hub) * 100 + Number(port)
    return onUsb.toSorted((a, b) => place(a) - place(b)).map(([, serial = '']) => serial)
  }

  async function startPhones(count: number): Promise<string[]> {
    await launchPhones(count)
    const numbers = Array.from({ length: count }, (_, index) => index + 1)
    return Promise.all(numbers.map(async (number) => (await phones.read(number)).adb))
  }

  async function stop(): Promise<void> {
    const end = await daemon?.stop()
    const left = phoneProcesses.length === 0 && daemon ? adb('devices').match(/127\.0\.0\.1:\d+/g) : null
    for (const started of phoneProcesses) await started.stop()
    endAdb()
    process.removeListener('exit', endAdb)
    await receiver.stop()
    await rm(dataDir, { recursive: true, force: true })
    if (end !== undefined && end !== 0) throw new Error(`the daemon ended with ${end}`)
    if (left) throw new Error(`the daemon left its virtual phones in the adb server: ${left.join(', ')}`)
  }

  return {
    receiver,
    adbPort,
    client: createClient(() => running().ready.url, env.PHONEFARM_API_KEY),
    url: () => running().ready.url,
    admin: () => running().ready.admin,
    phones,
    daemon: running,
    serve,
    env,
    startPhones,
    control: controlUrl,
    startUsbPhones,
    adb,
    callbacks: (processId) =>
      until(
        `the last callback of ${processId}`,
        () => {
          const all = receiver.of(processId)
          return all.some(({ milestone }) => END.includes(milestone)) ? all : undefined
        },
        CALLBACK_MS,
        () => receiver.of(processId).map(({ milestone }) => milestone),
      ),
    stop,
  }
}

/** A place with a running daemon that has so many virtual phones inside. */
export async function startFarm(
  virtualPhones: number,
  settings: Record<string, string> = {},
): Promise<Place> {
  const place = await createPlace(settings)
  try {
    await place.serve(virtualPhones)
    return place
  } catch (error) {
    await place.stop()
    throw error
  }
}
