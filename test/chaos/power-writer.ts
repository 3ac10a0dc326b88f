/**
 * Writes to a store without end and says on stdout what was acknowledged, for a power cut to interrupt:
 *   node dist/test/chaos/power-writer.js <database file> [normal]
 * `normal` is the control: what better-sqlite3 does by itself with an existing file, and what must lose something.
 */
import { writeSync } from 'node:fs'
import { systemClock } from '../../src/domain/clock.ts'
import { openDatabase } from '../../src/store/database.ts'
import { storeOn } from '../../src/store/store.ts'

/** As many callers wait at the same moment, and share a commit. */
const CALLERS = 4

const [, , file = '', mode] = process.argv
const db = openDatabase(file)
if (mode === 'normal') db.pragma('synchronous = NORMAL')
const store = storeOn(db)
let written = 0

async function write(): Promise<never> {
  for (;;) {
    const phone_id = `phone_${++written}`
    const phone = { phone_id, serial: `serial of ${phone_id}`, name: null, app_versions: '{}' }
    await store.write('put_phone', (tables) => tables.phones.put(phone, systemClock.now()))
    // At once, not when the event loop comes to it: what is told is told before the power goes.
    writeSync(1, `${phone_id}\n`)
  }
}

await Promise.all(Array.from({ length: CALLERS }, write))
