import type { Clock } from '../../domain/clock.ts'
import { type Random } from '../../domain/random.ts'
import type { Battery, BatteryHealth, BatteryReading } from './phone.ts'

/** How worn the battery is: a new one, one after two years in a farm, or one that gasses and will swell. */
export const BATTERY_WEARS = ['new', 'aged', 'swelling'] as const
export type BatteryWear = (typeof BATTERY_WEARS)[number]

interface Wear {
  /** Part of the design capacity that is left at the start. */
  left: number
  /** Part of the design capacity that each full cycle takes. */
  fadePerCycle: number
  cycles: number
  /** Degrees above a healthy battery, at rest too: what gasses has a higher inner resistance. */
  extraC: number
  /** Charge in percent from which the current falls. */
  taperFrom: number
}

/** Assumed, not measured: within what battery makers' data sheets and repair shops tell. */
const WEARS = {
  new: { left: 1, fadePerCycle: 0.0002, cycles: 12, extraC: 0, taperFrom: 80 },
  aged: { left: 0.83, fadePerCycle: 0.0004, cycles: 640, extraC: 0.5, taperFrom: 75 },
  swelling: { left: 0.84, fadePerCycle: 0.006, cycles: 710, extraC: 3, taperFrom: 60 },
} as const satisfies Record<BatteryWear, Wear>

const DESIGN_MAH = 4500
/** What a USB 2.0 port of a hub gives. */
const CHARGER_MA = 500
/** A charge ends at a small current, not at none. */
const LAST_PART = 0.15
const DRAIN_MA = { rest: 15, screen: 180, work: 220 }
/** Degrees above the room's that each adds once warm. */
const HEAT_C = { charging: 2, screen: 3, work: 6, fault: 28 }
const ROOM_C = 24
/** A phone takes about half an hour to be nearly as warm as it gets. */
const WARMING_MS = 12 * 60_000
/** Chargers give up here until it is colder (source: JEITA limits). */
const TOO_HOT_TO_CHARGE_C = 45
const HEALTH_LIMITS_C = { overheat: 58, cold: 0 }

const HOUR_MS = 3_600_000
/** Longer times are worked out in pieces, as the current depends on the charge. */
const STEP_MS = 60_000
const MOST_STEPS = 3000

/** What a phone tells when it is switched on for the first time. */
const FIRST = { percent: 87.4, temperatureC: 29.1 }

export interface BatteryDeps {
  clock: Clock
  /** A sequence of its own: the phone's other chances must not depend on how often somebody looks at the battery. */
  random: Random
  wear: BatteryWear
  /** How much faster than the clock charge, heat and wear go; 0 keeps everything as it is. */
  scale: number
  isScreenOn: () => boolean
  isWorking: () => boolean
}

/** Charge, heat and wear, worked out when somebody looks. To be looked at when the screen goes on or off, so that each time counts as it was. */
export function createBattery({
  clock,
  random,
  scale,
  isScreenOn,
  isWorking,
  ...deps
}: BatteryDeps): Battery {
  const roomC = ROOM_C + random() * 2 - 1
  let wear: BatteryWear = deps.wear
  let lost = 0
  let cycles: number = WEARS[wear].cycles
  let chargeMah = (fullMah() * FIRST.percent) / 100
  let temperatureC: number = FIRST.temperatureC
  let powered = true
  let heated = false
  let pinnedC: number | null = null
  let health: BatteryHealth | null = null
  let seenMs = clock.monotonicMs()

  function fullMah(): number {
    return DESIGN_MAH * Math.max(0.2, WEARS[wear].left - lost)
  }

  function percent(): number {
    return Math.min(100, (chargeMah / fullMah()) * 100)
  }

  function chargerMa(): number {
    if (!powered || temperatureC >= TOO_HOT_TO_CHARGE_C || percent() >= 100) return 0
    const { taperFrom } = WEARS[wear]
    const over = Math.max(0, percent() - taperFrom) / (100 - taperFrom)
    return CHARGER_MA * Math.max(LAST_PART, 1 - over)
  }

  function drainMa(): number {
    return DRAIN_MA.rest + (isScreenOn() ? DRAIN_MA.screen : 0) + (isWorking() ? DRAIN_MA.work : 0)
  }

  /** A phone on a charger whose battery is full runs from the charger. */
  function netMa(): number {
    return powered && percent() >= 100 ? 0 : chargerMa() - drainMa()
  }

  function warmestC(): number {
    const charging = (chargerMa() / CHARGER_MA) * HEAT_C.charging
    const use = (isScreenOn() ? HEAT_C.screen : 0) + (isWorking() ? HEAT_C.work : 0)
    return roomC + WEARS[wear].extraC + charging + use + (heated ? HEAT_C.fault : 0)
  }

  function step(ms: number): void {
    const addedMah = (netMa() * ms) / HOUR_MS
    const warmest = warmestC()
    chargeMah = Math.min(fullMah(), Math.max(0, chargeMah + addedMah))
    if (addedMah > 0) {
      cycles += addedMah / DESIGN_MAH
      lost += (addedMah / DESIGN_MAH) * WEARS[wear].fadePerCycle
    }
    temperatureC = pinnedC ?? warmest + (temperatureC - warmest) * Math.exp(-ms / WARMING_MS)
  }

  function advance(): void {
    const nowMs = clock.monotonicMs()
    const passedMs = (nowMs - seenMs) * scale
    seenMs = nowMs
    const steps = Math.min(MOST_STEPS, Math.ceil(passedMs / STEP_MS))
    for (let done = 0; done < steps; done += 1) step(passedMs / steps)
  }

  function healthNow(): BatteryHealth {
    if (health !== null) return health
    if (temperatureC >= HEALTH_LIMITS_C.overheat) return 'overheat'
    return temperatureC < HEALTH_LIMITS_C.cold ? 'cold' : 'good'
  }

  function read(): BatteryReading {
    advance()
    const level = Math.floor(percent() + 1e-9)
    const currentMa = netMa()
    const status = !powered
      ? 'discharging'
      : level >= 100
        ? 'full'
        : chargerMa() > 0
          ? 'charging'
          : 'not_charging'
    return {
      level,
      status,
      powered,
      health: healthNow(),
      temperatureTenths: Math.round(temperatureC * 10),
      voltageMv: Math.round(3600 + percent() * 7 + currentMa * 0.05),
      chargeUah: Math.round(chargeMah * 1000),
      fullUah: Math.round(fullMah() * 1000),
      designUah: DESIGN_MAH * 1000,
      currentUa: Math.round(currentMa * 1000),
      cycles: Math.floor(cycles),
    }
  }

  return {
    read,
    held: () => ({ temperatureC: pinnedC, health, heated }),
    set(wanted) {
      advance()
      if (wanted.wear !== undefined) {
        const before = percent()
        wear = wanted.wear
        lost = 0
        cycles = WEARS[wear].cycles
        chargeMah = (fullMah() * before) / 100
      }
      if (wanted.level !== undefined) chargeMah = (fullMah() * (wanted.level + 0.4)) / 100
      if (wanted.powered !== undefined) powered = wanted.powered
      if (wanted.heated !== undefined) heated = wanted.heated
      if (wanted.health !== undefined) health = wanted.health
      if (wanted.temperatureC !== undefined) {
        pinnedC = wanted.temperatureC
        temperatureC = pinnedC ?? temperatureC
      }
      chargeMah = Math.min(chargeMah, fullMah())
    },
  }
}
