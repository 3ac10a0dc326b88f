import type { FoundBackup } from './backup-list.ts'

/** A database that must not be worked with. One line that says which, what was found and what to do. */
export class DatabaseDamaged extends Error {
  override name = 'DatabaseDamaged'
  readonly file: string
  readonly finding: string

  constructor(file: string, finding: string, advice: string, options?: ErrorOptions) {
    super(`database ${file} is damaged: ${finding}. ${advice}`, options)
    this.file = file
    this.finding = finding
  }
}

/** What to do about a damaged database. @param backup the newest one, null when there is none */
export function adviceFrom(backup: FoundBackup | null): string {
  if (backup === null) return 'Nothing was changed; there is no backup beside it'
  return `Nothing was changed; "phonefarm restore ${backup.file}" puts the backup of ${backup.manifest.taken_at} in its place`
}
