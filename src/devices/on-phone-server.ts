import type { AdbClient } from './adb-client.ts'

/** The packages of Appium's server on the phone; the second one carries its instrumentation. */
const SERVER_PACKAGES = ['io.appium.uiautomator2.server', 'io.appium.uiautomator2.server.test'] as const
/** Where that server listens on the phone. */
const SERVER_PORT = 'tcp:6790'

/**
 * Stops the server on the phone, and the app with it when one is named: whatever command was under way ends there.
 * @throws AdbError
 */
export async function stopOnPhone(
  adb: AdbClient,
  serial: string,
  appPackage: string | null,
  signal: AbortSignal,
  deadlineMs?: number,
): Promise<void> {
  const packages = appPackage === null ? SERVER_PACKAGES : [appPackage, ...SERVER_PACKAGES]
  const command = packages.map((name) => `am force-stop ${name}`).join('; ')
  await adb.shell(serial, command, signal, deadlineMs)
}

/** Whether Appium's server runs on the phone. @throws AdbError */
export async function runsOnPhone(adb: AdbClient, serial: string, signal: AbortSignal): Promise<boolean> {
  const { stdout } = await adb.shell(serial, 'ps -A', signal)
  return stdout.split('\n').some((line) => line.trimEnd().endsWith(` ${SERVER_PACKAGES[0]}`))
}

/**
 * Removes forwards to the phone's server that a dead Appium left; a later session on the same port would find it busy.
 * @returns how many. @throws AdbError
 */
export async function removeServerForwards(
  adb: AdbClient,
  serial: string,
  signal: AbortSignal,
): Promise<number> {
  const stale = (await adb.forwards(signal)).filter(
    (forward) => forward.serial === serial && forward.remote === SERVER_PORT,
  )
  for (const forward of stale) await adb.removeForward(serial, forward.local, signal)
  return stale.length
}
