import { RunError, type ErrorCategory } from '../../src/domain/errors.ts'

/** What a phone knows of itself; it outlives every boot of the daemon. */
interface FakePhone {
  isPlugged: boolean
  isHanging: boolean
  /** The one WebDriver session on it. */
  session: string | null
  /** How the next command fails. */
  nextFailure: ErrorCategory | null
}

/** The phones' side of the story: they alone know who really commanded them. */
export interface FakePhones {
  /** Opens a session. @throws RunError 'device' when the phone is not there */
  open: (phoneId: string, session: string, caller: Caller) => Promise<void>
  /** One step. @throws RunError 'session' when the session is not there, or the failure that was planted */
  command: (phoneId: string, session: string, caller: Caller) => Promise<void>
  /** Ends a session (null: whatever is there). @throws RunError 'device' when the phone is not there */
  close: (phoneId: string, session: string | null, caller: Caller) => Promise<void>
  isPlugged: (phoneId: string) => boolean
  plug: (phoneId: string, plugged: boolean) => void
  hang: (phoneId: string, hanging: boolean) => void
  failNext: (phoneId: string, category: ErrorCategory) => void
  /** Phones whose session is still open. */
  withSession: () => string[]
}

/** Who asks: a run may give up waiting, a dead boot waits for ever. */
export interface Caller {
  signal: AbortSignal
  isDead: () => boolean
}

/** Judged by the store's own rows at the moment when a command reaches the phone. */
export interface Judge {
  /** Why the session may not be opened or used on the phone now; null when it may. */
  objection: (session: string, phoneId: string) => string | null
  violation: (text: string) => void
}

export function createFakePhones(phoneIds: readonly string[], judge: Judge): FakePhones {
  const phones = new Map<string, FakePhone>(
    phoneIds.map((id) => [id, { isPlugged: true, isHanging: false, session: null, nextFailure: null }]),
  )
  const waiting = new Set<() => void>()

  function of(phoneId: string): FakePhone {
    const phone = phones.get(phoneId)
    if (!phone) throw new Error(`there is no phone ${phoneId}`)
    return phone
  }

  function change(phoneId: string, part: Partial<FakePhone>): void {
    Object.assign(of(phoneId), part)
    for (const look of waiting) look()
  }

  async function changeOr(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        waiting.delete(look)
        signal.removeEventListener('abort', look)
        resolve()
      }
      waiting.add(look)
      signal.addEventListener('abort', look)
    })
  }

  /** Waits while the phone hangs, as adb does. */
  async function reach(phoneId: string, { signal, isDead }: Caller): Promise<FakePhone> {
    const phone = of(phoneId)
    while (phone.isHanging && phone.isPlugged && !signal.aborted) await changeOr(signal)
    // What a dead boot waited for reaches nobody.
    if (isDead()) await new Promise<never>(() => undefined)
    signal.throwIfAborted()
    if (!phone.isPlugged) throw new RunError('device', `${phoneId} is not there`)
    return phone
  }

  return {
    async open(phoneId, session, caller) {
      const phone = await reach(phoneId, caller)
      if (phone.session !== null) judge.violation(`${phoneId} is held by ${phone.session}, not by ${session}`)
      const objection = judge.objection(session, phoneId)
      if (objection !== null) judge.violation(`${session} opened on ${phoneId}: ${objection}`)
      phone.session = session
    },
    async command(phoneId, session, caller) {
      const phone = await reach(phoneId, caller)
      if (phone.session !== session) throw new RunError('session', `${session} is not open on ${phoneId}`)
      const objection = judge.objection(session, phoneId)
      if (objection !== null) judge.violation(`${session} commanded ${phoneId}: ${objection}`)
      const failure = phone.nextFailure
      phone.nextFailure = null
      if (failure !== null) throw new RunError(failure, 'this went wrong')
    },
    async close(phoneId, session, caller) {
      const phone = await reach(phoneId, caller)
      if (session === null || phone.session === session) phone.session = null
    },
    isPlugged: (phoneId) => of(phoneId).isPlugged,
    // The server on the phone is a child of adb's shell: it ends with the connection.
    plug: (phoneId, isPlugged) => change(phoneId, isPlugged ? { isPlugged } : { isPlugged, session: null }),
    hang: (phoneId, isHanging) => change(phoneId, { isHanging }),
    failNext: (phoneId, nextFailure) => change(phoneId, { nextFailure }),
    withSession: () => [...phones].filter(([, { session }]) => session !== null).map(([id]) => id),
  }
}
