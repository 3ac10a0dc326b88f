import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { OpenSession, PhoneSession, SessionProvider } from '../domain/phone-session.ts'
import { PhoneNotFreed } from '../domain/run-control.ts'
import type { AdbClient } from './adb-client.ts'
import type { AppiumLease, AppiumPool } from './appium-pool.ts'
import { createAdbInput } from './adb-input.ts'
import { createAppStarter } from './app-start.ts'
import { explainFault } from './fault-cause.ts'
import { createFreeMoments } from './free-moments.ts'
import type { OnPhoneMemory } from './on-phone-memory.ts'
import { removeServerForwards, stopOnPhone } from './on-phone-server.ts'
import { parseDisplaySize } from './phone-info.ts'
import { createRequestAborter, type RequestAborter } from './request-aborter.ts'
import { createScreenReader } from './screen-reader.ts'
import type { Screens } from './screens.ts'
import { createPhoneSession, SESSION_DEADLINES, type SessionDeadlines } from './session.ts'
import { capabilitiesOf, SESSION_SETTINGS } from './session-capabilities.ts'
import { createSessionCommands } from './session-commands.ts'
import { createSessionEnding } from './session-ending.ts'
import { openedOrCut } from './session-opening.ts'
import { rungOfState, toRunError } from './session-errors.ts'
import { createSystemPorts } from './system-ports.ts'

export interface SessionProviderDeps {
  screens: Pick<Screens, 'readings' | 'capture' | 'readPicture'>
  pool: AppiumPool
  adb: AdbClient
  clock: Clock
  log: Logger
  deadlines?: Partial<SessionDeadlines>
  memory: Pick<OnPhoneMemory, 'look' | 'recycle'>
  /** Told the text of every error that nobody knows the meaning of. */
  onUnknownError?: (text: string) => void
}

export interface SessionProviderParts extends SessionProvider {
  /** Whether a session of ours is open on the phone. */
  isOpen: (serial: string) => boolean
  /** Runs the look, which must end by itself within seconds, unless a session is being opened on the phone. @returns whether it was run */
  whileFree: (serial: string, look: () => Promise<void>) => Promise<boolean>
  /** Ends every session that is open; for the end of the daemon. Never throws. */
  closeAll: () => Promise<void>
}

/** What sessions that are still open are given when the daemon leaves; by then only those of hanging phones are. */
const CLOSE_ALL_MS = 2000

export function createSessionProvider(deps: SessionProviderDeps): SessionProviderParts {
  const { pool, adb, screens, clock, log } = deps
  const deadlines = { ...SESSION_DEADLINES, ...deps.deadlines }
  const systemPorts = createSystemPorts()
  const open = new Set<OpenedSession>()
  /** Phones on which the last session's end was not shown. */
  const unproven = new Set<string>()
  const moments = createFreeMoments()
  const leaving = new AbortController()
  const freeing = { adb, clock, log, leaving: leaving.signal }

  async function createBrowser(asked: Asked, signal: AbortSignal): Promise<WebdriverIO.Browser> {
    const { serial } = asked.options
    const port = await systemPorts.take(serial)
    signal.throwIfAborted()
    const opening = postSession(asked, port)
    return openedOrCut({ ...freeing, forgetPort: systemPorts.forget }, { serial, port, opening }, signal)
  }

  /** Not ended by the run's signal: a session that Appium opens after nobody listens has an id that nobody knows. */
  async function postSession({ options: { serial, app, tag }, lease, requests }: Asked, systemPort: number) {
    const url = new URL(lease.url)
    // Read when a session needs it: it is a third of what the daemon reads at start, and callers wait for that after a crash.
    const { remote } = await import('webdriverio')
    return await remote({
      hostname: url.hostname,
      port: Number(url.port),
      path: '/',
      logLevel: 'silent', // it would write on stdout, among our JSON lines; errors come to us anyway
      connectionRetryCount: 0, // the default repeats a tap whose answer was an error (source: virtual-phone 3)
      connectionRetryTimeout: deadlines.open,
      transformRequest: requests.transformRequest,
      capabilities: capabilitiesOf({
        serial: adb.transportOf(serial),
        app,
        adbPort: adb.port,
        systemPort,
        tag,
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
      if (options.leaveInFront !== true) await session.restartApp(signal)
    } catch (error) {
      // Whoever stopped the run is told that nothing of it is left.
      if (signal.aborted) await session.free()
      else await session.close()
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
      if (unproven.has(serial)) await clean(serial, signal)
      lease = await pool.acquire(serial, signal)
      await removeServerForwards(adb, serial, signal)
      signal.throwIfAborted()
      const asked = { options, lease, requests: createRequestAborter() }
      return assemble(asked, display, await createBrowser(asked, signal))
    } catch (error) {
      lease?.release()
      if (error instanceof PhoneNotFreed) throw error
      signal.throwIfAborted()
      const fault = await explainFault(
        { adb, clock, serial },
        toRunError(error, `open a session on ${serial}`, deps.onUnknownError),
        signal,
      )
      if (fault.category === 'timeout') unproven.add(serial)
      throw fault
    }
  }

  /** Whatever the last session may have left there must not wake up beside the new one. */
  async function clean(serial: string, signal: AbortSignal): Promise<void> {
    if (!(await stopOnPhone(adb, serial, null, signal)))
      throw new RunError('device', `what an earlier session left on ${serial} does not stop`)
    unproven.delete(serial)
  }

  function assemble(asked: Asked, display: Display, browser: WebdriverIO.Browser): OpenedSession {
    const { options, lease, requests } = asked
    const { serial, phone_id: phoneId, app } = options
    const commands = createSessionCommands({
      serial,
      adb,
      clock,
      onUnknownError: deps.onUnknownError,
      observer: options.observer,
    })
    const starter = createAppStarter({ adb, serial, app, clock, leaving: leaving.signal })
    const ending = createSessionEnding({
      serial,
      appPackage: app.package_name,
      sessionId: browser.sessionId,
      deleteSession: (signal) => requests.run(signal, () => browser.deleteSession()),
      adb,
      commands,
      starter,
      memory: deps.memory,
      closeMs: deadlines.close,
      abortMs: deadlines.abort,
      onEnded(confirmed) {
        open.delete(session)
        if (confirmed) unproven.delete(serial)
        else unproven.add(serial)
        lease.release()
      },
      leaving: leaving.signal,
      clock,
      log,
    })
    const setSettings = (signal: AbortSignal) =>
      commands.run('apply settings', deadlines.command, signal, (ending) =>
        requests.run(ending, () => applySettings(browser, serial)),
      )
    const session: OpenedSession = {
      ...createPhoneSession({
        browser,
        phoneId,
        serial,
        display,
        commands,
        requests,
        ending,
        starter,
        deadlines,
        onSource: options.observer?.screen,
        readerOf: (hierarchy) =>
          createScreenReader({
            hierarchy,
            applySettings: setSettings,
            picture: (signal) => screens.readPicture({ serial, display }, signal),
            readings: screens.readings.of(phoneId),
            clock,
            log: log.child({ phone_id: phoneId, session_id: browser.sessionId }),
          }),
        besides: {
          ...createAdbInput(adb, serial),
          capture: (signal) => screens.capture(serial, signal),
        },
      }),
      container: lease.url,
      serial,
      applySettings: setSettings,
    }
    return session
  }

  return {
    open: (options, signal) => moments.opening(options.serial, () => openSession(options, signal)),
    isOpen: (serial) => [...open].some((session) => session.serial === serial),
    whileFree: moments.look,
    async closeAll() {
      const leave = () => leaving.abort(new Error('the daemon is stopping'))
      const cancel = clock.after(CLOSE_ALL_MS, leave)
      await Promise.all([...open].map((session) => session.close()))
      cancel()
      leave()
    },
  }
}

type Display = PhoneSession['display']

/** A session that is being opened. */
interface Asked {
  options: OpenSession
  lease: AppiumLease
  requests: RequestAborter
}

interface OpenedSession extends PhoneSession {
  container: string
  serial: string
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
  if (state !== 'device') {
    const message = `phone ${serial} is not online: adb says ${state}`
    throw new RunError('device', message, { rung: rungOfState(state) })
  }
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
