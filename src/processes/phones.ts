import Type from 'typebox'
import { invalid } from '../domain/check.ts'
import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import { checkPathId } from '../domain/path-id.ts'
import { parsePhoneRequest, type PhoneApp, type PhoneRequest, type PhoneView } from '../domain/phone.ts'
import type { PhoneFacts } from '../domain/phone-facts.ts'
import type { PhoneStanding } from '../domain/phone-state.ts'
import { NEWEST, type PhoneRow } from '../store/phones.ts'
import type { Store, Tables } from '../store/store.ts'
import { createPageQuery, pageOf, type Query } from './page-query.ts'
import { findPhone, phoneViewOf, refuseHeld } from './phone-record.ts'

/** What a phone is fit for now and, as far as it was asked, what it told of itself; what it did not tell is left as it was. */
export interface PhoneSighting extends PhoneStanding {
  model?: string
  android_version?: string
  apps?: readonly PhoneApp[]
}

/** What a phone has told of itself. */
export interface PhoneSelfPortrait {
  model: string
  android_version: string
  apps: readonly PhoneApp[]
  /** Null keeps what it told before. */
  facts: PhoneFacts | null
}

export interface Phones {
  /** Creates or replaces. @throws FarmError 'invalid_request', 'conflict' (`serial_in_use`, `name_in_use`, `phone_held` with another serial) */
  putPhone: (phoneId: string, body: unknown) => Promise<{ created: boolean; phone: PhoneView }>
  /** @throws FarmError 'phone_not_found' */
  readPhone: (phoneId: string) => PhoneView
  /** Newest first. @throws FarmError 'invalid_request' */
  listPhones: (query: Query) => { phones: PhoneView[]; next_cursor: string | null }
  /** @throws FarmError 'phone_not_found', 'conflict' (`unfinished_work`, `phone_has_accounts`, `phone_held`) */
  deletePhone: (phoneId: string) => Promise<void>
  /** Nothing new is claimed for it; what runs goes on. @throws FarmError 'phone_not_found' */
  pausePhone: (phoneId: string) => Promise<PhoneView>
  /** @throws FarmError 'phone_not_found' */
  resumePhone: (phoneId: string) => Promise<PhoneView>
  /** For the phone watcher. @returns false when the phone is not registered */
  recordPhoneState: (phoneId: string, sighting: PhoneSighting) => Promise<boolean>
  /** For who asks phones about themselves. @returns false when the phone is not registered */
  recordPhoneFacts: (phoneId: string, told: PhoneSelfPortrait) => Promise<boolean>
}

export interface PhonesDeps {
  store: Store
  clock: Clock
  /** Called after a commit that may let a phone take work. */
  wake: () => void
}

/** GET /phones/candidates is another route. */
const CANDIDATES = 'candidates'

const pageQuery = createPageQuery({
  filters: {},
  cursor: Type.Object({ created_at: Type.String(), id: Type.String() }),
})

export function createPhones({ store, clock, wake }: PhonesDeps): Phones {
  const { read } = store

  async function setPaused(phoneId: string, paused: boolean): Promise<PhoneView> {
    const phone = await store.write('pause_phone', (tables) => {
      findPhone(tables, phoneId)
      tables.phones.setPaused(phoneId, paused)
      return phoneViewOf(tables, findPhone(tables, phoneId))
    })
    wake()
    return phone
  }

  return {
    async putPhone(phoneId, body) {
      checkPathId('phone_id', phoneId)
      if (phoneId === CANDIDATES) throw invalid([{ path: '/phone_id', message: `must not be ${CANDIDATES}` }])
      const request = parsePhoneRequest(body)
      const stored = await store.write('put_phone', (tables) => put(tables, clock.now(), phoneId, request))
      wake()
      return stored
    },
    readPhone: (phoneId) => phoneViewOf(read, findPhone(read, phoneId)),
    listPhones(query) {
      const { limit, after } = pageQuery(query)
      const found = read.phones.list(after ?? NEWEST, limit + 1)
      const { rows, next_cursor } = pageOf(found, limit, ({ created_at, phone_id: id }) => ({
        created_at,
        id,
      }))
      return { phones: rows.map((row) => phoneViewOf(read, row)), next_cursor }
    },
    deletePhone: (phoneId) => store.write('delete_phone', (tables) => remove(tables, phoneId)),
    pausePhone: (phoneId) => setPaused(phoneId, true),
    resumePhone: (phoneId) => setPaused(phoneId, false),
    async recordPhoneState(phoneId, sighting) {
      const known = await store.write('record_phone_state', (tables) =>
        record(tables, phoneId, sighting, clock.now()),
      )
      if (known) wake()
      return known
    },
    recordPhoneFacts: (phoneId, { model, android_version, apps, facts }) =>
      store.write('record_phone_state', (tables) =>
        tables.phones.recordFacts({
          phone_id: phoneId,
          model,
          android_version,
          apps: JSON.stringify(apps),
          facts: facts && JSON.stringify(facts),
          hardware_serial: facts?.hardware_serial ?? null,
        }),
      ),
  }
}

/** @returns false when the phone is not registered */
function record(tables: Tables, phone_id: string, sighting: PhoneSighting, now: Date): boolean {
  const { state, reason, next, model = null, android_version = null, apps } = sighting
  const before = tables.phones.find(phone_id)
  if (!before) return false
  const seen = { model, android_version, apps: apps === undefined ? null : JSON.stringify(apps) }
  tables.phones.recordState({ phone_id, state, reason, next, ...seen }, now)
  const told = before.state === state && before.reason === reason && before.next === next
  if (!told) tables.phoneStates.add({ phone_id, state, reason, next, at: now.toISOString() })
  return true
}

function put(
  tables: Tables,
  now: Date,
  phoneId: string,
  { serial, name, app_versions }: PhoneRequest,
): { created: boolean; phone: PhoneView } {
  refuseTaken(tables.phones.findBySerial(serial), phoneId, 'serial', serial)
  if (name !== null) refuseTaken(tables.phones.findByName(name), phoneId, 'name', name)
  const known = tables.phones.find(phoneId)
  // Whoever holds it works on the device that the serial names.
  if (known && known.serial !== serial) refuseHeld(tables.leases.ofPhone(phoneId))
  const entry = { phone_id: phoneId, serial, name, app_versions: JSON.stringify(app_versions) }
  tables.phones.put(entry, now)
  return { created: known === undefined, phone: phoneViewOf(tables, findPhone(tables, phoneId)) }
}

/** @throws FarmError 'conflict' when the phone that was found is another one */
function refuseTaken(
  found: PhoneRow | undefined,
  phoneId: string,
  field: 'serial' | 'name',
  value: string,
): void {
  if (!found || found.phone_id === phoneId) return
  throw new FarmError('conflict', `${field} ${value} belongs to phone ${found.phone_id}`, {
    detail: `${field}_in_use`,
    problems: [{ path: `/${field}`, message: `belongs to phone ${found.phone_id}` }],
  })
}

function remove(tables: Tables, phoneId: string): void {
  findPhone(tables, phoneId)
  if (tables.queueItems.unfinishedOfPhone(phoneId) > 0)
    throw new FarmError('conflict', `phone ${phoneId} has unfinished work`, { detail: 'unfinished_work' })
  if (tables.accounts.ofPhone(phoneId).length > 0)
    throw new FarmError('conflict', `accounts live on phone ${phoneId}`, { detail: 'phone_has_accounts' })
  refuseHeld(tables.leases.ofPhone(phoneId))
  tables.phones.remove(phoneId)
}
