import type { Logger } from 'pino'
import type { Cancel, Clock } from '../../domain/clock.ts'
import { endsWithin } from '../../domain/ends-within.ts'
import { commonCause, TOGETHER_MS, type CommonCause, type IllPhone } from '../../domain/incident.ts'
import type { Random } from '../../domain/random.ts'
import { symptomOf, type RecoveryRung, type Symptom } from '../../domain/recovery.ts'
import { PhoneNotFreed } from '../../domain/run-control.ts'
import type { PhoneHands } from '../../devices/phone-hands.ts'
import { persist } from '../../store/persist.ts'
import type { RecoveryRow } from '../../store/recoveries.ts'
import type { Store, Tables } from '../../store/store.ts'
import type { Board } from '../board.ts'
import { recovering, short, whatWasTried, type OpenCase } from './cases.ts'
import { holdPhone, releasePhone, untilNoRun, type HeldPhone } from './hold-phone.ts'
import { createIncidents, type CaseOutcome } from './incidents.ts'
import { climb, type LadderCase, type LadderDeps, type LadderEnd, type Tried } from './ladder.ts'
import { createQuarantine } from './quarantine.ts'
import { createRungCounts, type RungCounts } from './rung-counts.ts'
import { proveWell, type UsbReset } from './rungs.ts'
import { createSlots } from './slots.ts'

export interface RecoveryDeps {
  store: Store
  board: Pick<Board, 'set' | 'of'>
  hands: PhoneHands
  usb: UsbReset
  /** Undefined for a phone that is not registered (any more). */
  serialOf: (phoneId: string) => string | undefined
  /** True while what a dead boot left on the phone is being ended. */
  isBeingRescued: (phoneId: string) => boolean
  /** Called when a phone has shown itself well: it may be given work at once. */
  onWell: (phoneId: string) => void
  clock: Clock
  random: Random
  log: Logger
  newId: () => string
  bootId: string
}

/** Brings phones that do not work back to work, one rung after the other, and gives up those that nothing helps. */
export interface Recovery {
  /** Takes up what earlier boots have left. */
  start: () => Promise<void>
  /** Leaves every phone as it is; resolves when nothing is done to any, at the latest after 8 s. May come twice. */
  stop: () => Promise<void>
  /**
   * Says that a phone does not work. One that is at work already, is paused, or in quarantine is left to those.
   * @param hint what the words of the fault ask for; `none` when nothing on the phone is wrong
   */
  report: (phoneId: string, symptom: Symptom, reason: string, hint?: RecoveryRung) => void
  /** Ends a phone's quarantine on a person's word. @returns false when it is in none */
  readmit: (phoneId: string) => Promise<boolean>
  /** For a phone that is registered no more, or with another device behind it. */
  forget: (phoneId: string) => void
  /** Resolves when no phone is being recovered; quarantines are not waited for. */
  idle: () => Promise<void>
  counts: RungCounts
}

/** Others may fall ill in the same moment: so long is waited before it counts as one phone's own case. */
const GATHER_MS = 1500
/** Ladders at once on this host. */
const MOST_LADDERS = 4
/** What a session that was being opened takes to be gone from a phone that answers. One that does not stays held, and is the next boot's. */
const LEAVE_MS = 8000

export function createRecovery(deps: RecoveryDeps): Recovery {
  const { store, board, hands, usb, serialOf, onWell, clock, log, bootId } = deps
  const stopping = new AbortController()
  const cases = new Map<string, OpenCase>()
  const gathered: OpenCase[] = []
  const underWay = new Set<Promise<void>>()
  const slots = createSlots(MOST_LADDERS)
  const counts = createRungCounts()
  const incidents = createIncidents(deps)
  let ill: IllPhone[] = []
  let cancelGathering: Cancel | null = null
  let started = false
  let leaving: Promise<boolean> | undefined

  const ladder: LadderDeps = {
    ...deps,
    onRung(phoneId, rung, result) {
      const open = cases.get(phoneId)
      if (open && result === null) board.set(phoneId, 'recovery', recovering(open, rung))
      if (result) counts.record(rung, result.outcome)
    },
  }
  const quarantine = createQuarantine({
    ...deps,
    looksWell,
    onReadmitted: onWell,
    stopping: stopping.signal,
  })

  function report(phoneId: string, symptom: Symptom, reason: string, hint?: RecoveryRung): void {
    const serial = serialOf(phoneId)
    const isBusy = cases.has(phoneId) || quarantine.has(phoneId) || isPersons(phoneId)
    if (!started || stopping.signal.aborted || serial === undefined || isBusy || hint === 'none') return
    const atMs = clock.monotonicMs()
    const open = { phone_id: phoneId, serial, symptom, reason, hint, atMs, incident_id: null }
    cases.set(phoneId, open)
    gathered.push(open)
    ill = [
      ...ill.filter((one) => atMs - one.atMs < TOGETHER_MS),
      { phone_id: phoneId, hub: usb.hubOf(serial), atMs },
    ]
    board.set(phoneId, 'recovery', recovering(open, null))
    log.warn({ phone_id: phoneId, symptom, reason, rung: hint }, 'phone does not work')
    cancelGathering ??= clock.after(GATHER_MS, decide)
  }

  const isPersons = (phoneId: string) =>
    board.of(phoneId).has('person') || store.read.leases.ofPhone(phoneId)?.kind === 'person'

  /** Who fell ill together may have one cause. */
  function decide(): void {
    cancelGathering = null
    const batch = gathered.splice(0)
    const cause = commonCause(ill, working(), clock.monotonicMs())
    const together = batch.filter(({ phone_id }) => cause?.phone_ids.includes(phone_id))
    const isIncident = cause !== null && together.length > 1
    if (isIncident) keep(recoverTogether(cause, together))
    for (const open of batch) if (!isIncident || !together.includes(open)) keep(recover(open))
  }

  /** Every phone that could have fallen ill: those that were away before could not. */
  function working(): { phone_id: string; hub: string | null }[] {
    return store.read.phones
      .all()
      .filter(({ phone_id }) => {
        const pinned = board.of(phone_id)
        return cases.has(phone_id) || !(pinned.has('connection') || pinned.has('person'))
      })
      .map(({ phone_id, serial }) => ({ phone_id, hub: usb.hubOf(serial) }))
  }

  function keep(work: Promise<unknown>): void {
    const kept = work
      .then(() => undefined)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) log.error({ err: error }, 'recovery broke off')
      })
      .finally(() => underWay.delete(kept))
    underWay.add(kept)
  }

  async function recoverTogether(cause: CommonCause, together: readonly OpenCase[]): Promise<void> {
    const { scope, subject } = cause
    let incidentId: string | null = null
    try {
      incidentId = await incidents.open({ scope, subject, cases: together })
      for (const open of together) open.incident_id = incidentId
      await incidents.act(cause, together, stopping.signal)
    } finally {
      const outcomes = await Promise.all(together.map(recover))
      if (incidentId !== null) await incidents.close(incidentId, outcomes)
    }
  }

  /** One phone's case to its end. Never rejects. */
  async function recover(open: OpenCase): Promise<CaseOutcome> {
    const { phone_id } = open
    let outcome: CaseOutcome = 'not_ours'
    try {
      await untilNoRun(deps, phone_id, stopping.signal)
      outcome = await slots(async () => {
        const held = await holdPhone(deps, phone_id, stopping.signal)
        return held ? await recoverHeld(open, held) : 'not_ours'
      })
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ phone_id, err: error }, 'phone could not be recovered')
    }
    cases.delete(phone_id)
    if (!quarantine.has(phone_id)) board.set(phone_id, 'recovery', null)
    if (outcome === 'recovered' && !stopping.signal.aborted) onWell(phone_id)
    return outcome
  }

  async function recoverHeld(open: OpenCase, held: HeldPhone): Promise<CaseOutcome> {
    const ownIncident = open.incident_id === null
    const incident_id =
      open.incident_id ?? (await incidents.open({ scope: 'phone', subject: open.phone_id, cases: [open] }))
    let end: LadderEnd | null = null
    let isFree = true
    try {
      end = await climb(ladder, { ...open, incident_id }, stopping.signal)
      // Meanwhile it may have become another device, of which nothing is known.
      if (serialOf(open.phone_id) !== open.serial) end = null
    } catch (error) {
      // The next boot looks at the phone before anything else does.
      isFree = !(error instanceof PhoneNotFreed)
      throw error
    } finally {
      if (isFree) await close({ ...open, incident_id }, held, end)
      if (ownIncident && !stopping.signal.aborted) await incidents.close(incident_id, [outcomeOf(end)])
    }
    return outcomeOf(end)
  }

  /** Gives the phone back, with what was found out about it. */
  async function close(open: LadderCase, held: HeldPhone, end: LadderEnd | null): Promise<void> {
    const at = clock.now().toISOString()
    const change = (tables: Tables) => {
      releasePhone(tables, open.phone_id, held, at)
      if (end?.kind === 'well') tables.claims.endPauses(open.phone_id)
      return end?.kind === 'exhausted' ? giveUp(tables, open, end, at) : null
    }
    const row = await persist(deps, 'end_recovery', change, stopping.signal)
    log.info({ phone_id: open.phone_id, symptom: open.symptom, end }, 'recovery ended')
    if (row) quarantine.admit(row)
  }

  function giveUp(
    tables: Tables,
    { phone_id, incident_id, symptom, reason }: LadderCase,
    { tried }: { tried: readonly Tried[] },
    began_at: string,
  ): RecoveryRow {
    const detail = `${short(reason)}; nothing helped: ${whatWasTried(tried)}`
    const row = { phone_id, incident_id, symptom, rung: 'quarantine', boot_id: bootId, began_at, detail }
    return { ...row, recovery_id: tables.recoveries.begin(row), ended_at: null, outcome: null }
  }

  async function looksWell({ phone_id, symptom }: RecoveryRow, signal: AbortSignal): Promise<boolean> {
    const serial = serialOf(phone_id)
    const held = serial === undefined ? null : await holdPhone(deps, phone_id, signal)
    if (serial === undefined || held === null) return false
    let isFree = true
    try {
      await slots(() =>
        proveWell({ hands, usb, clock }, { phone_id, serial, symptom: symptomOf(symptom) }, 0, signal),
      )
      return true
    } catch (error) {
      isFree = !(error instanceof PhoneNotFreed && stopping.signal.aborted)
      signal.throwIfAborted()
      log.debug({ phone_id, err: error }, 'phone in quarantine is not well')
      return false
    } finally {
      const at = clock.now().toISOString()
      const release = (tables: Tables) => releasePhone(tables, phone_id, held, at)
      if (isFree) await persist(deps, 'end_recovery', release, stopping.signal)
    }
  }

  async function leave(): Promise<void> {
    cancelGathering?.()
    stopping.abort(new Error('the daemon is stopping'))
    while (underWay.size > 0) await Promise.all(underWay)
    await quarantine.stopped()
  }

  return {
    async start() {
      const at = clock.now().toISOString()
      await store.write('record_incident', (tables) => {
        tables.recoveries.interrupt({ boot_id: bootId, at })
        tables.incidents.endAll(at)
      })
      quarantine.restore()
      started = true
    },
    async stop() {
      leaving ??= endsWithin(clock, LEAVE_MS, leave())
      if (!(await leaving)) log.error('a phone does not let go of its recovery: it is left to the next start')
    },
    report,
    readmit: quarantine.readmit,
    forget: quarantine.forget,
    async idle() {
      while (cases.size > 0 || underWay.size > 0) {
        await Promise.all(underWay)
        if (cases.size > 0) await clock.sleep(GATHER_MS, stopping.signal)
      }
    },
    counts,
  }
}

function outcomeOf(end: LadderEnd | null): CaseOutcome {
  if (end?.kind === 'well') return 'recovered'
  return end?.kind === 'exhausted' ? 'quarantined' : 'went_away'
}
