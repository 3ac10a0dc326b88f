import type { Cancel } from '../../domain/clock.ts'
import type { Log } from '../log.ts'
import { BOOT_PROCESSES } from './built-in.ts'
import type { Phone } from './phone.ts'

/** From `reboot` until adbd answers again, and from there until Android says it is up; a real phone takes 20 to 60 s in all. */
const OFFLINE_MS = 3000
const BOOT_MS = 2000
/** This share of the boot adbd refuses every stream; then the shell works, and Android's services not yet. */
const CLOSED_SHARE = 0.3
const BOOTED = ['sys.boot_completed', 'dev.bootcomplete'] as const

export interface RebootDeps {
  phone: Phone
  setPlugged: (plugged: boolean) => Promise<void>
  /** Called when the phone begins to run anew. */
  onBoot: () => void
  log: Log
}

/** How one restart goes. */
export interface RebootOptions {
  /** Away from adb. */
  offlineMs?: number
  /** From adbd's first answer to `sys.boot_completed`. */
  bootMs?: number
}

export interface Reboot {
  /** Nothing while one is under way. */
  start: (options?: RebootOptions) => void
  /** Whether adbd closes what is opened: early in a boot. */
  closesStreams: () => boolean
  cancel: Cancel
}

/** Restarts the phone: every process ends, adb is gone for a while, then closes all streams, and `sys.boot_completed` is empty for another while. */
export function createReboot({ phone, setPlugged, onBoot, log }: RebootDeps): Reboot {
  const { ailments } = phone
  let cancelStep: Cancel = () => undefined
  let rebooting = false
  let closing = false

  function plug(plugged: boolean): void {
    setPlugged(plugged).catch((error: unknown) => {
      log.error({ serial: phone.serial, err: error }, 'phone did not come back from its reboot')
    })
  }

  function start({ offlineMs = OFFLINE_MS, bootMs = BOOT_MS }: RebootOptions = {}): void {
    if (rebooting) return
    rebooting = true
    plug(false)
    ailments.booting = true
    for (const { name } of phone.processes.all()) phone.processes.kill(name)
    for (const name of BOOTED) phone.properties.set(name, '')
    phone.log.clear()
    cancelStep = phone.clock.after(offlineMs, () => boot(bootMs))
  }

  function boot(bootMs: number): void {
    onBoot()
    phone.power.boot()
    closing = true
    for (const name of BOOT_PROCESSES) phone.processes.start(name)
    phone.power.boot()
    plug(true)
    const closedMs = Math.round(bootMs * CLOSED_SHARE)
    cancelStep = phone.clock.after(closedMs, () => {
      closing = false
      cancelStep = phone.clock.after(bootMs - closedMs, () => {
        for (const name of BOOTED) phone.properties.set(name, '1')
        ailments.booting = false
        ailments.needsReboot = false
        rebooting = false
      })
    })
  }

  return { start, closesStreams: () => closing, cancel: () => cancelStep() }
}
