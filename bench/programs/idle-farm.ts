import { createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import type { Devices } from '../../src/devices/devices.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { systemRandom } from '../../src/domain/random.ts'
import { createLog } from '../../src/log.ts'
import { BENCH_KEY, PHONES } from '../requests.ts'
import { reportReady } from './parent.ts'

// Our daemon with a thousand phones that are connected and have nothing to do; adb and Appium are left out.

const [dataDir = ''] = process.argv.slice(2)
const { config } = loadConfig({
  PHONEFARM_DATA_DIR: dataDir,
  PHONEFARM_PORT: '0',
  PHONEFARM_API_KEY: BENCH_KEY,
  PHONEFARM_RATE: '0', // what is measured is the daemon, not its patience
})
const app = await createApp({
  config,
  apiKey: () => Promise.resolve(BENCH_KEY),
  version: 'bench',
  virtualPhones: 0,
  clock: systemClock,
  random: systemRandom,
  log: createLog({ level: 'warn', secrets: new Set([BENCH_KEY]), clock: systemClock }),
  seams: { store: (store) => store, devices: idleDevices, poster: (poster) => poster },
})
const { url } = await app.start()
const before = await heapBytes()
for (let number = 1; number <= PHONES; number++) await register(number)
const heapPerPhone = ((await heapBytes()) - before) / PHONES

async function register(number: number): Promise<void> {
  const answer = await fetch(`${url}/phones/phone_${number}`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${BENCH_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ serial: `bench-${number}` }),
  })
  if (answer.status !== 201) throw new Error(`phone ${number} was answered ${answer.status}`)
  await answer.arrayBuffer()
}

/** What is in use after everything that can be collected is. Needs --expose-gc. */
async function heapBytes(): Promise<number> {
  // What was just registered is still being looked at.
  await systemClock.sleep(2000, new AbortController().signal)
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function round(seconds: number): Promise<object> {
  const { user, system } = process.cpuUsage()
  await systemClock.sleep(seconds * 1000, new AbortController().signal)
  const usage = process.cpuUsage()
  return {
    share: (usage.user + usage.system - user - system) / (seconds * 1e6),
    rss: process.memoryUsage.rss(),
  }
}

function idleDevices(devices: Devices): Devices {
  return {
    ...devices,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    watcher: {
      ...devices.watcher,
      stateOf: () => 'device',
      readInfo: () =>
        Promise.resolve({ model: 'bench', android_version: '14', apps: [], width: 1080, height: 2400 }),
    },
  }
}

reportReady({ heapPerPhone }, { round, stop: app.stop })
