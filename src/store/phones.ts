import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { Flag, nullable } from './row.ts'

const TextOrNull = nullable(Type.String())

/** A row of `phones`; `app_versions`, `apps` and `facts` are JSON. */
export const PhoneRow = Type.Object({
  phone_id: Type.String(),
  serial: Type.String(),
  name: TextOrNull,
  app_versions: Type.String(),
  paused: Flag,
  state: Type.String(),
  reason: TextOrNull,
  model: TextOrNull,
  android_version: TextOrNull,
  apps: Type.String(),
  since: Type.String(),
  created_at: Type.String(),
  hardware_serial: TextOrNull,
  next: TextOrNull,
  facts: Type.String(),
})
export type PhoneRow = Static<typeof PhoneRow>

/** What a caller says of a phone. */
export type PhoneEntry = Pick<PhoneRow, 'phone_id' | 'serial' | 'name' | 'app_versions'>

/** What the phone watcher has seen. */
export type PhoneSighting = Pick<
  PhoneRow,
  'phone_id' | 'state' | 'reason' | 'next' | 'model' | 'android_version' | 'apps'
>

// A phone that nobody has looked at yet is offline since it is known. Another serial is another device: what was seen of the old one is forgotten.
const PUT = `
  INSERT INTO phones (phone_id, serial, name, app_versions, since, created_at)
  VALUES (@phone_id, @serial, @name, @app_versions, @now, @now)
  ON CONFLICT (phone_id) DO UPDATE SET
    name = excluded.name, app_versions = excluded.app_versions, serial = excluded.serial,
    state = iif(phones.serial = excluded.serial, phones.state, 'offline'),
    reason = iif(phones.serial = excluded.serial, phones.reason, NULL),
    next = iif(phones.serial = excluded.serial, phones.next, NULL),
    hardware_serial = iif(phones.serial = excluded.serial, phones.hardware_serial, NULL),
    facts = iif(phones.serial = excluded.serial, phones.facts, '{}'),
    model = iif(phones.serial = excluded.serial, phones.model, NULL),
    android_version = iif(phones.serial = excluded.serial, phones.android_version, NULL),
    apps = iif(phones.serial = excluded.serial, phones.apps, '[]'),
    since = iif(phones.serial = excluded.serial, phones.since, @now)`

const FIND = 'SELECT * FROM phones WHERE phone_id = ?'
const HAS = 'SELECT 1 FROM phones WHERE phone_id = ?'
const FIND_BY_SERIAL = 'SELECT * FROM phones WHERE serial = ?'
const FIND_BY_NAME = 'SELECT * FROM phones WHERE name = ?'
const ALL = 'SELECT * FROM phones ORDER BY phone_id'

const LIST = `
  SELECT * FROM phones WHERE (created_at, phone_id) < (@created_at, @phone_id)
  ORDER BY created_at DESC, phone_id DESC LIMIT @limit`

const REMOVE = 'DELETE FROM phones WHERE phone_id = ?'

const SET_PAUSED = 'UPDATE phones SET paused = @paused WHERE phone_id = @phone_id'

// `since` is when the state began, so it moves only with the state. A sighting that knows no model keeps the last one.
const RECORD_STATE = `
  UPDATE phones
  SET since = iif(state = @state, since, @now), state = @state, reason = @reason, next = @next,
      model = coalesce(@model, model), android_version = coalesce(@android_version, android_version), apps = coalesce(@apps, apps)
  WHERE phone_id = @phone_id`

const RECORD_FACTS = `
  UPDATE phones
  SET facts = coalesce(@facts, facts), hardware_serial = coalesce(@hardware_serial, hardware_serial),
      model = coalesce(@model, model), android_version = coalesce(@android_version, android_version), apps = coalesce(@apps, apps)
  WHERE phone_id = @phone_id`

/** What a phone has told of itself; `facts` and `apps` are JSON, null keeps what was told before. */
export type PhoneTold = Pick<PhoneRow, 'phone_id'> & {
  [Field in 'facts' | 'hardware_serial' | 'model' | 'android_version' | 'apps']: string | null
}

/** Where a page begins; `LAST` sorts after every stored value. */
export interface PageStart {
  created_at: string
  id: string
}
export const NEWEST: PageStart = { created_at: '~', id: '' }

/** Registered devices. */
export function phonesTable(db: Database) {
  const put = db.prepare<PhoneEntry & { now: string }>(PUT)
  const find = db.prepare<[string], PhoneRow>(FIND)
  const has = db.prepare<[string], 1>(HAS).pluck()
  const findBySerial = db.prepare<[string], PhoneRow>(FIND_BY_SERIAL)
  const findByName = db.prepare<[string], PhoneRow>(FIND_BY_NAME)
  const all = db.prepare<[], PhoneRow>(ALL)
  const list = db.prepare<{ created_at: string; phone_id: string; limit: number }, PhoneRow>(LIST)
  const remove = db.prepare<[string]>(REMOVE)
  const setPaused = db.prepare<{ phone_id: string; paused: 0 | 1 }>(SET_PAUSED)
  const recordState = db.prepare<Omit<PhoneSighting, 'apps'> & { apps: string | null; now: string }>(
    RECORD_STATE,
  )
  const recordFacts = db.prepare<PhoneTold>(RECORD_FACTS)

  return {
    /** Creates or replaces what the caller says; what was seen stays unless the serial changes. */
    put: (entry: PhoneEntry, now: Date) => void put.run({ ...entry, now: now.toISOString() }),
    find: (phoneId: string) => find.get(phoneId),
    has: (phoneId: string) => has.get(phoneId) !== undefined,
    findBySerial: (serial: string) => findBySerial.get(serial),
    findByName: (name: string) => findByName.get(name),
    /** Every phone, by id. */
    all: () => all.all(),
    /** Newest first, from just after `start`. */
    list: (start: PageStart, limit: number) =>
      list.all({ created_at: start.created_at, phone_id: start.id, limit }),
    /** @returns false when there was none */
    remove: (phoneId: string) => remove.run(phoneId).changes === 1,
    /** @returns false when there is no such phone */
    setPaused: (phoneId: string, paused: boolean) =>
      setPaused.run({ phone_id: phoneId, paused: paused ? 1 : 0 }).changes === 1,
    /** Null keeps what was seen before, but for the reason and what comes next. @returns false when there is no such phone */
    recordState: (sighting: Omit<PhoneSighting, 'apps'> & { apps: string | null }, now: Date) =>
      recordState.run({ ...sighting, now: now.toISOString() }).changes === 1,
    /** @returns false when there is no such phone */
    recordFacts: (told: PhoneTold) => recordFacts.run(told).changes === 1,
  }
}
