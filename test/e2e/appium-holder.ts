/** Run as a process of its own: starts one Appium in the folder that the first argument names, tells its pid, and stays. */
import { pino } from 'pino'
import { startAppiumServer } from '../../src/devices/appium-server.ts'
import { systemClock } from '../../src/domain/clock.ts'

const home = process.argv[2]
if (home === undefined) throw new Error('usage: appium-holder FOLDER')
const log = pino({ level: 'silent' })
// 9 is the discard port: this Appium opens no session, so it needs no adb server.
const options = { home, portFirst: null, adbPort: 9, env: process.env, clock: systemClock, log }
const server = await startAppiumServer(options, new AbortController().signal)
process.stdout.write(`${server.pid}\n`)
