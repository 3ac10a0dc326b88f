import { startDeadline, type Clock } from '../../domain/clock.ts'
import { PhoneNotFreed } from '../../domain/run-control.ts'
import type { Symptom } from '../../domain/recovery.ts'
import type { LadderRung, RungOutcome } from '../../domain/recovery-plan.ts'
import type { PhoneHands } from '../../devices/phone-hands.ts'

/** The power of USB ports, where the host can switch it. */
export interface UsbReset {
  /** The hub that a phone hangs on, as the bus names it; null when that is not known. */
  hubOf: (serial: string) => string | null
  /** Takes the power of the phone's port away and gives it back. @returns false where this host cannot. @throws Error when it did not work */
  resetPort: (serial: string, signal: AbortSignal) => Promise<boolean>
  /** The same with a whole hub, at whose ports nothing may be at work. */
  resetHub?: (hub: string, signal: AbortSignal) => Promise<boolean>
}

/** For a host that cannot switch anything. */
export const NO_USB_RESET: UsbReset = { hubOf: () => null, resetPort: () => Promise.resolve(false) }

export interface RungDeps {
  hands: PhoneHands
  usb: UsbReset
  clock: Clock
}

/** A phone and what is wrong with it. */
export interface IllPhone {
  phone_id: string
  serial: string
  symptom: Symptom
}

/** How a rung ended and, unless it helped, why not. */
export interface RungResult {
  outcome: Exclude<RungOutcome, 'interrupted'>
  detail: string | null
}

/** The rung is nothing for this phone in its state. */
class NotPossible extends Error {
  override name = 'NotPossible'
}

/** A rung with all that it takes until the phone has shown that it helped. */
const DEADLINE_MS = {
  reopen_session: 130_000,
  restart_server: 140_000,
  reinstall_server: 180_000,
  adb_reconnect: 45_000,
  reforward: 130_000,
  usb_reset: 60_000,
  reboot: 240_000,
} as const satisfies Record<LadderRung, number>

/** How long a phone is waited for that was connected anew, and one that was restarted. */
const BACK_MS = { connected: 20_000, restarted: 150_000 }
/** A phone that was told to restart goes on answering for a while. */
const LEAVES_WITHIN_MS = 20_000
const POLL_MS = 500
/** What is under way at the deadline tidies up behind itself; a phone that has fallen silent meanwhile would hold up every rung that could help. */
const TIDY_MS = 20_000

/** Tries one rung and looks whether the symptom is gone. @throws the signal's reason when it aborts; PhoneNotFreed */
export async function tryRung(
  deps: RungDeps,
  rung: LadderRung,
  phone: IllPhone,
  signal: AbortSignal,
): Promise<RungResult> {
  const tooLate = () => new Error(`not well within ${DEADLINE_MS[rung] / 1000} s`)
  const deadline = startDeadline(deps.clock, DEADLINE_MS[rung], signal, tooLate)
  const backMs = rung === 'reboot' ? BACK_MS.restarted : BACK_MS.connected
  const work = async () => {
    await ACT[rung](deps, phone, deadline.signal)
    await proveWell(deps, phone, backMs, deadline.signal)
  }
  try {
    await atLatest(deps.clock, DEADLINE_MS[rung] + TIDY_MS, work(), () =>
      signal.aborted ? new PhoneNotFreed(phone.serial) : tooLate(),
    )
    return { outcome: 'helped', detail: null }
  } catch (error) {
    if (error instanceof PhoneNotFreed && signal.aborted) throw error
    signal.throwIfAborted()
    const detail = error instanceof Error ? error.message : String(error)
    return { outcome: error instanceof NotPossible ? 'not_possible' : 'did_not_help', detail }
  } finally {
    deadline.end()
  }
}

/** What `work` ends with, or a rejection with `late()` once `ms` have passed; late work goes on by itself. */
function atLatest(clock: Clock, ms: number, work: Promise<void>, late: () => Error): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(late()))
    // Neither of the two throws, so this does not reject.
    void work.then(resolve, reject).finally(cancel)
  })
}

/** Whether what was reported still shows; true for what only a session can show. @throws the signal's reason when it aborts */
export async function stillShows(deps: RungDeps, phone: IllPhone, signal: AbortSignal): Promise<boolean> {
  if (phone.symptom === 'session_fault' || phone.symptom === 'device_fault') return true
  if (!(await deps.hands.answers(phone.serial, signal))) return true
  return phone.symptom === 'screen_unreadable' && !(await picture(deps, phone.serial, signal))
}

/**
 * Waits until the phone shows that the symptom is gone: it answers and, where that was the fault, gives a picture, or a session reads its screen.
 * @throws Error with what still shows
 */
export async function proveWell(
  deps: RungDeps,
  phone: IllPhone,
  withinMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { hands, clock } = deps
  const untilMs = clock.monotonicMs() + withinMs
  while (!(await hands.answers(phone.serial, signal))) {
    if (clock.monotonicMs() >= untilMs) throw new Error('it does not answer')
    await clock.sleep(POLL_MS, signal)
  }
  if (phone.symptom === 'session_fault' || phone.symptom === 'device_fault')
    await hands.readScreen(phone, signal)
  if (phone.symptom === 'screen_unreadable' && !(await picture(deps, phone.serial, signal)))
    throw new Error('it gives no picture of its screen')
}

async function picture({ hands }: RungDeps, serial: string, signal: AbortSignal): Promise<boolean> {
  try {
    return await hands.givesPicture(serial, signal)
  } catch {
    signal.throwIfAborted()
    return false // it could not be asked, so it gives none
  }
}

type Act = (deps: RungDeps, phone: IllPhone, signal: AbortSignal) => Promise<void>

const ACT = {
  // What follows opens one.
  reopen_session: () => Promise.resolve(),
  restart_server: ({ hands }, { serial }, signal) => hands.stopServer(serial, signal),
  reinstall_server: ({ hands }, { serial }, signal) => hands.uninstallServer(serial, signal),
  adb_reconnect: ({ hands }, { serial }, signal) => hands.reconnect(serial, signal),
  reforward: ({ hands }, { serial }, signal) => hands.removeForwards(serial, signal),
  usb_reset: async ({ usb }, { serial }, signal) => {
    if (!(await usb.resetPort(serial, signal))) throw new NotPossible('this host cannot switch the USB port')
  },
  reboot: async (deps, { serial }, signal) => {
    await deps.hands.reboot(serial, signal)
    await left(deps, serial, signal)
  },
} as const satisfies Record<LadderRung, Act>

/** Until the phone does not answer any more; one that was quicker than we look has restarted all the same. */
async function left({ hands, clock }: RungDeps, serial: string, signal: AbortSignal): Promise<void> {
  const untilMs = clock.monotonicMs() + LEAVES_WITHIN_MS
  while ((await hands.answers(serial, signal)) && clock.monotonicMs() < untilMs)
    await clock.sleep(POLL_MS, signal)
}
