import { type Command, InvalidArgumentError, Option } from 'commander'
import { pino } from 'pino'
import { systemClock } from '../domain/clock.ts'
import { BATTERY_WEARS, type BatteryWear } from '../virtual-phone/android/battery.ts'
import { LATENCY_PROFILES, type LatencyProfile } from '../virtual-phone/android/latency.ts'
import { PROFILE_NAMES, type ProfileName } from '../virtual-phone/android/profiles.ts'
import { type Fleet, startFleet } from '../virtual-phone/fleet.ts'

/** As many as one process was ever tried with, several times over. */
const MOST_PHONES = 200
const LAST_PORT = 65_535
/** The last resort when something keeps the process alive after a stop. */
const STOP_LIMIT_MS = 10_000
/** sysexits.h: the command was used wrongly. */
const EXIT_USAGE = 64

interface Options {
  count: number
  adbPortBase: number
  controlPort: number
  seed: number
  profile: ProfileName | 'mixed'
  latency: LatencyProfile
  battery: BatteryWear
  driftScale: number
  usb?: number
  state?: string
}

/** Adds `phonefarm virtual-phones`: virtual phones and their control API, until SIGTERM or SIGINT. */
export function addVirtualPhonesCommand(program: Command): void {
  program
    .command('virtual-phones')
    .description('run virtual Android phones that adb and Appium take for real ones')
    .requiredOption('--count <n>', 'how many phones', integer('count', 1, MOST_PHONES))
    .requiredOption(
      '--adb-port-base <port>',
      'adb port of the first phone; 0 takes any free ports',
      integer('adb-port-base', 0, LAST_PORT),
    )
    .requiredOption(
      '--control-port <port>',
      'port of the control API; 0 takes a free one',
      integer('control-port', 0, LAST_PORT),
    )
    .option('--seed <n>', 'what the apps show follows from it', integer('seed', 0, 2 ** 31 - 1), 1)
    .option(
      '--usb <port>',
      'port of an adb server that has the phones on its USB; 0 takes a free one',
      integer('usb', 0, LAST_PORT),
    )
    .addOption(
      new Option('--profile <name>', 'whose Android they have')
        .choices([...PROFILE_NAMES, 'mixed'])
        .default('android-14'),
    )
    .addOption(
      new Option('--latency <name>', 'how fast they answer').choices(LATENCY_PROFILES).default('none'),
    )
    .addOption(
      new Option('--battery <wear>', 'how worn their batteries are').choices(BATTERY_WEARS).default('new'),
    )
    .option(
      '--drift-scale <n>',
      'how much faster than the clock charge, heat and storage change; 0 stops them',
      integer('drift-scale', 0, 1_000_000),
      1,
    )
    .option('--state <dir>', 'folder that keeps state and history over restarts')
    .action(run)
}

function integer(name: string, lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= lowest && value <= highest) return value
    throw new InvalidArgumentError(`${name} must be a whole number from ${lowest} to ${highest}.`)
  }
}

async function run(options: Options, command: Command): Promise<void> {
  const { count, adbPortBase, controlPort, seed, profile, latency, battery, driftScale, usb, state } = options
  if (adbPortBase > 0 && adbPortBase + count - 1 > LAST_PORT) {
    command.error(`error: ${count} phones from port ${adbPortBase} on go beyond ${LAST_PORT}`, {
      exitCode: EXIT_USAGE,
    })
  }
  const log = pino({ level: 'warn' }, pino.destination(2)) // stdout is for the ready line alone
  const stopped = stopSignal()
  let fleet: Fleet
  try {
    fleet = await startFleet({
      count,
      adbPortBase,
      controlPort,
      seed,
      profile,
      condition: { latency, wear: battery, driftScale },
      ...(state === undefined ? {} : { stateDir: state }),
      ...(usb === undefined ? {} : { usbPort: usb }),
      clock: systemClock,
      log,
    })
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
    return
  }
  const ready = {
    msg: 'ready',
    control: fleet.controlUrl,
    ...(fleet.usb && { adb_port: fleet.usb.host.port() }),
  }
  process.stdout.write(`${JSON.stringify(ready)}\n`)
  await stopped
  systemClock.after(STOP_LIMIT_MS, () => process.exit(1))
  await fleet.stop()
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once, as it is the default again. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}
