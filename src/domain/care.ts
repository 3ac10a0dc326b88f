import type { BatteryReading } from './battery.ts'
import type { PhoneCondition } from './phone-state.ts'

/** When a phone is spared. Each pause has two limits, so that a phone at the edge does not start and stop all the time. */
export interface CareLimits {
  /** No new work from here on, … */
  hotC: number
  /** … until it is below this again. */
  cooledC: number
  /** A run stops at its next step from here on. */
  stopC: number
  /** No new work at or below this charge (percent) without a charger, … */
  lowLevel: number
  /** … or at or below this with one, … */
  emptyLevel: number
  /** … until it has this much again. */
  enoughLevel: number
  /** No new work with less room than this on /data, … */
  fullMb: number
  /** … until there is this much. */
  roomMb: number
}

/**
 * Batteries age fast above 40 °C, and Android's own limits for use end at about 45 °C (source: reliability P7, fidelity 7.3). A phone that
 * cannot get to 35 % while it is spared does not charge as fast as it works.
 */
export const CARE_LIMITS: CareLimits = {
  hotC: 42,
  cooledC: 38,
  stopC: 46,
  lowLevel: 20,
  emptyLevel: 10,
  enoughLevel: 35,
  fullMb: 500,
  roomMb: 800,
}

/** What a phone was spared for at the last look. */
export interface Spared {
  hot: boolean
  low: boolean
  full: boolean
}

export const NOT_SPARED: Spared = { hot: false, low: false, full: false }

/** What a look at the battery means for a phone's work. */
export interface CareJudgement {
  spared: Spared
  /** Heat hides charge: a phone that is both is told as hot. */
  care: PhoneCondition | null
  storage: PhoneCondition | null
  /** Why a run must stop at its next step; null when it may go on. */
  stop: string | null
}

/** Judges a reading after what was before. What the phone does not tell keeps what it was spared for. */
export function judgeCare(reading: BatteryReading, before: Spared, limits: CareLimits): CareJudgement {
  const spared = {
    hot: isHot(reading, before.hot, limits),
    low: isLow(reading, before.low, limits),
    full: isFull(reading, before.full, limits),
  }
  const { temperature_c, level, free_mb } = reading
  const stop =
    temperature_c !== null && temperature_c >= limits.stopC
      ? `the phone is too hot to go on: ${temperature_c} °C`
      : null
  const care = spared.hot
    ? tooHot(temperature_c, limits)
    : spared.low
      ? lowBattery({ level, powered: reading.powered }, limits)
      : null
  return { spared, care, storage: spared.full ? lowStorage(free_mb, limits) : null, stop }
}

function isHot({ temperature_c, health }: BatteryReading, before: boolean, limits: CareLimits): boolean {
  if (health === 'overheat') return true
  if (temperature_c === null) return before
  return temperature_c >= (before ? limits.cooledC : limits.hotC)
}

function isLow({ level, powered }: BatteryReading, before: boolean, limits: CareLimits): boolean {
  if (level === null) return before
  if (before) return level < limits.enoughLevel
  return level <= (powered === false ? limits.lowLevel : limits.emptyLevel)
}

function isFull({ free_mb }: BatteryReading, before: boolean, limits: CareLimits): boolean {
  if (free_mb === null) return before
  return free_mb < (before ? limits.roomMb : limits.fullMb)
}

function tooHot(temperature: number | null, { cooledC }: CareLimits): PhoneCondition {
  return {
    state: 'too_hot',
    reason: temperature === null ? 'its battery says that it overheats' : `its battery has ${temperature} °C`,
    next: `it rests, and takes work again below ${cooledC} °C`,
  }
}

function lowBattery(
  of: { level: number | null; powered: boolean | null },
  limits: CareLimits,
): PhoneCondition {
  const { level, powered } = of
  const again = `takes work again at ${limits.enoughLevel} %`
  return {
    state: 'low_battery',
    reason: `its battery is at ${level ?? '?'} %${powered === false ? ' and gets no power' : ''}`,
    next: powered === false ? `a person gives it power; it ${again}` : `it charges, and ${again}`,
  }
}

function lowStorage(free: number | null, { roomMb }: CareLimits): PhoneCondition {
  return {
    state: 'low_storage',
    reason: `only ${free ?? '?'} MiB are free on it`,
    next: `a person makes room; it takes work again with ${roomMb} MiB`,
  }
}

/** How much a phone has been used. */
export interface Wear {
  /** Of the last 24 hours. */
  workedMs: number
  temperature_c: number | null
  cycles: number | null
}

/** An hour of work counts as so much waiting, … */
const HANDICAP_PER_HOUR_MS = 5 * 60_000
/** … each degree above what a resting phone has as so much, … */
const HANDICAP_PER_DEGREE_MS = 2 * 60_000
const RESTING_C = 32
/** … and each full cycle of its battery as so much. */
const HANDICAP_PER_CYCLE_MS = 500
/** Nobody waits longer than this because of the phone that the work is for. */
const LONGEST_HANDICAP_MS = 2 * 3_600_000

/**
 * How much longer than others a phone's work is taken to wait where not all phones can be served at once: the least worn goes first among
 * those that have waited about as long, and nobody waits for ever.
 */
export function handicapMs({ workedMs, temperature_c, cycles }: Wear): number {
  const warm = Math.max(0, (temperature_c ?? RESTING_C) - RESTING_C)
  const sum =
    (workedMs / 3_600_000) * HANDICAP_PER_HOUR_MS +
    warm * HANDICAP_PER_DEGREE_MS +
    (cycles ?? 0) * HANDICAP_PER_CYCLE_MS
  return Math.min(Math.round(sum), LONGEST_HANDICAP_MS)
}

/** Between these a battery ages least; a port with a switch keeps the charge there. */
export const CHARGE_WINDOW = { low: 40, high: 80 } as const

/** What the port of an idle phone should do; null when it is right as it is. A phone that does not tell its charge gets power. */
export function wantedPower(level: number | null, isOn: boolean, window = CHARGE_WINDOW): boolean | null {
  if (level === null || level <= window.low) return isOn ? null : true
  if (level >= window.high) return isOn ? false : null
  return null
}
