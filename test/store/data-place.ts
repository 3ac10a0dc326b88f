import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import Sqlite from 'better-sqlite3'
import { databaseFileOf, type KeptDatabase, openKeptDatabase } from '../../src/store/kept-database.ts'
import type { ReserveFile } from '../../src/store/reserve-file.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, registerPhones } from '../support/farm.ts'

export const AT = new Date('2026-03-22T08:30:00.000Z')

/** A reserve that takes no room. */
export const NO_RESERVE: ReserveFile = {
  make: async () => true,
  release: () => undefined,
  freeBytes: () => Number.MAX_SAFE_INTEGER,
}

/** An empty data directory that goes with the test. */
export function dataDirectory(t: TestContext): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'phonefarm-kept-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

export function openIn(dataDir: string, now: Date = AT): Promise<KeptDatabase> {
  return openKeptDatabase({ dataDir, reserve: NO_RESERVE, now })
}

/** Stores `count` accepted processes `process_001`… for one phone. */
export async function fill(kept: KeptDatabase, count: number): Promise<void> {
  const clock = createFakeClock()
  await registerPhones(kept.store, ['phone_01'], clock)
  for (let number = 1; number <= count; number++) {
    const nnn = String(number).padStart(3, '0')
    await addProcess(kept.store, clock, {
      process_id: `process_${nnn}`,
      items: [{ queue_item_id: `item_${nnn}` }],
    })
  }
}

/** A copy of the directory as it would be found had the daemon been killed just now. */
export function killedCopy(t: TestContext, dataDir: string): string {
  const copy = dataDirectory(t)
  cpSync(dataDir, copy, { recursive: true })
  return copy
}

export const databaseIn = databaseFileOf

/** A database of an earlier release, from test/store/fixtures. */
export function placeFixture(dataDir: string, name: string): void {
  const db = new Sqlite(databaseFileOf(dataDir))
  const fixture = new URL(`test/store/fixtures/${name}`, import.meta.resolve('#package.json'))
  db.exec(readFileSync(fixture, 'utf8'))
  db.close()
}

/** Number of processes in a database file, read by itself. */
export function processCount(file: string): number {
  const db = new Sqlite(file, { readonly: true })
  try {
    return db.prepare<[], number>('SELECT count(*) FROM processes').pluck().get() ?? 0
  } finally {
    db.close()
  }
}
