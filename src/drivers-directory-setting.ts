import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the driver packs are: what PHONEFARM_DRIVERS_DIR says, else those that come with Phonefarm. One that is empty counts as not set. */
export function driversDirectoryOf(variables: Readonly<Record<string, string | undefined>>): string {
  const given = variables.PHONEFARM_DRIVERS_DIR?.trim()
  if (given) return path.resolve(given)
  return fileURLToPath(new URL('drivers', import.meta.resolve('#package.json')))
}
