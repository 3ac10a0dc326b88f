import { Compile } from 'typebox/compile'
import { wordsOf } from '../domain/error-causes.ts'
import { BACKUP_PREFIX } from '../store/backup-list.ts'
import { removeOldBackups, writeBackup } from '../store/backup.ts'
import { checkDatabase } from '../store/check-database.ts'
import { Chore, type ChoreResult } from './chores.ts'

// The program of a chore: one JSON argument, one JSON line on stdout. Started by chores.ts.

async function run(chore: Chore): Promise<ChoreResult> {
  if (chore.chore === 'check') return checkDatabase(chore.source)
  const { source, directory, now, keep } = chore
  const { file } = await writeBackup({ source, directory, prefix: BACKUP_PREFIX, now: new Date(now) })
  removeOldBackups(directory, BACKUP_PREFIX, keep)
  return { file }
}

async function main(): Promise<void> {
  let told: ChoreResult
  try {
    told = await run(Compile(Chore).Parse(JSON.parse(process.argv[2] ?? '')))
  } catch (error) {
    told = { error: wordsOf(error) }
  }
  process.stdout.write(`${JSON.stringify(told)}\n`)
}

await main()
