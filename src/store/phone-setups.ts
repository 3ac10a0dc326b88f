import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'

/** How a phone was set up before something of ours changed it; `setup` is JSON. */
export const PhoneSetupRow = Type.Object({
  phone_id: Type.String(),
  serial: Type.String(),
  setup: Type.String(),
  at: Type.String(),
})
export type PhoneSetupRow = Static<typeof PhoneSetupRow>

// What is there already is what the phone was like before everything that has not been taken back yet; of another device it is worth nothing.
const REMEMBER = `
  INSERT INTO phone_setups (phone_id, serial, setup, at)
  SELECT @phone_id, @serial, @setup, @at WHERE EXISTS (SELECT 1 FROM phones WHERE phone_id = @phone_id)
  ON CONFLICT (phone_id) DO UPDATE SET serial = excluded.serial, setup = excluded.setup, at = excluded.at
  WHERE serial <> excluded.serial`

const OF_PHONE = 'SELECT * FROM phone_setups WHERE phone_id = ?'
const ALL = 'SELECT * FROM phone_setups ORDER BY phone_id'
const FORGET = 'DELETE FROM phone_setups WHERE phone_id = @phone_id AND at = @at'

/** What has to be put back on phones. */
export function phoneSetupsTable(db: Database) {
  const remember = db.prepare<PhoneSetupRow>(REMEMBER)
  const ofPhone = db.prepare<[string], PhoneSetupRow>(OF_PHONE)
  const all = db.prepare<[], PhoneSetupRow>(ALL)
  const forget = db.prepare<{ phone_id: string; at: string }>(FORGET)

  return {
    /** Keeps what was remembered before, unless it was of another device. */
    remember: (row: PhoneSetupRow) => void remember.run(row),
    ofPhone: (phoneId: string) => ofPhone.get(phoneId),
    all: () => all.all(),
    /** To be called when everything is as it was. */
    forget: ({ phone_id, at }: PhoneSetupRow) => void forget.run({ phone_id, at }),
  }
}
