import Type, { type Static } from 'typebox'
import type { DaemonClient } from '../daemon-client.ts'
import { whoAmI } from '../who.ts'

const Phone = Type.Object({
  phone_id: Type.String(),
  serial: Type.String(),
  lease: Type.Union([
    Type.Null(),
    Type.Object({ kind: Type.String(), holder: Type.Union([Type.String(), Type.Null()]) }),
  ]),
})
type Phone = Static<typeof Phone>

/** A command that dies without a word holds its phone for no longer. It is longer than any of them takes. */
const HOLD_MINUTES = 30

/** A phone that the daemon leaves alone meanwhile. */
export interface HeldPhone {
  serial: string
  /** Gives it back. May come twice. @throws DaemonRefused */
  release: () => Promise<void>
}

/**
 * Takes a phone of the daemon for the person at this terminal, as `phonefarm phones take` does. One that this person holds already is used as
 * it is and stays held.
 * @param doing what for, as others are told who find the phone held: `drivers check`
 * @throws DaemonRefused when somebody else, or a run, holds it
 */
export async function holdPhone(daemon: DaemonClient, phoneId: string, doing: string): Promise<HeldPhone> {
  const path = `/phones/${encodeURIComponent(phoneId)}`
  const me = whoAmI()
  const before: Phone = await daemon.json(path, Phone)
  if (before.lease?.kind === 'person' && before.lease.holder === me) {
    return { serial: before.serial, release: () => Promise.resolve() }
  }
  // With the number of this process: two commands of one person must not take the phone from each other.
  const holder = `${me}: ${doing} (process ${process.pid})`
  const taken = await daemon.json(`${path}/take`, Phone, {
    method: 'POST',
    body: { holder, minutes: HOLD_MINUTES },
  })
  let releasing: Promise<unknown> | undefined
  return {
    serial: taken.serial,
    async release() {
      releasing ??= daemon.json(`${path}/release`, Phone, { method: 'POST', body: { holder } })
      await releasing
    },
  }
}
