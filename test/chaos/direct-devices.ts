import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { loadConfig } from '../../src/config.ts'
import { createDevices, type Devices } from '../../src/devices/devices.ts'
import { systemClock } from '../../src/domain/clock.ts'

const PROGRAM = fileURLToPath(new URL(`./direct-appium${extname(import.meta.url)}`, import.meta.url))

/** The daemon's devices, all real, with `direct-appium.ts` started where Appium would be. */
export function directDevices(): Devices {
  const { config } = loadConfig(process.env)
  return createDevices({
    adbPort: config.adbServerPort,
    env: config.toolEnvironment,
    dataDir: config.dataDir,
    phonesPerServer: config.appiumPhonesPerServer,
    mostAppiumServers: config.appiumServers,
    appiumPortFirst: null,
    appiumProgram: PROGRAM,
    appPackages: () => ['com.phonefarm.clips'],
    clock: systemClock,
    log: pino({ level: config.logLevel }),
  })
}
