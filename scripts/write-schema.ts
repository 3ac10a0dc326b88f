import { writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { migrate } from '../src/store/migrate.ts'

// Writes data/schema.sql anew: the schema that the migrations make, for people to read. Run it after adding a migration.
const db = new Sqlite(':memory:')
migrate(db)
const made = db
  .prepare<[], { sql: string }>(
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
  )
  .all()
writeFileSync(
  new URL('data/schema.sql', import.meta.resolve('#package.json')),
  made.map(({ sql }) => `${sql};\n`).join('\n'),
)
