import { readFileSync } from 'node:fs'
import path from 'node:path'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { writeDurably } from './durable-files.ts'
import { nullable } from './row.ts'

/** Beside the database: that there is one, and how its daemon ended. Without it an empty directory would look like a first start. */
export const DatabaseMark = Type.Object({
  /** A daemon has it open, or ended without closing it. */
  in_use: Type.Boolean(),
  /** What was found wrong with it while it was in use; null when nothing was. The next start looks into it before anything else. */
  suspect: nullable(Type.String()),
  /** What was found that can be seen only once, because SQLite tidies up what it cannot read; nothing but a restore takes it away. */
  damage: nullable(Type.String()),
})
export type DatabaseMark = Static<typeof DatabaseMark>

const mark = Compile(DatabaseMark)

const fileOf = (dataDir: string) => path.join(dataDir, 'database.json')

/** @returns null when no database was ever kept here */
export function readMark(dataDir: string): DatabaseMark | null {
  let text: string
  try {
    text = readFileSync(fileOf(dataDir), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    return mark.Parse(JSON.parse(text))
  } catch {
    // Damaged as well: it still says that there was a database, and nothing about how it was left.
    return { in_use: false, suspect: 'the mark beside it cannot be read', damage: null }
  }
}

export function writeMark(dataDir: string, next: DatabaseMark): void {
  writeDurably(fileOf(dataDir), `${JSON.stringify(next)}\n`)
}

/** The mark of a database that is whole. */
export function soundMark(inUse: boolean): DatabaseMark {
  return { in_use: inUse, suspect: null, damage: null }
}
