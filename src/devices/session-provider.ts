import type { Logger } from 'pino'
import { remote } from 'webdriverio'
import type { Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { OpenSession, PhoneSession, SessionProvider } from '../domain/phone-session.ts'
import type { AdbClient } from './adb-client.ts'
import type { AppiumLease, AppiumPool } from './appium-pool.ts'
import { explainFault } from './fault-cause.ts'
import { removeServerForwards, stopOnPhone } from './on-phone-server.ts'
import { parseDisplaySize } from './phone-info.ts'
import { createRequestAborter } from './request-aborter.ts'
import { createPhoneSession, SESSION_DEADLINES, type SessionDeadlines } from './session.ts'
import { capabilitiesOf, SESSION_SETTINGS } from './session-capabilities.ts'
import { createSessionCommands } from './session-commands.ts'
import { createSessionEnding } from './session-ending.ts'
import { toRunError } from './session-errors.ts'
import { createSystemPorts } from './system-ports.ts'

export interface SessionProviderDeps {
  pool: AppiumPool
  adb: AdbClient
  clock: Clock
  log: Logger
  deadlines?: Partial<SessionDeadlines>
}

export interface SessionProviderParts extends SessionProvider {
  /** Ends every session that is open; for the end of the daemon. Never throws. */
  closeAll: () => Promise<void>
}

export function createSessionProvider(deps: SessionProviderDeps): SessionProviderParts {
  const { pool, adb, clock, log } = deps
  const deadlines = { ...SESSION_DEADLINES, ...deps.deadlines }
  const aborter = createRequestAborter()
  const systemPorts = createSystemPorts()
  const open = new Set<OpenedSession>()

  /** Not ended by the run's signal: a session that Appium opens after nobody listens has an id that nobody knows. */
  async function createBrowser(options: OpenSession, lease: AppiumLease): Promise<WebdriverIO.Browser> {
    const url = new URL(lease.url)
    return remote({
      hostname: url.hostname,
      port: Number(url.port),
      path: '/',
      logLevel: 'silent', // it would write on stdout, among our JSON lines; errors come to us anyway
      connectionRetryCount: 0, // the default repeats a tap whose answer was an error (source: virtual-phone 3)
      connectionRetryTimeout: deadlines.open,
      transformRequest: aborter.transformRequest,
      capabilities: capabilitiesOf({
        serial: options.serial,
        app: options.app,
        adbPort: adb.port,
        systemPort: await systemPorts.take(options.serial),
      }),
    })
  }

  async function openSession(options: OpenSession, signal: AbortSignal): Promise<PhoneSession> {
    const startedMs = clock.monotonicMs()
    const session = await createSession(options, signal)
    open.add(session)
    try {
      await options.onCreated({ session_id: session.sessionId, container: session.container })
      signal.throwIfAborted()
      await session.applySettings(signal)
      await session.restartApp(signal)
    } catch (error) {
      await session.close()
      throw error
    }
    const ms = Math.round(clock.monotonicMs() - startedMs)
    log.info(
      { phone_id: options.phone_id, serial: options.serial, session_id: session.sessionId, ms },
      'session opened',
    )
    return session
  }

  async function createSession(options: OpenSession, signal: AbortSignal): Promise<OpenedSession> {
    const { serial } = options
    let lease: AppiumLease | undefined
    try {
      const display = await lookBefore(adb, options, signal)
      lease = await pool.acquire(serial, signal)
      await removeServerForwards(adb, serial, signal)
      signal.throwIfAborted()
      return assemble(options, lease, display, await createBrowser(options, lease))
    } catch (error) {
      lease?.release()
      signal.throwIfAborted()
      const fault = await explainFault(
        { adb, clock, serial },
        toRunError(error, `open a session on ${serial}`),
        signal,
      )
      if (fault.category === 'timeout') await endLateSession(serial, signal)
      throw fault
    }
  }

  /** Appium may still be at it; without the server on the phone it cannot finish. */
  async function endLateSession(serial: string, signal: AbortSignal): Promise<void> {
    try {
      await stopOnPhone(adb, serial, null, signal)
    } catch (error) {
      log.warn(
        { serial, err: error },
        'on-phone server could not be stopped after a session that did not open',
      )
    }
  }

  function assemble(
    options: OpenSession,
    lease: AppiumLease,
    display: Display,
    browser: WebdriverIO.Browser,
  ): OpenedSession {
    const { serial, phone_id: phoneId, app } = options
    const commands = createSessionCommands({ serial, adb, aborter, clock })
    const ending = createSessionEnding({
      serial,
      appPackage: app.package_name,
      sessionId: browser.sessionId,
      deleteSession: (signal) => aborter.run(signal, () => browser.deleteSession()),
      adb,
      commands,
      closeMs: deadlines.close,
      abortMs: deadlines.abort,
      onEnded() {
        open.delete(session)
        lease.release()
      },
      clock,
      log,
    })
    const session: OpenedSession = {
      ...createPhoneSession({
        browser,
        phoneId,
        serial,
        app,
        display,
        adb,
        commands,
        ending,
        deadlines,
        clock,
      }),
      container: lease.url,
      applySettings: (signal) =>
        commands.run('apply settings', deadlines.command, signal, () => applySettings(browser, serial)),
    }
    return session
  }

  return {
    open: openSession,
    closeAll: async () => void (await Promise.all([...open].map((session) => session.close()))),
  }
}

type Display = PhoneSession['display']

interface OpenedSession extends PhoneSession {
  container: string
  applySettings: (signal: AbortSignal) => Promise<void>
}

/**
 * What would make a session pointless is cheap to see before: Appium waits 20 s for a phone that is not there, and opens a session for an app
 * that is not installed. @returns the size of the display
 */
async function lookBefore(
  adb: AdbClient,
  { serial, app }: OpenSession,
  signal: AbortSignal,
): Promise<Display> {
  const state = await adb.stateOf(serial, signal)
  if (state !== 'device') throw new RunError('device', `phone ${serial} is not online: adb says ${state}`)
  const path = await adb.shell(serial, `pm path ${app.package_name}`, signal)
  // An unknown package prints nothing (source: fidelity 7.5).
  if (!path.stdout.startsWith('package:'))
    throw new RunError('app_changed', `${app.package_name} is not installed on ${serial}`)
  const size = parseDisplaySize((await adb.shell(serial, 'wm size', signal)).stdout)
  if (size === null) throw new RunError('device', `phone ${serial} does not tell the size of its display`)
  return size
}

/** Sets and reads back: the server takes values out of range without a word (source: fidelity 1.5). */
async function applySettings(browser: WebdriverIO.Browser, serial: string): Promise<void> {
  await browser.updateSettings(SESSION_SETTINGS)
  const kept: unknown = await browser.getSettings()
  for (const [name, value] of Object.entries(SESSION_SETTINGS)) {
    const actual =
      typeof kept === 'object' && kept !== null
        ? new Map<string, unknown>(Object.entries(kept)).get(name)
        : undefined
    if (actual !== value)
      throw new RunError('session', `setting ${name} on ${serial} is ${String(actual)} instead of ${value}`)
  }
}
