import { Type } from 'typebox'
import { defineFault, type FaultFamily, Milliseconds } from './fault.ts'
import { killForwards } from './kill-forwards.ts'

/** Of a phone that comes back locked. */
const PIN = '1234'

/** What befalls the phone as a whole and the way to it (source: research/fidelity.md 6.4, 7.1). */
export const PHONE_FAULTS: FaultFamily = {
  reboot: defineFault({
    parameters: {
      offline_ms: Type.Optional(Milliseconds),
      boot_ms: Type.Optional(Milliseconds),
      pin: Type.Optional(Type.Boolean()),
    },
    apply: ({ phone, reboot }, { offline_ms, boot_ms, pin }) => {
      if (pin !== undefined) phone.power.setPin(pin ? PIN : null)
      reboot.start({
        ...(offline_ms === undefined ? {} : { offlineMs: offline_ms }),
        ...(boot_ms === undefined ? {} : { bootMs: boot_ms }),
      })
    },
  }),
  needs_reboot: defineFault({
    parameters: {},
    apply: ({ phone }) => {
      phone.ailments.needsReboot = true
      phone.instrumentation.crash('system_crashed')
    },
    active: ({ phone }) => (phone.ailments.needsReboot ? {} : null),
    clear: ({ phone }) => void (phone.ailments.needsReboot = false),
  }),
  dead: defineFault({
    parameters: { what: Type.Optional(Type.Union([Type.Literal('phone'), Type.Literal('server')])) },
    apply: ({ phone, adb }, { what = 'phone' }) => {
      phone.ailments.dead = what
      phone.instrumentation.crash('native_crash')
      if (what === 'phone') adb.setHung((phone.faults.hung = true))
    },
    active: ({ phone }) => (phone.ailments.dead === null ? null : { what: phone.ailments.dead }),
    // The family of the connection ends what `phone` has hung.
    clear: ({ phone }) => void (phone.ailments.dead = null),
  }),
  power_loss: defineFault({
    parameters: {},
    apply: ({ phone }) => {
      phone.battery.set({ powered: false })
      phone.instrumentation.server()?.onPowerDisconnected()
    },
    active: ({ phone }) => (phone.battery.read().powered ? null : {}),
    clear: ({ phone }) => phone.battery.set({ powered: true }),
  }),
  adbd_wedged: defineFault({
    parameters: {},
    apply: ({ adb }) => adb.wedge(),
    active: ({ adb }) => (adb.isWedged() ? {} : null),
    clear: ({ adb }) => adb.unwedge(),
  }),
  forward_lost: defineFault({
    parameters: { adb_server_port: Type.Integer({ minimum: 1, maximum: 65_535 }) },
    apply: ({ adb }, { adb_server_port }) => killForwards(adb_server_port, `127.0.0.1:${adb.port()}`),
  }),
}
