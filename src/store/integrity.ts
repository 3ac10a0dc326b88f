import { readFileSync } from 'node:fs'
import type { Database } from './database.ts'

/** Findings of one kind that are named; a broken file can have thousands. */
const MOST_OF_A_KIND = 10

/** What makes a file whole: every page in its place, every index complete, every reference kept. Takes about a second for a gigabyte. */
export function structuralFindings(db: Database): string[] {
  return [...integrityFindings(db), ...referenceFindings(db)]
}

function integrityFindings(db: Database): string[] {
  const rows = db.pragma(`integrity_check(${MOST_OF_A_KIND})`, { simple: false })
  if (!Array.isArray(rows)) return ['integrity_check gave no answer']
  return rows.map((row: unknown) => inOneLine(textOf(row))).filter((text) => text !== 'ok')
}

function referenceFindings(db: Database): string[] {
  const rows = db
    .prepare<[number], { table: string; parent: string; count: number }>(
      'SELECT "table", parent, count(*) AS count FROM pragma_foreign_key_check GROUP BY 1, 2 LIMIT ?',
    )
    .all(MOST_OF_A_KIND)
  return rows.map(
    ({ table, parent, count }) => `${count} rows of ${table} refer to ${parent} rows that are gone`,
  )
}

/** Without the heading of the one database that there is. */
function inOneLine(text: string): string {
  return text.replace('*** in database main ***', '').replaceAll(/\s+/g, ' ').trim()
}

function textOf(row: unknown): string {
  return typeof row === 'object' && row !== null ? String(Object.values(row)[0]) : String(row)
}

/** What is in a database, whatever its schema. */
export function contentsOf(db: Database): {
  schema: number
  rows: Record<string, number>
  last_process_id: string | null
} {
  const tables = db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .pluck()
    .all()
  const rows = Object.fromEntries(tables.map((table) => [table, countOf(db, table)]))
  const last = tables.includes('processes')
    ? db.prepare<[], string | null>('SELECT max(process_id) FROM processes').pluck().get()
    : null
  return { schema: schemaOf(db), rows, last_process_id: last ?? null }
}

/** @param table a name out of the database's own schema */
function countOf(db: Database, table: string): number {
  const quoted = `"${table.replaceAll('"', '""')}"`
  return db.prepare<[], number>(`SELECT count(*) FROM ${quoted}`).pluck().get() ?? 0
}

/** The number of the last migration, 0 for a database that is empty. */
export function schemaOf(db: Database): number {
  return db.prepare<[], number>('SELECT user_version FROM pragma_user_version').pluck().get() ?? 0
}

/**
 * What is missing of the schema that this build makes, or differs from it. Costs next to nothing: the schema is read with the first statement
 * anyway.
 */
export function schemaFindings(db: Database): string[] {
  const found = new Set(
    db.prepare<[], string>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').pluck().all(),
  )
  return expectedSchema()
    .filter((sql) => !found.has(sql))
    .map((sql) => `the schema lacks ${sql.slice(0, 60).replaceAll(/\s+/g, ' ')}…`)
}

/** The statements of data/schema.sql, which a test keeps equal to what the migrations make. */
function expectedSchema(): string[] {
  const text = readFileSync(new URL('data/schema.sql', import.meta.resolve('#package.json')), 'utf8')
  // As scripts/write-schema.ts writes it: every statement ends a line with its semicolon and begins after an empty line.
  return text.split(/;\n(?:\n(?=CREATE )|$)/).filter((sql) => sql !== '')
}
