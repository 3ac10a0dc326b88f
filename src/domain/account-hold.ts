import { isTimeBound, type AccountSettings } from './account-settings.ts'
import { nextDayMs, type Zone } from './local-day.ts'
import { nextQuietMs, quietSpanAt } from './quiet-hours.ts'

/** What of an account's settings keeps it from working. */
export type TimeHold = 'quiet_hours' | 'daily_budget' | 'clock'

/** Why an account's work is put aside (`queue_items.held_for`); `person`: until somebody has done what its app asks for. */
export type HeldFor = TimeHold | 'person'

/** A time during which nothing is started for an account. Instants are milliseconds since 1970. */
export interface Hold {
  held_for: TimeHold
  /** When it began; null when that is not known. */
  sinceMs: number | null
  /** When it is over, or is to be looked at again. */
  untilMs: number
}

/** An account, its clock and what it has worked. */
export interface HoldFacts {
  settings: AccountSettings
  zone: Zone
  /** Seconds worked on a local day. */
  usedSeconds: (day: string) => number
}

/** A host whose clock shows an earlier year has not been told the time since it was switched on: this version did not exist then. */
const EARLIEST_YEAR = 2026

/** How soon a clock that is wrong is looked at again. */
const CLOCK_PAUSE_MS = 60_000

/** A run that has to stop sooner than this is not started: opening the app would use it up. */
export const LEAST_RUN_MS = 60_000

/** True when the host's clock cannot be right. */
export function isClockUnset(nowMs: number): boolean {
  return new Date(nowMs).getUTCFullYear() < EARLIEST_YEAR
}

/** Everything that keeps an account from working now. */
export function holdsOf(nowMs: number, facts: HoldFacts): Hold[] {
  const { settings } = facts
  if (!isTimeBound(settings)) return []
  if (isClockUnset(nowMs)) return [{ held_for: 'clock', sinceMs: null, untilMs: nowMs + CLOCK_PAUSE_MS }]
  return [...quietHold(nowMs, facts), ...budgetHold(nowMs, facts)]
}

function quietHold(nowMs: number, { settings, zone }: HoldFacts): Hold[] {
  const span =
    quietSpanAt(nowMs, settings.quiet_hours, zone) ??
    quietSpanAt(nowMs + LEAST_RUN_MS - 1, settings.quiet_hours, zone)
  return span === null ? [] : [{ held_for: 'quiet_hours', sinceMs: span.fromMs, untilMs: span.toMs }]
}

function budgetHold(nowMs: number, facts: HoldFacts): Hold[] {
  const leftMs = budgetLeftMs(nowMs, facts)
  if (leftMs === null || leftMs >= LEAST_RUN_MS) return []
  return [{ held_for: 'daily_budget', sinceMs: null, untilMs: nextDayMs(facts.zone, nowMs) }]
}

/** Null without a budget. */
function budgetLeftMs(nowMs: number, { settings, zone, usedSeconds }: HoldFacts): number | null {
  const { daily_budget_minutes: minutes } = settings
  return minutes === null ? null : minutes * 60_000 - usedSeconds(zone.dayOf(nowMs)) * 1000
}

/** Holds that are looked past: quiet hours of every day that leave no minute free are found out sooner than that. */
const HOLDS_LOOKED_AT = 16

/**
 * When nothing of this keeps the account from working any more: past its midnight there may be quiet hours. Null when nobody knows: the
 * clock is not set, or no time of the day is free.
 */
export function nextAllowedMs(nowMs: number, facts: HoldFacts): number | null {
  let atMs = nowMs
  for (let looked = 0; looked < HOLDS_LOOKED_AT; looked++) {
    const holds = holdsOf(atMs, facts)
    if (holds.length === 0) return atMs
    if (holds.some(({ held_for }) => held_for === 'clock')) return null
    atMs = Math.max(...holds.map(({ untilMs }) => untilMs))
  }
  return null
}

/** How long a run that starts now may go on before a hold begins; null when nothing limits it. */
export function runLimitMs(nowMs: number, facts: HoldFacts): number | null {
  if (!isTimeBound(facts.settings) || isClockUnset(nowMs)) return null
  const quietMs = nextQuietMs(nowMs, facts.settings.quiet_hours, facts.zone)
  const limits = [quietMs === null ? null : quietMs - nowMs, budgetLimitMs(nowMs, facts)]
  const inForce = limits.filter((limit) => limit !== null)
  return inForce.length === 0 ? null : Math.max(0, Math.min(...inForce))
}

/** What is left today; a run that goes past midnight may use the next day's minutes as well. */
function budgetLimitMs(nowMs: number, facts: HoldFacts): number | null {
  const leftMs = budgetLeftMs(nowMs, facts)
  if (leftMs === null) return null
  const untilMidnightMs = nextDayMs(facts.zone, nowMs) - nowMs
  return leftMs < untilMidnightMs
    ? leftMs
    : untilMidnightMs + (facts.settings.daily_budget_minutes ?? 0) * 60_000
}
