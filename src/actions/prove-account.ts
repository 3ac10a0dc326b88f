import type { ActionAccount } from '../domain/action.ts'
import type { AppDriver } from '../domain/app-driver.ts'
import { RunError } from '../domain/errors.ts'

/**
 * Proves that the app still acts as the account whose identity was proven when the run began: a person, or a tap on a notification, may
 * have brought another one to the front since. Never switches: somebody wanted that.
 * @throws RunError 'account_mismatch'
 */
export async function proveStill(
  driver: Pick<AppDriver, 'signedInUsername'>,
  username: string,
  signal: AbortSignal,
): Promise<void> {
  const now = await driver.signedInUsername(signal)
  if (now !== username)
    throw new RunError('account_mismatch', `the app acts as ${now} by now, not as ${username} any more`)
}

export interface ProveAccountOptions {
  driver: AppDriver
  account: ActionAccount
  /** The username that an earlier attempt may have given the account before it ended; null when there was none. */
  renamedTo: string | null
}

/**
 * Proves that the app acts as the account, switching to it if another one is signed in.
 * @returns the account's username as the app shows it
 * @throws RunError 'account_mismatch' when the app does not offer the account or goes on acting as another
 */
export async function proveAccount(
  { driver, account, renamedTo }: ProveAccountOptions,
  signal: AbortSignal,
): Promise<string> {
  const first = await driver.signedInUsername(signal)
  if (first === account.username) return first
  const wanted = await switchTo(account.username)
  const now = await driver.signedInUsername(signal)
  if (now === wanted) return now
  throw new RunError('account_mismatch', `the app acts as ${now} after a switch to ${wanted}`)

  /** The old name is looked for first: as long as the app offers it, whoever bears the new one is somebody else. */
  async function switchTo(username: string): Promise<string> {
    try {
      await driver.switchAccount(username, signal)
      return username
    } catch (error) {
      const notOffered = error instanceof RunError && error.category === 'account_mismatch'
      if (!notOffered || renamedTo === null || username === renamedTo) throw error
      return first === renamedTo ? first : switchTo(renamedTo)
    }
  }
}
