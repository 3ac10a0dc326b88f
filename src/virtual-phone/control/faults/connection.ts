import type { VirtualPhone } from '../../android/create-phone.ts'
import { defineFault, type FaultFamily, Milliseconds } from './fault.ts'

/** The cable, the adb daemon and how fast it answers. */
export const CONNECTION_FAULTS: FaultFamily = {
  unplug: defineFault({
    parameters: {},
    apply: ({ adb }) => adb.setPlugged(false),
    active: ({ adb }) => (adb.state() === 'unplugged' ? {} : null),
    clear: ({ adb }) => adb.setPlugged(true),
  }),
  replug: defineFault({ parameters: {}, apply: ({ adb }) => adb.setPlugged(true) }),
  unauthorized: defineFault({
    parameters: {},
    apply: ({ adb }) => adb.setAuthorized(false),
    active: ({ adb }) => (adb.state() === 'unauthorized' ? {} : null),
    clear: ({ adb }) => adb.setAuthorized(true),
  }),
  hang: defineFault({
    parameters: {},
    apply: (virtual) => setHung(virtual, true),
    active: ({ phone }) => (phone.faults.hung ? {} : null),
    clear: (virtual) => setHung(virtual, false),
  }),
  resume: defineFault({ parameters: {}, apply: (virtual) => setHung(virtual, false) }),
  slow: defineFault({
    parameters: { ms: Milliseconds },
    apply: ({ phone }, { ms }) => void (phone.faults.slowMs = ms),
    active: ({ phone }) => (phone.faults.slowMs > 0 ? { ms: phone.faults.slowMs } : null),
    clear: ({ phone }) => void (phone.faults.slowMs = 0),
  }),
}

function setHung({ phone, adb }: VirtualPhone, hung: boolean): void {
  phone.faults.hung = hung
  adb.setHung(hung)
}
