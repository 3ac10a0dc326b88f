import type { Logger } from 'pino'
import type { Devices } from '../../devices/devices.ts'
import type { Clock } from '../../domain/clock.ts'
import type { PowerSwitch } from '../../domain/power-switch.ts'
import type { Store } from '../../store/store.ts'
import type { RecoveringPhones } from '../recovering-phones.ts'
import { createCare, type Care } from './care.ts'

export interface CaredPhonesDeps {
  store: Store
  devices: Pick<Devices, 'adb' | 'watcher'>
  usb: PowerSwitch | null
  /** Asks what runs on a phone to stop at its next step. */
  spare: (phoneId: string, reason: string) => void
  wake: (phoneIds?: readonly string[]) => void
  config: { restMs: number; screenOffMs: number | null }
  clock: Clock
  log: Logger
}

/** Phones with somebody who sees to their batteries, their rest and their settings. */
export interface CaredPhones extends RecoveringPhones {
  care: Care
}

export function careFor(phones: RecoveringPhones, deps: CaredPhonesDeps): CaredPhones {
  const { spare: interrupt, config } = deps
  const care = createCare({ ...deps, ...config, interrupt, board: phones.board })
  return {
    ...phones,
    care,
    obstacle: (phoneId) => phones.obstacle(phoneId) ?? care.resting(phoneId),
    admit: (phoneId) => care.resting(phoneId) ?? phones.admit(phoneId),
    refresh(phoneId) {
      phones.refresh(phoneId)
      if (phoneId !== undefined && !deps.store.read.phones.has(phoneId)) care.forget(phoneId)
    },
    async start() {
      await phones.start()
      care.start()
    },
    async stop() {
      await Promise.all([care.stop(), phones.stop()])
    },
    // Inside of what watches runs: what goes wrong while a phone is tidied up is no symptom of it.
    watchRuns: (execute) => phones.watchRuns(care.watchRuns(execute)),
    metrics: () => [...phones.metrics(), ...care.metrics()],
  }
}
