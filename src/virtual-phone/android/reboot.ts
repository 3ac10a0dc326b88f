import type { Cancel } from '../../domain/clock.ts'
import type { Log } from '../log.ts'
import { BOOT_PROCESSES } from './built-in.ts'
import type { Phone } from './phone.ts'

/** From `reboot` until adbd answers again, and from there until Android says it is up; a real phone takes 20 to 60 s in all. */
const OFFLINE_MS = 3000
const BOOT_MS = 2000
const BOOTED = ['sys.boot_completed', 'dev.bootcomplete'] as const

export interface RebootDeps {
  phone: Phone
  setPlugged: (plugged: boolean) => Promise<void>
  /** Called when the phone begins to run anew. */
  onBoot: () => void
  log: Log
}

/** Restarts the phone: every process ends, adb is gone for a while, and `sys.boot_completed` is empty for another while. */
export function createReboot({ phone, setPlugged, onBoot, log }: RebootDeps): {
  start: () => void
  cancel: Cancel
} {
  let cancelStep: Cancel = () => undefined
  let rebooting = false

  function plug(plugged: boolean): void {
    setPlugged(plugged).catch((error: unknown) => {
      log.error({ serial: phone.serial, err: error }, 'phone did not come back from its reboot')
    })
  }

  function start(): void {
    if (rebooting) return
    rebooting = true
    plug(false)
    for (const { name } of phone.processes.all()) phone.processes.kill(name)
    for (const name of BOOTED) phone.properties.set(name, '')
    phone.log.clear()
    cancelStep = phone.clock.after(OFFLINE_MS, boot)
  }

  function boot(): void {
    onBoot()
    for (const name of BOOT_PROCESSES) phone.processes.start(name)
    plug(true)
    cancelStep = phone.clock.after(BOOT_MS, () => {
      for (const name of BOOTED) phone.properties.set(name, '1')
      rebooting = false
    })
  }

  return { start, cancel: () => cancelStep() }
}
