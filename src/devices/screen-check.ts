import type { Clock } from '../domain/clock.ts'
import type { AdbClient } from './adb-client.ts'
import { AdbError } from './adb-protocol.ts'
import { takeScreencap } from './screencap.ts'

export interface ScreenCheckDeps {
  adb: Pick<AdbClient, 'port' | 'shell' | 'transportOf'>
  clock: Clock
}

/**
 * Reads the screen for real: that a service says it works means nothing. A picture will do, and so will a window that has the focus: some
 * apps forbid pictures of themselves.
 * @returns why nothing can be seen, null when there is something
 * @throws the signal's reason when it aborts
 */
export async function readScreen(
  { adb, clock }: ScreenCheckDeps,
  serial: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await takeScreencap({ ...adb, clock }, serial, signal)
    return null
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof AdbError)) throw error
    const focus = await focusedWindow(adb, serial, signal)
    return focus === null ? `phone ${serial} shows nothing: ${error.message}` : null
  }
}

async function focusedWindow(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const { stdout } = await adb.shell(serial, 'dumpsys window displays', signal)
    return /mCurrentFocus=Window\{([^}]+)\}/.exec(stdout)?.[1] ?? null
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AdbError) return null
    throw error
  }
}
