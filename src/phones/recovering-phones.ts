import { createPhoneHands } from '../devices/phone-hands.ts'
import type { Devices } from '../devices/devices.ts'
import type { Metric } from '../domain/metrics.ts'
import type { PowerSwitch } from '../domain/power-switch.ts'
import type { Random } from '../domain/random.ts'
import { createPhoneConditions, type PhoneConditions, type PhoneConditionsDeps } from './phone-conditions.ts'
import { goOnOverOtherWay } from './other-way.ts'
import { createRecovery, type Recovery } from './recovery/recovery.ts'
import { NO_USB_RESET } from './recovery/rungs.ts'
import { createUsbReset } from './recovery/usb-reset.ts'
import { watchRuns, type WatchedRun } from './recovery/watch-runs.ts'

export interface RecoveringPhonesDeps extends Omit<PhoneConditionsDeps, 'report' | 'onForgotten'> {
  devices: PhoneConditionsDeps['devices'] & Pick<Devices, 'sessions'>
  /** Null where this host knows nothing of its USB ports. */
  usb: PowerSwitch | null
  /** True while what a dead boot left on the phone is being ended. */
  isBeingRescued: (phoneId: string) => boolean
  random: Random
  newId: () => string
  bootId: string
}

/** What phones are fit for, and what brings them back when they are not. */
export interface RecoveringPhones extends Omit<PhoneConditions, 'start' | 'watchRuns'> {
  recovery: Recovery
  /** Takes up what earlier boots have left. */
  start: () => Promise<void>
  watchRuns: <R extends WatchedRun, T>(execute: (run: R) => Promise<T>) => (run: R) => Promise<T>
  metrics: () => Metric[]
}

/** The conditions of phones with the recovery behind them: what probes and runs find wrong is reported to it, what it has healed goes back to work. */
export function createRecoveringPhones(deps: RecoveringPhonesDeps): RecoveringPhones {
  const { store, devices, usb, wake, clock } = deps
  const phones = createPhoneConditions({
    ...deps,
    report: (...symptom) => recovery.report(...symptom),
    onForgotten: (phoneId) => recovery.forget(phoneId),
  })
  const serialOf = (phoneId: string) => store.read.phones.find(phoneId)?.serial
  const serials = () => store.read.phones.all().map(({ serial }) => serial)
  const recovery: Recovery = createRecovery({
    ...deps,
    board: phones.board,
    hands: createPhoneHands({ adb: devices.adb, sessions: devices.sessions, clock }),
    usb: usb === null ? NO_USB_RESET : createUsbReset(usb, serials, clock),
    serialOf,
    onWell(phoneId) {
      phones.gate.prove(phoneId)
      // The board may still have what was seen before it was well.
      void phones.gate.look(phoneId) // never rejects
      wake([phoneId])
    },
  })
  return {
    ...phones,
    recovery,
    async start() {
      phones.start()
      await recovery.start()
    },
    async stop() {
      await recovery.stop()
      await phones.stop()
    },
    watchRuns: (execute) => {
      const goesOn = goOnOverOtherWay({ watcher: devices.watcher, serialOf }, execute)
      return watchRuns(recovery, phones.watchRuns(goesOn))
    },
    metrics: recovery.counts.metrics,
  }
}
