import type { Logger } from 'pino'
import type { Clock } from '../../domain/clock.ts'
import type { CommonCause } from '../../domain/incident.ts'
import type { PhoneHands } from '../../devices/phone-hands.ts'
import type { Store } from '../../store/store.ts'
import type { OpenCase } from './cases.ts'
import type { UsbReset } from './rungs.ts'

/** What happened to a phone whose recovery is over. */
export type CaseOutcome = 'recovered' | 'quarantined' | 'went_away' | 'not_ours'

export interface IncidentDeps {
  store: Store
  hands: Pick<PhoneHands, 'answers' | 'ensureAdb'>
  usb: UsbReset
  clock: Clock
  log: Logger
  newId: () => string
}

/** What went wrong, as it is stored: one row for one phone, for a hub or for the host. */
export interface Incidents {
  open: (cause: {
    scope: 'phone' | 'hub' | 'host'
    subject: string
    cases: readonly OpenCase[]
  }) => Promise<string>
  close: (incidentId: string, outcomes: readonly CaseOutcome[]) => Promise<void>
  /** One action for all: gives the common part time to come back, and a hub of which every phone is ill its power anew. */
  act: (cause: CommonCause, cases: readonly OpenCase[], signal: AbortSignal) => Promise<void>
}

/** The adb server is started again by whoever asks it; its phones are all back within 15 s (source: reliability P1). */
const HOST_PATIENCE_MS = 15_000
/** A hub that was shaken brings its phones back by itself within seconds. */
const HUB_PATIENCE_MS = 8000
const AFTER_RESET_MS = 20_000
/** A hub that does not get well by having its power cut is not cut again soon: the circuit breaker. */
const HUB_AGAIN_MS = 15 * 60_000
const LOOK_MS = 1000

export function createIncidents({ store, hands, usb, clock, log, newId }: IncidentDeps): Incidents {
  /** When a hub's power was cut, monotonic. */
  const resets = new Map<string, number>()

  /** Resolves when every phone answers, or after `ms`. @returns whether all do */
  async function backWithin(cases: readonly OpenCase[], ms: number, signal: AbortSignal): Promise<boolean> {
    const untilMs = clock.monotonicMs() + ms
    for (;;) {
      const answers = await Promise.all(cases.map(({ serial }) => hands.answers(serial, signal)))
      if (answers.every(Boolean)) return true
      if (clock.monotonicMs() >= untilMs) return false
      await clock.sleep(LOOK_MS, signal)
    }
  }

  /** @returns false where the hub's power must stay as it is: something still works on it, it was cut not long ago, or nobody can */
  async function resetHub(hub: string, cases: readonly OpenCase[], signal: AbortSignal): Promise<boolean> {
    const last = resets.get(hub)
    if (last !== undefined && clock.monotonicMs() - last < HUB_AGAIN_MS) return false
    const others = store.read.phones
      .all()
      .filter(({ serial }) => usb.hubOf(serial) === hub)
      .filter(({ phone_id }) => !cases.some((one) => one.phone_id === phone_id))
    const isInUse = cases.some(({ phone_id }) => {
      const kind = store.read.leases.ofPhone(phone_id)?.kind
      return kind === 'run' || kind === 'person'
    })
    if (others.length > 0 || isInUse) return false
    resets.set(hub, clock.monotonicMs())
    return (await usb.resetHub?.(hub, signal)) ?? false
  }

  async function act(cause: CommonCause, cases: readonly OpenCase[], signal: AbortSignal): Promise<void> {
    const facts = { scope: cause.scope, subject: cause.subject, phones: cases.length }
    if (cause.scope === 'host') {
      await hands.ensureAdb(signal)
      const back = await backWithin(cases, HOST_PATIENCE_MS, signal)
      return log.warn({ ...facts, back }, 'one incident of all phones')
    }
    if (await backWithin(cases, HUB_PATIENCE_MS, signal)) return log.warn(facts, 'hub came back by itself')
    const reset = await resetHub(cause.subject, cases, signal)
    const back = await backWithin(cases, reset ? AFTER_RESET_MS : HUB_PATIENCE_MS, signal)
    log.warn({ ...facts, reset, back }, 'one incident of a hub')
  }

  return {
    async open({ scope, subject, cases }) {
      const [first] = cases
      const incident_id = newId()
      const row = {
        incident_id,
        scope,
        subject,
        symptom: first?.symptom ?? 'session_fault',
        reason: first?.reason ?? '',
        phones: JSON.stringify(cases.map(({ phone_id }) => phone_id)),
        began_at: clock.now().toISOString(),
      }
      await store.write('record_incident', (tables) => tables.incidents.open(row))
      return incident_id
    },
    async close(incident_id, outcomes) {
      const ended_at = clock.now().toISOString()
      const outcome = worstOf(outcomes)
      await store.write('record_incident', (tables) =>
        tables.incidents.end({ incident_id, ended_at, outcome }),
      )
      log.info({ incident_id, outcome }, 'incident ended')
    },
    async act(cause, cases, signal) {
      try {
        await act(cause, cases, signal)
      } catch (error) {
        signal.throwIfAborted()
        // Each phone's own ladder comes next in any case.
        log.warn({ scope: cause.scope, subject: cause.subject, err: error }, 'action for an incident failed')
      }
    },
  }
}

function worstOf(outcomes: readonly CaseOutcome[]): CaseOutcome {
  const ranked = ['quarantined', 'went_away', 'recovered'] as const
  return ranked.find((outcome) => outcomes.includes(outcome)) ?? 'not_ours'
}
