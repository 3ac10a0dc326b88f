import type { Logger } from 'pino'
import type { Clock } from '../../domain/clock.ts'
import type { Board } from '../board.ts'
import { persist } from '../../store/persist.ts'
import type { RecoveryRow } from '../../store/recoveries.ts'
import type { Store, Tables } from '../../store/store.ts'
import { quarantined } from './cases.ts'

export interface QuarantineDeps {
  store: Store
  board: Pick<Board, 'set'>
  /** Whether the phone shows itself well now; holds it meanwhile. @throws the signal's reason when it aborts */
  looksWell: (row: RecoveryRow, signal: AbortSignal) => Promise<boolean>
  /** Called when a phone may work again. */
  onReadmitted: (phoneId: string) => void
  clock: Clock
  log: Logger
  /** Aborts when the daemon stops. */
  stopping: AbortSignal
}

/** Phones that nothing has helped, until they show themselves well or a person readmits them. */
export interface Quarantine {
  has: (phoneId: string) => boolean
  /** Takes up what was stored, by this boot or by one before. */
  admit: (row: RecoveryRow) => void
  /** Takes up what earlier boots have left. */
  restore: () => void
  /** A person's word. @returns false when the phone is not in quarantine */
  readmit: (phoneId: string) => Promise<boolean>
  /** For a phone that is registered no more, or with another device behind it: that one begins anew. */
  forget: (phoneId: string) => void
  /** Resolves when nothing is being looked at; to be called after `stopping`. */
  stopped: () => Promise<void>
}

const LOOKS_MS = { first: 60_000, longest: 15 * 60_000, afterGood: 20_000 }
/** So many good looks in a row prove more than luck. */
const GOOD_LOOKS = 3
const DAY_MS = 24 * 3_600_000
/** A phone that comes here so often within a day is not believed any more; a person has to look. */
const LASTING_AFTER = 3

interface Ward {
  row: RecoveryRow
  leaving: AbortController
}

export function createQuarantine(deps: QuarantineDeps): Quarantine {
  const { store, board, looksWell, onReadmitted, clock, log, stopping } = deps
  const wards = new Map<string, Ward>()
  const watching = new Set<Promise<void>>()

  function admit(row: RecoveryRow): void {
    const ward = { row, leaving: new AbortController() }
    wards.set(row.phone_id, ward)
    const lasting = isLasting(row)
    board.set(row.phone_id, 'recovery', quarantined(row.detail ?? row.symptom, lasting))
    if (lasting) return
    keep(watch(ward))
  }

  function isLasting({ phone_id }: RecoveryRow): boolean {
    const since = new Date(clock.now().getTime() - DAY_MS).toISOString()
    const stays = store.read.recoveries.since(phone_id, since).filter(({ rung }) => rung === 'quarantine')
    const anew = stays.findLastIndex(({ outcome }) => outcome === 'readmitted')
    return stays.length - (anew + 1) >= LASTING_AFTER
  }

  /** Never rejects. */
  async function watch({ row, leaving }: Ward): Promise<void> {
    const signal = AbortSignal.any([leaving.signal, stopping])
    let good = 0
    let pauseMs = LOOKS_MS.first
    while (!signal.aborted) {
      try {
        await clock.sleep(good > 0 ? LOOKS_MS.afterGood : pauseMs, signal)
        good = (await looksWell(row, signal)) ? good + 1 : 0
        if (good >= GOOD_LOOKS && (await leave(row.phone_id, 'proved_well'))) return
      } catch (error) {
        if (signal.aborted) return
        // A full disk, an adb server that is away: that passes, and nobody else would let the phone out.
        good = 0
        log.warn({ phone_id: row.phone_id, err: error }, 'phone in quarantine could not be looked at')
      }
      if (good === 0) pauseMs = Math.min(pauseMs * 2, LOOKS_MS.longest)
    }
  }

  function ending({ row: { phone_id, recovery_id } }: Ward, outcome: 'readmitted' | 'proved_well') {
    return (tables: Tables): void => {
      tables.recoveries.end({ recovery_id, ended_at: clock.now().toISOString(), outcome, detail: null })
      tables.claims.endPauses(phone_id)
    }
  }

  /** What `stopped` waits for. */
  function keep(work: Promise<unknown>): void {
    const kept = work
      .then(() => undefined)
      .catch((error: unknown) => log.error({ err: error }, 'quarantine could not be ended'))
      .finally(() => watching.delete(kept))
    watching.add(kept)
  }

  async function leave(phoneId: string, outcome: 'readmitted' | 'proved_well'): Promise<boolean> {
    const ward = wards.get(phoneId)
    if (!ward) return false
    await store.write('readmit_phone', ending(ward, outcome))
    wards.delete(phoneId)
    ward.leaving.abort(new Error('the quarantine is over'))
    board.set(phoneId, 'recovery', null)
    log.info({ phone_id: phoneId, outcome }, 'quarantine ended')
    onReadmitted(phoneId)
    return true
  }

  return {
    has: (phoneId) => wards.has(phoneId),
    admit,
    restore() {
      for (const row of store.read.recoveries.quarantined()) admit(row)
    },
    readmit: (phoneId) => leave(phoneId, 'readmitted'),
    forget(phoneId) {
      const ward = wards.get(phoneId)
      if (!ward) return
      wards.delete(phoneId)
      ward.leaving.abort(new Error('the phone is gone'))
      keep(persist(deps, 'readmit_phone', ending(ward, 'readmitted'), stopping))
    },
    stopped: async () => void (await Promise.all(watching)),
  }
}
