import { RunError } from '../domain/errors.ts'
import type { PhoneSession } from '../domain/phone-session.ts'
import { centerOf } from '../domain/selector.ts'
import type { Navigator } from './navigate.ts'
import type { Pack } from './pack.ts'
import { readMatches, readValue } from './read-value.ts'
import { isScreen, type Sight } from './recognize.ts'
import { restWatcher, type Stage } from './stage.ts'

export interface AccountsDeps {
  pack: Pack
  session: PhoneSession
  stage: Stage
  navigator: Navigator
}

/** Rows of the switcher come one after the other; a name that is not there after this time is not offered. */
const ROWS_MS = 3_000

/** An app loads the other account's data after the tap. */
const SWITCH_MS = 15_000

/** Username of the signed-in account, from the app's own profile. */
export async function signedInUsername(
  { pack, stage, navigator }: AccountsDeps,
  signal: AbortSignal,
): Promise<string> {
  const { screen, username } = pack.account
  await navigator.goTo(screen, signal)
  return stage.until(
    { what: 'the username on the profile', expects: { elements: [username.element] } },
    (sight) => (isScreen(sight, screen) ? readValue(pack, sight.screen.root, username) : undefined),
    signal,
  )
}

/** Picks the account in the app's switcher. Whether it is signed in then is for `signedInUsername` to prove. */
export async function switchAccount(
  deps: AccountsDeps,
  username: string,
  signal: AbortSignal,
): Promise<void> {
  const { pack, session, stage, navigator } = deps
  const { screen, usernames } = pack.account.switcher
  await navigator.goTo(screen, signal)
  const offered = new Set<string>()
  const atRest = restWatcher()
  const row = await stage.within(
    { withinMs: ROWS_MS },
    (sight) => {
      const rows = isScreen(sight, screen) ? readMatches(pack, sight.screen.root, usernames) : []
      for (const { value } of rows) offered.add(value)
      const wanted = rows.find(({ value }) => value === username)?.node
      return atRest(wanted) ? wanted : undefined
    },
    signal,
  )
  if (!row) {
    const names = offered.size === 0 ? 'no account' : [...offered].join(', ')
    throw new RunError('account_mismatch', `${pack.name} does not offer ${username}: it offers ${names}`)
  }
  await session.tap(centerOf(row.bounds), signal)
  // The profile goes on showing the account before for a moment; reading it then would tell a lie.
  await stage.within({ withinMs: SWITCH_MS }, (sight) => (shows(sight, username) ? true : undefined), signal)

  function shows({ is, screen: { root } }: Sight, wanted: string): boolean {
    if (is.kind !== 'screen' || is.name === screen) return false
    return is.name !== pack.account.screen || readValue(pack, root, pack.account.username) === wanted
  }
}
