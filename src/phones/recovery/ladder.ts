import type { Logger } from 'pino'
import type { Random } from '../../domain/random.ts'
import type { RecoveryRung } from '../../domain/recovery.ts'
import {
  EXPERIENCE_MS,
  pauseBeforeMs,
  planLadder,
  seedOf,
  type LadderRung,
  type PastRung,
} from '../../domain/recovery-plan.ts'
import { isNetworkSerial } from '../../devices/transports.ts'
import type { RecoveryRow } from '../../store/recoveries.ts'
import type { Store } from '../../store/store.ts'
import { stillShows, tryRung, type IllPhone, type RungDeps, type RungResult } from './rungs.ts'

export interface LadderDeps extends RungDeps {
  store: Store
  random: Random
  log: Logger
  bootId: string
  /** Told of each rung before it is tried and after it. */
  onRung: (phoneId: string, rung: LadderRung, result: RungResult | null) => void
}

/** One phone's case. */
export interface LadderCase extends IllPhone {
  /** What the words of the fault ask for. */
  hint: RecoveryRung | undefined
  /** What was reported, for people. */
  reason: string
  incident_id: string
}

/** How a ladder ended. `away`: adb does not have the phone, which is told as its connection; there is nothing to climb on. */
export type LadderEnd =
  | { kind: 'well'; rung: LadderRung | null }
  | { kind: 'away'; state: string }
  | { kind: 'exhausted'; tried: Tried[] }

/** A rung that did not help, and why. */
export interface Tried {
  rung: LadderRung
  detail: string
}

/** A second reconnect of the same phone before that would meet the first one (source: reliability P4). */
const COOLDOWN_MS = { adb_reconnect: 30_000 } as const satisfies Partial<Record<LadderRung, number>>

/** Climbs from the rung that experience chooses until the phone is well, or no rung is left. @throws the signal's reason when it aborts */
export async function climb(deps: LadderDeps, ill: LadderCase, signal: AbortSignal): Promise<LadderEnd> {
  const tried: Tried[] = []
  let wasOutOfReach = false
  for (const rung of plannedFor(deps, ill)) {
    // Also between two rungs: a phone that came to itself meanwhile is not restarted.
    if (!(await stillShows(deps, ill, signal))) return { kind: 'well', rung: null }
    const state = await stateOf(deps, ill, signal)
    if (!reaches(rung, state, ill.serial)) wasOutOfReach = true
    // It is back, and nothing was tried yet that touches it less.
    else if (wasOutOfReach && NEEDS_DEVICE.has(rung)) return { kind: 'away', state }
    else {
      await pauseBefore(deps, ill, rung, tried.length, signal)
      const { outcome, detail } = await attempt(deps, ill, rung, signal)
      if (outcome === 'helped') return { kind: 'well', rung }
      tried.push({ rung, detail: detail ?? outcome })
    }
  }
  const state = await stateOf(deps, ill, signal)
  return AWAY.has(state) ? { kind: 'away', state } : { kind: 'exhausted', tried }
}

/** adb's words for a phone that only a person, or its own cable, can bring back. */
const AWAY: ReadonlySet<string> = new Set([
  'absent',
  'unauthorized',
  'authorizing',
  'no permissions',
  'bootloader',
  'recovery',
  'sideload',
])
/** Rungs that work on the phone itself. */
const NEEDS_DEVICE: ReadonlySet<LadderRung> = new Set([
  'reopen_session',
  'restart_server',
  'reinstall_server',
  'reforward',
  'reboot',
])

/** Whether a rung can be tried on a phone that adb has in this state. */
function reaches(rung: LadderRung, state: string, serial: string): boolean {
  if (NEEDS_DEVICE.has(rung)) return state === 'device'
  if (rung === 'usb_reset') return true
  // A phone on the network is connected even when adb has forgotten it.
  return !AWAY.has(state) || (state === 'absent' && isNetworkSerial(serial))
}

function plannedFor({ store, clock }: LadderDeps, { phone_id, symptom, hint }: LadderCase): LadderRung[] {
  const nowMs = clock.now().getTime()
  const past = experienceOf(store, phone_id, nowMs)
  return planLadder({ symptom, hint, past, nowMs, seed: seedOf(`${phone_id} ${past.length}`) })
}

/** What was tried on the phone as far as it still says something: since a person has readmitted it, at most a week. */
export function experienceOf(store: Store, phoneId: string, nowMs: number): PastRung[] {
  const rows = store.read.recoveries.since(phoneId, new Date(nowMs - EXPERIENCE_MS).toISOString())
  const anew = rows.findLastIndex(({ rung, outcome }) => rung === 'quarantine' && outcome === 'readmitted')
  return rows.slice(anew + 1).map(pastOf)
}

function pastOf({ symptom, rung, outcome, began_at }: RecoveryRow): PastRung {
  return { symptom, rung, outcome, beganMs: Date.parse(began_at) }
}

async function pauseBefore(
  { store, clock, random }: LadderDeps,
  { phone_id }: LadderCase,
  rung: LadderRung,
  index: number,
  signal: AbortSignal,
): Promise<void> {
  const nowMs = clock.now().getTime()
  const cooldownMs = rung === 'adb_reconnect' ? COOLDOWN_MS[rung] : 0
  const last = experienceOf(store, phone_id, nowMs).findLast((one) => one.rung === rung)
  const restMs = last === undefined ? 0 : last.beganMs + cooldownMs - nowMs
  const pauseMs = Math.max(pauseBeforeMs(index, random), restMs)
  if (pauseMs > 0) await clock.sleep(pauseMs, signal)
}

/** Stored before it is tried, so that a daemon that dies at it knows of it afterwards. */
async function attempt(
  deps: LadderDeps,
  ill: LadderCase,
  rung: LadderRung,
  signal: AbortSignal,
): Promise<RungResult> {
  const { store, clock, log, bootId, onRung } = deps
  const { phone_id, symptom, incident_id, reason } = ill
  const began_at = clock.now().toISOString()
  const row = { phone_id, incident_id, symptom, rung, boot_id: bootId, began_at, detail: reason }
  const recovery_id = await store.write('begin_rung', (tables) => tables.recoveries.begin(row))
  onRung(phone_id, rung, null)
  const result = await tryRung(deps, rung, ill, signal)
  const ended_at = clock.now().toISOString()
  await store.write('end_rung', (tables) => tables.recoveries.end({ recovery_id, ended_at, ...result }))
  onRung(phone_id, rung, result)
  const ms = Date.parse(ended_at) - Date.parse(began_at)
  log.info({ phone_id, symptom, rung, ...result, ms }, 'recovery rung tried')
  return result
}

async function stateOf({ hands }: LadderDeps, { serial }: LadderCase, signal: AbortSignal): Promise<string> {
  try {
    return await hands.stateOf(serial, signal)
  } catch {
    signal.throwIfAborted()
    return 'unknown' // adb does not answer; the phone's own case is not decided by that
  }
}
