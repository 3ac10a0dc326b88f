import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { loadConfig, type Config } from '../../config.ts'
import { findAdb } from '../../devices/android-sdk.ts'
import { createDevices, type Devices } from '../../devices/devices.ts'
import { readFrontApp } from '../../devices/front-app.ts'
import { isFreePort } from '../../devices/free-port.ts'
import { startDeadline, systemClock } from '../../domain/clock.ts'
import { RunError } from '../../domain/errors.ts'
import type { AppTarget, PhoneSession } from '../../domain/phone-session.ts'
import { createDaemonClient } from '../daemon-client.ts'
import { holdPhone, type HeldPhone } from './hold-phone.ts'
import { BadUsage } from '../bad-usage.ts'

/** Which phone, as the commands' options say it. */
export interface PhoneOptions {
  /** A registered phone of the running daemon. */
  phone?: string
  /** A phone by adb's name for it, without any daemon. */
  serial?: string
  /** Show what is logged meanwhile. */
  verbose?: true
}

/** A phone that is ours alone for a while. */
export interface ReachedPhone {
  serial: string
  /** Aborts at Ctrl-C, SIGTERM, or when the command takes too long. */
  signal: AbortSignal
  /** The app in front with its launcher's activity. @throws RunError 'device' when there is none */
  frontApp: () => Promise<AppTarget>
  /** Version of an installed app; undefined when the phone does not tell. */
  versionOf: (packageName: string) => Promise<string | undefined>
  /** Opens a session; it is closed together with the phone. With `leaveInFront` nothing is started. */
  open: (app: AppTarget, how: { leaveInFront: boolean }) => Promise<PhoneSession>
}

/** Longer than a walk through a large app on a slow phone. */
const COMMAND_MS = 25 * 60_000
const KILL_SERVER_MS = 10_000
/** The daemon's look for leftovers can take a forward away between its making and its use: a second opening has a new one. */
const OPENINGS = 2

/**
 * Does a piece of work on a phone: holds it (through the daemon, unless it is named by its serial), starts an Appium of its own, and cleans up
 * whatever happens: session, Appium, temporary files, the hold, and an adb server if this has started it.
 * @param doing what it is, as others are told who find the phone held
 * @throws BadUsage, DaemonRefused, AdbError, RunError
 */
export async function withPhone<T>(
  options: PhoneOptions,
  doing: string,
  work: (phone: ReachedPhone) => Promise<T>,
): Promise<T> {
  if ((options.phone === undefined) === (options.serial === undefined))
    throw new BadUsage('give one of --phone ID (of the running daemon) and --serial S (as adb names it)')
  const { config } = loadConfig(process.env)
  const stopping = stopSignal()
  const held = await hold(config, options, doing)
  try {
    return await withDevices(config, options.verbose === true, stopping.signal, (devices) =>
      workOn(devices, held.serial, stopping.signal, work),
    )
  } finally {
    stopping.end()
    await held.release()
  }
}

async function hold(config: Config, { phone, serial }: PhoneOptions, doing: string): Promise<HeldPhone> {
  if (phone !== undefined) return holdPhone(createDaemonClient(config), phone, doing)
  return { serial: serial ?? '', release: () => Promise.resolve() }
}

async function withDevices<T>(
  config: Config,
  verbose: boolean,
  signal: AbortSignal,
  work: (devices: Devices) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'phonefarm-drivers-'))
  const ownsAdb = await isFreePort(config.adbServerPort)
  const devices = createDevices({
    adbPort: config.adbServerPort,
    env: config.toolEnvironment,
    dataDir,
    mostAppiumServers: 1,
    phonesPerServer: 1,
    appiumPortFirst: config.appiumPortFirst,
    ocrLanguages: config.ocrLanguages,
    clock: systemClock,
    log: pino({ level: verbose ? 'info' : 'silent' }, pino.destination(2)),
  })
  try {
    await devices.start(signal)
    return await work(devices)
  } finally {
    await devices.stop()
    if (ownsAdb) await endAdbServer(config)
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function endAdbServer({ adbServerPort, toolEnvironment }: Config): Promise<void> {
  const args = ['-P', String(adbServerPort), 'kill-server']
  await promisify(execFile)(findAdb(toolEnvironment), args, { timeout: KILL_SERVER_MS })
}

async function workOn<T>(
  devices: Devices,
  serial: string,
  signal: AbortSignal,
  work: (phone: ReachedPhone) => Promise<T>,
): Promise<T> {
  const health = await devices.probe(serial, signal)
  if (!health.healthy) throw new RunError('device', health.reason)
  const open: PhoneSession[] = []
  const phone: ReachedPhone = {
    serial,
    signal,
    frontApp: () => frontApp(devices, serial, signal),
    async versionOf(packageName) {
      const { stdout } = await devices.adb.shell(serial, `dumpsys package ${packageName}`, signal)
      return /versionName=(\S+)/.exec(stdout)?.[1]
    },
    async open(app, { leaveInFront }) {
      const session = await openSession(devices, { serial, app, leaveInFront }, signal)
      open.push(session)
      return session
    },
  }
  try {
    return await work(phone)
  } finally {
    for (const session of open) await session.close()
  }
}

async function frontApp({ adb }: Devices, serial: string, signal: AbortSignal): Promise<AppTarget> {
  const front = await readFrontApp(adb, serial, signal)
  if (front === null) throw new RunError('device', `no app is in front on ${serial}`)
  const { package_name } = front
  const { stdout } = await adb.shell(serial, `cmd package resolve-activity --brief ${package_name}`, signal)
  // The launcher's activity is what an app is started by; the one in front may be one that cannot be started from outside.
  const [, activity = front.activity] = new RegExp(`^${package_name}/(\\S+)`, 'm').exec(stdout) ?? []
  return { package_name, activity }
}

async function openSession(
  devices: Devices,
  asked: { serial: string; app: AppTarget; leaveInFront: boolean },
  signal: AbortSignal,
): Promise<PhoneSession> {
  for (let openings = 1; ; openings++) {
    try {
      const onCreated = () => Promise.resolve() // no other boot has to find it: the phone is held by a process that closes it
      return await devices.sessions.open({ ...asked, phone_id: asked.serial, onCreated }, signal)
    } catch (error) {
      const isOfSession = error instanceof RunError && error.category === 'session'
      if (!isOfSession || openings === OPENINGS || signal.aborted) throw error
    }
  }
}

/** Aborts at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
function stopSignal(): { signal: AbortSignal; end: () => void } {
  const stopped = new AbortController()
  const onSignal = (name: NodeJS.Signals) => {
    stopped.abort(new Error(`stopped by ${name}`))
    unlisten()
  }
  const unlisten = () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  const deadline = startDeadline(
    systemClock,
    COMMAND_MS,
    stopped.signal,
    () => new Error(`not done within ${COMMAND_MS / 60_000} minutes`),
  )
  return {
    signal: deadline.signal,
    end() {
      deadline.end()
      unlisten()
    },
  }
}
