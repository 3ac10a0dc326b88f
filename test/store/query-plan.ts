import type { Database } from '../../src/store/database.ts'

/** A database that remembers every statement that a table prepares on it. */
export function recordingDatabase(db: Database): { db: Database; statements: string[] } {
  const statements: string[] = []
  const recording: Database = Object.create(db)
  recording.prepare = (sql: string) => {
    statements.push(sql)
    return db.prepare(sql)
  }
  return { db: recording, statements }
}

/** The steps of SQLite's plan for a statement, one text each; its parameters are bound to NULL. */
export function queryPlan(db: Database, sql: string): string[] {
  const names = [...sql.matchAll(/@(\w+)/g)].map(([, name = '']) => [name, null])
  const unnamed = [...sql.matchAll(/\?/g)].map(() => null)
  const statement = db.prepare(`EXPLAIN QUERY PLAN ${sql}`)
  const rows = names.length > 0 ? statement.all(Object.fromEntries(names)) : statement.all(...unnamed)
  return rows.map((row) => (row as { detail: string }).detail)
}

/** The statement that has these words. @throws when there is none or more than one */
export function statementWith(statements: readonly string[], words: string): string {
  const found = statements.filter((sql) => sql.includes(words))
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`${found.length} statements have "${words}"`)
  return found[0]
}
