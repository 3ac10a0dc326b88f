import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { loadConfig } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
import { BACKUP_PREFIX, backupDirectoryOf } from '../store/backup-list.ts'
import { writeBackup } from '../store/backup.ts'
import { checkDatabase } from '../store/check-database.ts'
import { lockDataDirectory } from '../store/data-directory.ts'
import { databaseFileOf } from '../store/kept-database.ts'
import { type LaterWrites, restoreBackup } from '../store/restore.ts'
import { printLine } from './print.ts'
import { told } from './told.ts'

/** Something was found. */
const EXIT_FINDINGS = 1

/** Adds `phonefarm backup`, `restore` and `check`: what a person does with the database. */
export function addStorageCommands(program: Command): void {
  program
    .command('backup')
    .description('make a verified copy of the database; the daemon may be at work')
    .option('--to <dir>', 'where the copy goes; the backups folder of the data directory otherwise')
    .action(({ to }: { to?: string }) => told(() => backup(to)))
  program
    .command('restore')
    .description('put a backup in the place of the database, which is moved aside; the daemon must not run')
    .argument('<file>', 'the backup')
    .action((file: string) => told(() => restore(path.resolve(file))))
  program
    .command('check')
    .description('look for everything that is wrong with the database; the daemon may be at work')
    .argument('[file]', 'a backup; the database of the data directory otherwise')
    .action((file?: string) => told(() => check(file)))
}

function dataDirectory(): string {
  return path.resolve(loadConfig(process.env).config.dataDir)
}

function databaseThere(): string {
  const file = databaseFileOf(dataDirectory())
  if (!existsSync(file)) throw new Error(`there is no database ${file}`)
  return file
}

async function backup(to: string | undefined): Promise<void> {
  const source = databaseThere()
  const directory = to === undefined ? backupDirectoryOf(dataDirectory()) : path.resolve(to)
  const { file, manifest } = await writeBackup({
    source,
    directory,
    prefix: BACKUP_PREFIX,
    now: systemClock.now(),
  })
  console.log(JSON.stringify({ backup: file, ...manifest }))
}

async function restore(file: string): Promise<void> {
  const dataDir = dataDirectory()
  const lock = lockDataDirectory(dataDir)
  try {
    const restored = await restoreBackup({ dataDir, backup: file, now: systemClock.now() })
    const { previous, schema, taken_at, later, revoked } = restored
    printLine(`restored ${file} (schema ${schema}, taken ${taken_at ?? 'at an unknown time'})`)
    if (previous === null) return
    printLine(`the database that was there is now ${previous}`)
    for (const line of [...laterLines(later), ...keyLines(revoked)]) printLine(line)
  } finally {
    lock.release()
  }
}

function keyLines(revoked: number | null): string[] {
  if (revoked === null)
    return ['keys that were taken back after the backup may be live again: see phonefarm keys list']
  return revoked === 0 ? [] : [`keys that were taken back after the backup and stay so: ${revoked}`]
}

function laterLines(later: LaterWrites | null): string[] {
  if (later === null) return ['what was accepted after the backup cannot be read from it']
  if (later.processes === 0) return ['nothing was accepted after the backup']
  const { processes, unfinished, first } = later
  return [
    `${processes} processes were accepted after the backup and are no longer known, ${unfinished} of them unfinished:`,
    ...first.map(
      ({ process_id, system, request_id, status }) => `  ${process_id} ${system} ${request_id} ${status}`,
    ),
    ...(processes > first.length ? [`  and ${processes - first.length} more`] : []),
  ]
}

async function check(given: string | undefined): Promise<void> {
  const file = given === undefined ? databaseThere() : path.resolve(given)
  const { structure, rows } = checkDatabase(file)
  const findings = [...structure, ...rows]
  for (const finding of findings) printLine(finding)
  if (findings.length > 0) process.exitCode = EXIT_FINDINGS
  else printLine(`${file} is whole`)
}
