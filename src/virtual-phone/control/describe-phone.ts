import type { VirtualPhone } from '../android/create-phone.ts'
import type { AppControl } from '../apps/app-control.ts'
import { activeFaults } from './faults.ts'

/** An entry of `GET /phones` (source: contract, "The virtual phones' control API"). */
export function summarize({ serial, phone, adb, clips }: VirtualPhone): object {
  return {
    serial,
    adb: `127.0.0.1:${adb.port()}`,
    model: phone.properties.get('ro.product.model') ?? '',
    online: adb.state() === 'device',
    foreground: clips.foreground(),
    screen: clips.screen(),
    signed_in: clips.signedIn(),
  }
}

/** `GET /phones/{serial}`: the phone's side of the story. */
export function describe(virtual: VirtualPhone): object {
  const { phone, clips, apps } = virtual
  return {
    ...summarize(virtual),
    accounts: clips.accounts(),
    sessions: phone.journal.sessions(),
    watched: clips.watched(),
    edits: clips.edits(),
    commands: phone.journal.commands(),
    faults: activeFaults(virtual),
    apps: { clips: storyOf(apps.clips), mawja: { ...storyOf(apps.mawja), language: apps.mawja.language() } },
  }
}

/** One app's story; `screen` null while it does not run. */
function storyOf({ signedIn, screen, accounts, watched, edits }: AppControl): object {
  return {
    signed_in: signedIn(),
    screen: screen(),
    accounts: accounts(),
    watched: watched(),
    edits: edits(),
  }
}
