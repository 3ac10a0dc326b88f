import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'

/** A newer build has written the database; this one would lose what it does not know. */
export class SchemaTooNew extends Error {
  override name = 'SchemaTooNew'
}

/** One step of the schema; `number` becomes the database's user_version. */
export interface Migration {
  number: number
  name: string
  sql: string
}

const SCHEMA_VERSION = 'PRAGMA user_version'

/**
 * Applies every migration that the database lacks, each in its own transaction.
 * @returns the schema version, the number of the last migration
 * @throws SchemaTooNew when the database is newer than this build
 */
export function migrate(db: Database, migrations: readonly Migration[] = ownMigrations()): number {
  const from = db.prepare<[], { user_version: number }>(SCHEMA_VERSION).get()?.user_version ?? 0
  const newest = migrations.at(-1)?.number ?? 0
  if (from > newest)
    throw new SchemaTooNew(
      `database ${db.name} is at schema ${from} and this build knows ${newest}: install a newer build`,
    )
  for (const migration of migrations.filter(({ number }) => number > from)) apply(db, migration)
  return newest
}

/** The schema that this build makes. */
export function newestSchema(): number {
  return ownMigrations().at(-1)?.number ?? 0
}

function apply(db: Database, { number, name, sql }: Migration): void {
  try {
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${number}`)
    }).immediate()
  } catch (cause) {
    throw new Error(`migration ${name} of ${db.name} failed and was undone`, { cause })
  }
}

/** The files `data/migrations/NNNN-verb.sql` at the package root: the same folder from src (tsx) and from dist (node). */
function ownMigrations(): Migration[] {
  const directory = new URL('data/migrations/', import.meta.resolve('#package.json'))
  return readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => ({
      name,
      number: Number.parseInt(name, 10),
      sql: readFileSync(new URL(name, directory), 'utf8'),
    }))
}
