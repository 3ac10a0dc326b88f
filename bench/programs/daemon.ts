import { createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import type { Devices } from '../../src/devices/devices.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { systemRandom } from '../../src/domain/random.ts'
import { createLog } from '../../src/log.ts'
import { BENCH_KEY } from '../requests.ts'
import { reportReady } from './parent.ts'

// Our daemon as it is wired, without phones, adb and Appium, and with a receiver of callbacks that does not answer.

const [dataDir = ''] = process.argv.slice(2)
const { config } = loadConfig({
  PHONEFARM_DATA_DIR: dataDir,
  PHONEFARM_PORT: '0',
  PHONEFARM_API_KEY: BENCH_KEY,
  PHONEFARM_RATE: '0', // what is measured is the daemon, not its patience
})
const log = createLog({
  level: 'info',
  secrets: new Set([BENCH_KEY]),
  clock: systemClock,
})

const app = await createApp({
  config,
  apiKey: () => Promise.resolve(BENCH_KEY),
  version: 'bench',
  virtualPhones: 0,
  clock: systemClock,
  random: systemRandom,
  log,
  seams: {
    store: (store) => store,
    devices: withoutDevices,
    poster: (poster) => ({ ...poster, post: noAnswer }),
  },
})
const { url } = await app.start()
reportReady({ url }, { stop: app.stop })

function withoutDevices(devices: Devices): Devices {
  return { ...devices, start: () => Promise.resolve(), stop: () => Promise.resolve() }
}

/** A receiver that takes the connection and says nothing until the try is given up. */
async function noAnswer(_request: unknown, signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('given up')), { once: true })
  })
}
