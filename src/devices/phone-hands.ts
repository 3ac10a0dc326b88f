import { startDeadline, type Clock } from '../domain/clock.ts'
import type { AppTarget, SessionProvider } from '../domain/phone-session.ts'
import { PhoneNotFreed } from '../domain/run-control.ts'
import type { AdbClient } from './adb-client.ts'
import { AdbError, openAdbConnection } from './adb-protocol.ts'
import { removeServerForwards, stopOnPhone } from './on-phone-server.ts'
import { isNetworkSerial } from './transports.ts'

/**
 * What can be done to one phone that does not work, and how to see whether it does. No hand ever touches another phone, and the adb server
 * is never ended. Each ends by its own deadline or with the signal. @throws Error with what went wrong
 */
export interface PhoneHands {
  /** adb's word for the phone; `absent` when it is not listed. */
  stateOf: (serial: string, signal: AbortSignal) => Promise<string>
  /** Whether it is listed as `device`, answers a command, and Android is up. Never throws but the signal's reason. */
  answers: (serial: string, signal: AbortSignal) => Promise<boolean>
  /** Whether it gives a picture of its screen. */
  givesPicture: (serial: string, signal: AbortSignal) => Promise<boolean>
  /** Opens a session on an app that every phone has, reads the screen and closes it: proof of everything that a run needs. @throws also PhoneNotFreed after an abort */
  readScreen: (phone: { phone_id: string; serial: string }, signal: AbortSignal) => Promise<void>
  /** Stops Appium's server on the phone; the next session starts it anew. */
  stopServer: (serial: string, signal: AbortSignal) => Promise<void>
  /** Removes Appium's server from the phone; the next session installs it anew. */
  uninstallServer: (serial: string, signal: AbortSignal) => Promise<void>
  /** Lets the adb server drop the phone's connection and make it anew. */
  reconnect: (serial: string, signal: AbortSignal) => Promise<void>
  /** Removes the phone's forwards to Appium's server; the next session makes one of its own. */
  removeForwards: (serial: string, signal: AbortSignal) => Promise<void>
  /** Restarts the phone; returns once it has begun. */
  reboot: (serial: string, signal: AbortSignal) => Promise<void>
  /** Finds the host's adb server, or starts one. */
  ensureAdb: (signal: AbortSignal) => Promise<void>
}

export interface PhoneHandsDeps {
  adb: AdbClient
  sessions: SessionProvider
  clock: Clock
}

const SERVER_PACKAGES = ['io.appium.uiautomator2.server', 'io.appium.uiautomator2.server.test'] as const
/** Whoever it is about, the operator's app stays as it is. */
const NEUTRAL_APP: AppTarget = { package_name: 'com.android.settings', activity: '.Settings' }
const HOST_MS = 5000
const UNINSTALL_MS = 20_000
const PICTURE_MS = 10_000
/** adb takes a phone on the network out of its list in its own time; a connect before that would only find it "already connected". */
const DROPPED_MS = 5000
const POLL_MS = 100

export function createPhoneHands({ adb, sessions, clock }: PhoneHandsDeps): PhoneHands {
  /** A request to the adb server about one phone; with `service`, one that the phone itself serves. */
  async function ask(requests: readonly string[], outer: AbortSignal): Promise<void> {
    const tooLate = () => new AdbError('timeout', `adb: no answer to ${requests.join(', ')}`)
    const deadline = startDeadline(clock, HOST_MS, outer, tooLate)
    try {
      const connection = await openAdbConnection(adb.port, deadline.signal)
      try {
        for (const request of requests) await connection.ask(request)
      } finally {
        connection.close()
      }
    } finally {
      deadline.end()
    }
  }

  async function reconnect(serial: string, signal: AbortSignal): Promise<void> {
    const transport = adb.transportOf(serial)
    const isListed = (await adb.stateOf(serial, signal)) !== 'absent'
    if (isListed) await ask([`host-serial:${transport}:reconnect`], signal)
    if (!isNetworkSerial(transport)) return
    // A phone on the network is forgotten by that, and connected anew.
    const untilMs = clock.monotonicMs() + DROPPED_MS
    while ((await adb.stateOf(serial, signal)) !== 'absent' && clock.monotonicMs() < untilMs) {
      await clock.sleep(POLL_MS, signal)
    }
    await adb.connect(transport, signal)
  }

  return {
    stateOf: adb.stateOf,
    async answers(serial, signal) {
      try {
        if ((await adb.stateOf(serial, signal)) !== 'device' || !(await adb.echo(serial, signal)))
          return false
        return (await adb.shell(serial, 'getprop sys.boot_completed', signal)).stdout.trim() === '1'
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof AdbError) return false
        throw error
      }
    },
    async givesPicture(serial, signal) {
      const { exitCode } = await adb.shell(serial, 'screencap -p > /dev/null', signal, PICTURE_MS)
      return exitCode === 0
    },
    async readScreen({ phone_id, serial }, signal) {
      const onCreated = () => Promise.resolve() // nobody needs to find it: the next boot looks at every phone that was being maintained
      const session = await sessions.open({ phone_id, serial, app: NEUTRAL_APP, onCreated }, signal)
      try {
        await session.readScreen(signal)
      } catch (error) {
        if ((await session.close()) || !signal.aborted) throw error
        throw new PhoneNotFreed(serial, { cause: error })
      }
      if (!(await session.close()) && signal.aborted) throw new PhoneNotFreed(serial)
    },
    async stopServer(serial, signal) {
      if (!(await stopOnPhone(adb, serial, null, signal)))
        throw new Error(`the server on ${serial} does not stop`)
    },
    async uninstallServer(serial, signal) {
      const command = SERVER_PACKAGES.map((name) => `pm uninstall ${name}`).join('; ')
      await adb.shell(serial, command, signal, UNINSTALL_MS)
    },
    reconnect,
    async removeForwards(serial, signal) {
      await removeServerForwards(adb, serial, signal)
    },
    reboot: (serial, signal) => ask([`host:transport:${adb.transportOf(serial)}`, 'reboot:'], signal),
    ensureAdb: adb.ensureServer,
  }
}
