import type { ProfileFields } from '../../src/domain/app-driver.ts'
import type { Clock } from '../../src/domain/clock.ts'
import { RunError } from '../../src/domain/errors.ts'
import type { OpenSession, PhoneSession, SessionProvider } from '../../src/domain/phone-session.ts'
import { createMiniApp, type MiniApp } from '../driving/support/mini-app.ts'
import { videos } from '../driving/support/mini-scene.ts'
import { createMiniSession } from '../driving/support/mini-session.ts'
import type { DeviceEffects } from './failpoint-seams.ts'

/** A phone with the scripted app; it outlives every daemon. */
export interface PlayedPhone {
  serial: string
  app: MiniApp
  /** The session that runs on it, null for none. */
  session: string | null
  /** How many of the next health probes it fails. */
  failsProbes: number
  /** How many of the next starts of the app end with another one in front. */
  losesApp: number
  /** How many of the next sessions of the recovery fail: so many rungs do not help. */
  failsRungs: number
  /** Its app asks for a person each time it is started. */
  asksForPerson: boolean
  /** How many of the next closings of a dead daemon's session find it away. */
  failsOrphans: number
  /** How long ending a session in good order takes. */
  closeMs: number
}

export interface PlayedPhones {
  all: ReadonlyMap<string, PlayedPhone>
  /** The devices as one life of the daemon sees them; what that life leaves behind stays on the phones. */
  devicesOf: (life: { name: string; isAlive: () => boolean }) => DeviceEffects
  /** What must never happen to a phone, in words. */
  violations: string[]
}

export interface PlayedPhonesDeps {
  clock: Clock
  /** Serial and the accounts of its app, the signed-in one first. */
  given: Readonly<Record<string, readonly ProfileFields[]>>
  /** Called when what the app has stored changed. */
  onSaved?: (serial: string, accounts: readonly ProfileFields[]) => void
}

export const USUAL_CLOSE_MS = 300
/** A session on it leaves the played app as it is. */
export const SETTINGS_APP = 'com.android.settings'
const OPEN_MS = 1500
const COMMAND_MS = 60
const ABORT_MS = 500
const CLOSE_ORPHAN_MS = 800

export function createPlayedPhones({ clock, given, onSaved }: PlayedPhonesDeps): PlayedPhones {
  const violations: string[] = []
  // Time passes in the commands' own sleeps.
  const appClock = { ...clock, spend: () => undefined }
  const all = new Map(Object.entries(given).map(([serial, accounts]) => [serial, phoneOf(serial, accounts)]))
  let opened = 0

  function phoneOf(serial: string, accounts: readonly ProfileFields[]): PlayedPhone {
    const results = { 'meal prep': videos('meal', 6), travel: videos('travel', 6) }
    const app = createMiniApp(appClock, { accounts, feed: videos(`feed-${serial}-`, 30), results })
    return {
      serial,
      app,
      session: null,
      failsProbes: 0,
      failsOrphans: 0,
      losesApp: 0,
      failsRungs: 0,
      asksForPerson: false,
      closeMs: USUAL_CLOSE_MS,
    }
  }

  function find(serial: string): PlayedPhone {
    const phone = all.get(serial)
    if (!phone) throw new RunError('device', `no phone ${serial}`)
    return phone
  }

  /** Its end cannot be put off by anybody's signal. */
  const pass = (ms: number) => clock.sleep(ms, new AbortController().signal)

  function startApp(phone: PlayedPhone): void {
    phone.app.start()
    if (phone.losesApp-- > 0) phone.app.faults.foreign = true
    if (phone.asksForPerson) phone.app.dialog = { kind: 'login_required' }
  }

  function sessionsOf({ name, isAlive }: Life): SessionProvider {
    return {
      async open(options, signal) {
        const phone = find(options.serial)
        await clock.sleep(OPEN_MS, signal)
        // Appium ends with its daemon, and what it was about to open with it.
        if (!isAlive()) throw new RunError('session', 'the daemon is gone')
        if (phone.session !== null) violations.push(`${phone.serial}: ${name} opens over ${phone.session}`)
        if (options.app.package_name === SETTINGS_APP && phone.failsRungs-- > 0)
          throw new RunError('session', 'socket hang up')
        const id = `${name}/session-${++opened}`
        phone.session = id
        const session = sessionOn(phone, id, options)
        try {
          await options.onCreated({ session_id: id, container: 'http://127.0.0.1:4723' })
          signal.throwIfAborted()
          if (options.app.package_name !== SETTINGS_APP) startApp(phone)
          return session
        } catch (error) {
          await session.close()
          throw error
        }
      },
    }
  }

  function sessionOn(phone: PlayedPhone, id: string, { phone_id }: OpenSession): PhoneSession {
    const mini = createMiniSession(phone.app, appClock)
    let ended = false

    /** What the daemon has sent reaches the phone even when the daemon dies meanwhile, as long as the session is there. */
    async function command<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
      await clock.sleep(COMMAND_MS, signal)
      if (ended || phone.session !== id) throw new RunError('session', `session ${id} is gone`)
      const before = JSON.stringify(phone.app.accounts)
      const answer = await act()
      if (JSON.stringify(phone.app.accounts) !== before) onSaved?.(phone.serial, phone.app.accounts)
      return answer
    }

    function noteBlindRepeat(text: string): void {
      const { app, serial } = phone
      const field = app.screen.replace('edit_', '')
      const stored = new Map(Object.entries(app.accounts[app.signedIn] ?? {})).get(field)
      if (stored === text)
        violations.push(`${serial}: ${id} types "${text}" into ${field}, which has it already`)
    }

    return {
      ...mini,
      sessionId: id,
      phoneId: phone_id,
      readScreen: (signal) => command(signal, () => mini.readScreen(signal)),
      tap: (at, signal) => command(signal, () => mini.tap(at, signal)),
      swipe: (swipe, signal) => command(signal, () => mini.swipe(swipe, signal)),
      pressKey: (code, signal) => command(signal, () => mini.pressKey(code, signal)),
      restartApp: (signal) => command(signal, () => mini.restartApp(signal)),
      editorAction: (action, signal) => command(signal, () => mini.editorAction(action, signal)),
      hideKeyboard: (signal) => command(signal, () => mini.hideKeyboard(signal)),
      setText: (field, text, signal) =>
        command(signal, () => {
          noteBlindRepeat(text)
          return mini.setText(field, text, signal)
        }),
      async close() {
        if (ended) return true
        ended = true
        await pass(phone.closeMs)
        if (phone.session === id) phone.session = null
        return true
      },
      async abort() {
        ended = true
        await pass(ABORT_MS)
        if (phone.session === id) phone.session = null
        return true
      },
    }
  }

  return {
    all,
    violations,
    devicesOf: (life) => ({
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      async probe(serial, signal) {
        await clock.sleep(COMMAND_MS, signal)
        const phone = find(serial)
        if (phone.failsProbes === 0) return { healthy: true }
        phone.failsProbes -= 1
        return { healthy: false, fault: 'silent', reason: `${serial} does not answer` }
      },
      async closeOrphan({ serial }, signal) {
        await clock.sleep(CLOSE_ORPHAN_MS, signal)
        const phone = find(serial)
        if (phone.failsOrphans > 0) {
          phone.failsOrphans -= 1
          return { status: 'unreachable', reason: `${serial} does not answer` }
        }
        phone.session = null
        return { status: 'closed' }
      },
      sessions: sessionsOf(life),
    }),
  }
}

type Life = Parameters<PlayedPhones['devicesOf']>[0]
