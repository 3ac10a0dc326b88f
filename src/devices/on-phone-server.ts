import type { AdbClient } from './adb-client.ts'
import type { Forward } from './adb-protocol.ts'
import { isOurPort } from './system-ports.ts'

/** The packages of Appium's server on the phone; the second one carries its instrumentation. */
const SERVER_PACKAGES = ['io.appium.uiautomator2.server', 'io.appium.uiautomator2.server.test'] as const
/** Where that server listens on the phone. */
const SERVER_PORT = 'tcp:6790'

/**
 * Stops the server on the phone, and the app with it when one is named: whatever command was under way ends there.
 * @returns whether the phone itself shows, after that, that the server does not run. Not so of the app: another app or the system may bring
 *   a service of it back, which is no command of ours
 * @throws AdbError
 */
export async function stopOnPhone(
  adb: AdbClient,
  serial: string,
  appPackage: string | null,
  signal: AbortSignal,
  deadlineMs?: number,
): Promise<boolean> {
  const packages = appPackage === null ? SERVER_PACKAGES : [appPackage, ...SERVER_PACKAGES]
  // One trip for both, so that nothing comes between the stop and the look.
  const command = [...packages.map((name) => `am force-stop ${name}`), 'ps -A'].join('; ')
  const { stdout } = await adb.shell(serial, command, signal, deadlineMs)
  return !lists(stdout, SERVER_PACKAGES)
}

/** Whether Appium's server runs on the phone. @throws AdbError */
export async function runsOnPhone(adb: AdbClient, serial: string, signal: AbortSignal): Promise<boolean> {
  const { stdout } = await adb.shell(serial, 'ps -A', signal)
  return lists(stdout, [SERVER_PACKAGES[0]])
}

/** A process of an app is named after its package, perhaps with a part behind a colon. A list without a single line is no list. */
function lists(processes: string, packages: readonly string[]): boolean {
  const names = processes.split('\n').map((line) => line.trim().split(/\s+/).at(-1) ?? '')
  if (names.every((name) => name === '')) return true
  return names.some((name) => packages.includes(name.split(':')[0] ?? ''))
}

/** Whether a forward leads to the server on a phone and is one that we made: never a person's, whose Appium counts up from 8200. */
function isServerForward({ local, remote }: Forward): boolean {
  return remote === SERVER_PORT && isOurPort(local)
}

/**
 * Removes our forwards to the phone's server that a dead Appium left; they would pile up, and a later session could find its port busy.
 * @returns how many. @throws AdbError
 */
export async function removeServerForwards(
  adb: AdbClient,
  serial: string,
  signal: AbortSignal,
): Promise<number> {
  const stale = (await adb.forwards(signal)).filter(
    (forward) => forward.serial === serial && isServerForward(forward),
  )
  for (const forward of stale) await adb.removeForward(serial, forward.local, signal)
  return stale.length
}
