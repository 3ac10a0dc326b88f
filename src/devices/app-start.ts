import { startDeadline, type Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { AppTarget } from '../domain/phone-session.ts'
import type { AdbClient } from './adb-client.ts'
import { AdbError } from './adb-protocol.ts'
import { endedOr } from './ended-or.ts'
import { readFrontApp } from './front-app.ts'
import { categoryOf } from './session-errors.ts'

export interface AppStart {
  adb: AdbClient
  serial: string
  app: AppTarget
  clock: Clock
  /** Aborts when the daemon must leave: nothing is listened to any more. */
  leaving: AbortSignal
}

/** Starts the app of one session; see PhoneSession.restartApp. */
export interface AppStarter {
  /**
   * Stops the app and starts it anew, its data untouched; resolves when it is the focused app, dialogs of others in front of it or not.
   * @throws RunError 'app_changed' when package or activity do not exist, 'device' when it does not come to the front; AdbError
   */
  start: (signal: AbortSignal) => Promise<void>
  /** Whether the phone may still be carrying out a start command: the app could come up after it was stopped. */
  isUnderWay: () => boolean
  /** Resolves when no start command is under way on the phone; rejects with the signal's reason when it aborts. */
  over: (signal: AbortSignal) => Promise<void>
}

/** `am start -W` returns with the first frame, 0.3-5 s cold, but hangs when the activity ends itself at once (source: fidelity 7.6). */
const AM_START_MS = 20_000
/** The command is listened to for longer: only its end shows that it does nothing any more. */
const AM_START_OVER_MS = 30_000
/** How long the app may take to get the focus after that. */
const FOCUS_MS = 10_000
/** NEW_TASK and RESET_TASK_IF_NEEDED, as a launcher does (source: android.content.Intent). */
const LAUNCH = '-a android.intent.action.MAIN -c android.intent.category.LAUNCHER -f 0x10200000'

export function createAppStarter(deps: AppStart): AppStarter {
  /** Start commands that the phone has not ended; none of them rejects. */
  const underWay = new Set<Promise<void>>()
  return {
    start: (signal) => startApp(deps, underWay, signal),
    isUnderWay: () => underWay.size > 0,
    over: (signal) => endedOr(signal, Promise.all(underWay)).then(() => undefined),
  }
}

async function startApp(deps: AppStart, underWay: Set<Promise<void>>, signal: AbortSignal): Promise<void> {
  const { adb, serial, app, clock } = deps
  const component = `${app.package_name}/${app.activity}`
  const words = await amStart(deps, underWay, component, signal)
  // Never by exit code: it is 0 for some errors (source: fidelity 7.6).
  if (/^(Error|.*Exception)/m.test(words) && !/^Status: ok/m.test(words)) {
    const category = categoryOf(words) === 'app_changed' ? 'app_changed' : 'device'
    throw new RunError(
      category,
      `${component} does not start on ${serial}: ${words.replace(/\s+/g, ' ').trim()}`,
    )
  }
  const untilMs = clock.monotonicMs() + FOCUS_MS
  let focused = await packageInFront(adb, serial, signal)
  while (focused !== app.package_name) {
    if (clock.monotonicMs() > untilMs) {
      throw new RunError(
        'device',
        `${component} does not come to the front of ${serial}: ${focused ?? 'nothing'} has the focus`,
      )
    }
    await clock.sleep(150, signal)
    focused = await packageInFront(adb, serial, signal)
  }
}

async function amStart(
  { adb, serial, clock, leaving }: AppStart,
  underWay: Set<Promise<void>>,
  component: string,
  outer: AbortSignal,
): Promise<string> {
  outer.throwIfAborted()
  // Not ended by the run's signal: adb would only stop listening, and the phone would go on starting the app.
  const command = `am start-activity -W -S -n ${component} ${LAUNCH}`
  const asked = adb.shell(serial, command, leaving, AM_START_OVER_MS)
  keep(underWay, asked)
  const deadline = startDeadline(clock, AM_START_MS, outer, () => new AdbError('timeout', 'am start hangs'))
  try {
    const { stdout, stderr } = await endedOr(deadline.signal, asked)
    return `${stdout}\n${stderr}` // -W prints errors on stdout, older builds on stderr
  } catch (error) {
    outer.throwIfAborted()
    // It may hang although the app is up: the focus decides.
    if (error instanceof AdbError && error.kind === 'timeout') return ''
    throw error
  } finally {
    deadline.end()
  }
}

function keep(underWay: Set<Promise<void>>, asked: Promise<unknown>): void {
  const ended = asked.then(
    () => undefined,
    () => undefined, // adb lost the phone, and the command with it; told to whoever started the app
  )
  underWay.add(ended)
  void ended.then(() => underWay.delete(ended))
}

async function packageInFront(adb: AdbClient, serial: string, signal: AbortSignal): Promise<string | null> {
  return (await readFrontApp(adb, serial, signal))?.package_name ?? null
}
