import { Type } from 'typebox'
import type { VirtualPhone } from '../../android/create-phone.ts'
import { BATTERY_WEARS } from '../../android/battery.ts'
import { LATENCY_PROFILES } from '../../android/latency.ts'
import { defineFault, type FaultFamily } from './fault.ts'

/** The PIN that `lock` sets; only a person knows it. */
const PIN = '1234'
const DAY_MS = 86_400_000
/** A host's clock and a phone's can be years apart: a phone without a network wakes up in 1970. */
const MOST_SKEW_MS = 60 * 366 * DAY_MS

/** What a phone's body and its settings do: battery, heat, storage, lock, clock, and how fast it answers. */
export const CONDITION_FAULTS: FaultFamily = {
  battery: defineFault({
    parameters: {
      level: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
      temperature_c: Type.Optional(Type.Number({ minimum: -20, maximum: 90 })),
      charging: Type.Optional(Type.Boolean()),
      health: Type.Optional(
        Type.Enum(['good', 'overheat', 'dead', 'over_voltage', 'failure', 'cold'] as const),
      ),
      wear: Type.Optional(Type.Enum(BATTERY_WEARS)),
    },
    apply({ phone }, { level, temperature_c, charging, health, wear }) {
      phone.battery.set({
        ...(level !== undefined && { level }),
        ...(temperature_c !== undefined && { temperatureC: temperature_c }),
        ...(charging !== undefined && { powered: charging }),
        ...(health !== undefined && { health }),
        ...(wear !== undefined && { wear }),
      })
    },
    // A port without power is told as the fault power_loss.
    active({ phone }) {
      const { temperatureC, health } = phone.battery.held()
      if (temperatureC === null && health === null) return null
      return {
        ...(temperatureC !== null && { temperature_c: temperatureC }),
        ...(health !== null && { health }),
      }
    },
    // Charge and wear stay as they have become.
    clear: ({ phone }) => phone.battery.set({ temperatureC: null, health: null, powered: true }),
  }),
  heat: defineFault({
    parameters: {},
    apply: ({ phone }) => phone.battery.set({ heated: true }),
    active: ({ phone }) => (phone.battery.held().heated ? {} : null),
    clear: ({ phone }) => phone.battery.set({ heated: false }),
  }),
  storage: defineFault({
    parameters: { free_mb: Type.Integer({ minimum: 0, maximum: 1_000_000 }) },
    apply: ({ phone }, { free_mb }) => phone.storage.pinFree(free_mb),
    active({ phone }) {
      const free_mb = phone.storage.pinnedFreeMb()
      return free_mb === null ? null : { free_mb }
    },
    clear: ({ phone }) => phone.storage.pinFree(null),
  }),
  lock: defineFault({
    parameters: { pin: Type.Boolean() },
    apply: ({ phone: { power } }, { pin }) => {
      power.setPin(pin ? PIN : null)
      power.lock()
    },
    active: ({ phone: { power } }) => (power.isSecure() ? { pin: true } : null),
    clear: unlock,
  }),
  clock: defineFault({
    parameters: { skew_ms: Type.Integer({ minimum: -MOST_SKEW_MS, maximum: MOST_SKEW_MS }) },
    apply: ({ phone }, { skew_ms }) => phone.wallClock.setSkew(skew_ms),
    active: ({ phone }) => (phone.wallClock.skewMs() === 0 ? null : { skew_ms: phone.wallClock.skewMs() }),
    clear: ({ phone }) => phone.wallClock.setSkew(0),
  }),
  latency: defineFault({
    parameters: { profile: Type.Enum(LATENCY_PROFILES) },
    apply: ({ phone }, { profile }) => phone.latency.setProfile(profile),
    active: ({ phone }) =>
      phone.latency.profile() === phone.latency.first ? null : { profile: phone.latency.profile() },
    clear: ({ phone }) => phone.latency.setProfile(phone.latency.first),
  }),
}

/** As a person does it: the PIN is given, then taken away. A dark phone stays locked, as it was. */
function unlock({ phone: { power } }: VirtualPhone): void {
  if (power.isSecure()) power.unlock(PIN)
  power.setPin(null)
  power.dismissKeyguard()
}
