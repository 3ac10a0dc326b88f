import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import type { PhoneView } from '../domain/phone.ts'
import { EXPERIENCE_MS } from '../domain/recovery-plan.ts'
import type { IncidentView, RecoveryView, RungRecord } from '../domain/recovery-view.ts'
import { NEWEST_INCIDENT, type IncidentRow } from '../store/incidents.ts'
import { NEWEST_RECOVERY, type RecoveryRow } from '../store/recoveries.ts'
import type { Store } from '../store/store.ts'
import { createPageQuery, pageOf, type Query } from './page-query.ts'
import { findPhone, phoneViewOf, recoveryViewOf } from './phone-record.ts'

export interface Recoveries {
  /** What was tried on a phone, newest first, and how each rung has done there. @throws FarmError 'invalid_request', 'phone_not_found' */
  listRecoveries: (
    phoneId: string,
    query: Query,
  ) => { recoveries: RecoveryView[]; next_cursor: string | null; rungs: RungRecord[] }
  /** Newest first. @throws FarmError 'invalid_request' */
  listIncidents: (query: Query) => { incidents: IncidentView[]; next_cursor: string | null }
  /** Ends a phone's quarantine: a person says that it is well. @throws FarmError 'phone_not_found', 'conflict' (`not_quarantined`) */
  readmitPhone: (phoneId: string) => Promise<PhoneView>
}

export interface RecoveriesDeps {
  store: Store
  clock: Clock
  /** @returns false when the phone is not in quarantine. Without it no phone ever is. */
  readmit?: (phoneId: string) => Promise<boolean>
}

const recoveryPage = createPageQuery({ filters: {}, cursor: Type.Object({ recovery_id: Type.Integer() }) })
const incidentPage = createPageQuery({
  filters: {},
  cursor: Type.Object({ began_at: Type.String(), incident_id: Type.String() }),
})
const phoneIds = Compile(Type.Array(Type.String()))

export function createRecoveries({
  store: { read },
  clock,
  readmit = () => Promise.resolve(false),
}: RecoveriesDeps): Recoveries {
  return {
    listRecoveries(phoneId, query) {
      const { limit, after } = recoveryPage(query)
      findPhone(read, phoneId)
      const before = after?.recovery_id ?? NEWEST_RECOVERY
      const found = read.recoveries.history({ phone_id: phoneId, before, limit: limit + 1 })
      const { rows, next_cursor } = pageOf(found, limit, ({ recovery_id }) => ({ recovery_id }))
      const since = new Date(clock.now().getTime() - EXPERIENCE_MS).toISOString()
      return {
        recoveries: rows.map(recoveryViewOf),
        next_cursor,
        rungs: recordsOf(read.recoveries.since(phoneId, since)),
      }
    },
    listIncidents(query) {
      const { limit, after } = incidentPage(query)
      const found = read.incidents.list(after ?? NEWEST_INCIDENT, limit + 1)
      const { rows, next_cursor } = pageOf(found, limit, ({ began_at, incident_id }) => ({
        began_at,
        incident_id,
      }))
      return { incidents: rows.map(incidentViewOf), next_cursor }
    },
    async readmitPhone(phoneId) {
      findPhone(read, phoneId)
      if (!(await readmit(phoneId))) {
        throw new FarmError('conflict', `phone ${phoneId} is not in quarantine`, {
          detail: 'not_quarantined',
        })
      }
      return phoneViewOf(read, findPhone(read, phoneId))
    },
  }
}

function recordsOf(rows: readonly RecoveryRow[]): RungRecord[] {
  const rungs = [...new Set(rows.map(({ rung }) => rung))].filter((rung) => rung !== 'quarantine')
  const count = (rung: string, outcome: string) =>
    rows.filter((row) => row.rung === rung && row.outcome === outcome).length
  return rungs.map((rung) => ({
    rung,
    helped: count(rung, 'helped'),
    did_not_help: count(rung, 'did_not_help'),
  }))
}

function incidentViewOf({ phones, ...row }: IncidentRow): IncidentView {
  return { ...row, phone_ids: phoneIds.Parse(JSON.parse(phones)) }
}
