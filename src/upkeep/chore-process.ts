import { Compile } from 'typebox/compile'
import { removeOldBackups, writeBackup } from '../store/backup.ts'
import { checkDatabase } from '../store/check-database.ts'
import { Chore, type ChoreResult } from './chores.ts'

// The program of a chore: one JSON argument, one JSON line on stdout. Started by chores.ts.

/** Begins the names of the daemon's own backups. */
const PREFIX = 'phonefarm'

async function run(chore: Chore): Promise<ChoreResult> {
  if (chore.chore === 'check') return checkDatabase(chore.source)
  const { source, directory, now, keep } = chore
  const { file } = await writeBackup({ source, directory, prefix: PREFIX, now: new Date(now) })
  removeOldBackups(directory, PREFIX, keep)
  return { file }
}

/** The whole chain, because only the first cause says what happened. */
function wordsOf(error: unknown): string {
  const words: string[] = []
  for (let one = error; one instanceof Error; one = one.cause) words.push(one.message)
  return words.length === 0 ? String(error) : words.join(': ')
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
