import { wantedPower } from '../../domain/care.ts'
import { startDeadline, type Cancel, type Clock } from '../../domain/clock.ts'
import type { PowerSwitch } from '../../domain/power-switch.ts'

/** A hub needs a second or two. */
const SWITCH_MS = 15_000
/** How often it is seen to phones whose port is dark: one that is lost on its other way as well can be asked for nothing. */
const LOST_EVERY_MS = 10_000

export interface ChargeWindowDeps {
  power: Pick<PowerSwitch, 'portOf' | 'abilitiesOf' | 'setPower'>
  /** A phone that leaves the bus with its power must not be at work. */
  isHeld: (phoneId: string) => boolean
  /** Whether adb reaches the phone without its USB port: only then may the port go dark. */
  hasOtherWay: (serial: string) => boolean
  clock: Clock
  log: { info: (facts: object, message: string) => void; warn: (facts: object, message: string) => void }
}

/** Keeps the charge of phones on switchable ports where a battery ages least. */
export interface ChargeWindow {
  /** To be called with each reading. */
  look: (phone: { phone_id: string; serial: string }, level: number | null) => void
  /** Gives every port its power back; resolves when that is done. */
  stop: () => Promise<void>
}

export function createChargeWindow({
  power,
  isHeld,
  hasOtherWay,
  clock,
  log,
}: ChargeWindowDeps): ChargeWindow {
  /** Ports that we have switched off, by the phone's serial. */
  const dark = new Set<string>()
  const switching = new Map<string, Promise<void>>()
  let stopped = false
  let cancelSearch: Cancel = () => undefined

  function lightLost(): void {
    for (const serial of dark)
      if (!switching.has(serial) && !hasOtherWay(serial)) switching.set(serial, turn(serial, serial, true))
    searchLater()
  }

  function searchLater(): void {
    cancelSearch()
    if (dark.size > 0 && !stopped) cancelSearch = clock.after(LOST_EVERY_MS, lightLost)
  }

  /** Never rejects. */
  async function turn(phoneId: string, serial: string, on: boolean): Promise<void> {
    const port = power.portOf(serial)
    if (port === null) return
    const late = () => new Error('the hub did not switch in time')
    const deadline = startDeadline(clock, SWITCH_MS, new AbortController().signal, late)
    try {
      await power.setPower(port, on, deadline.signal)
      if (on) dark.delete(serial)
      else dark.add(serial)
      searchLater()
      log.info({ phone_id: phoneId, port, on }, 'charging switched')
    } catch (error) {
      log.warn({ phone_id: phoneId, port, on, err: error }, 'charging could not be switched')
    } finally {
      deadline.end()
      switching.delete(serial)
    }
  }

  return {
    look({ phone_id, serial }, level) {
      if (stopped || switching.has(serial) || !power.abilitiesOf(serial).power) return
      const wanted = wantedPower(level, !dark.has(serial))
      if (wanted === null) return
      // A port without power is a phone without USB: never under a run, and never when it is the only way to the phone.
      if (!wanted && (isHeld(phone_id) || !hasOtherWay(serial))) return
      switching.set(serial, turn(phone_id, serial, wanted))
    },
    async stop() {
      stopped = true
      cancelSearch()
      await Promise.all(switching.values())
      await Promise.all([...dark].map((serial) => turn(serial, serial, true)))
    },
  }
}
