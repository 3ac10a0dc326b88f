import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fillDataDirectory } from './fill.ts'

/** How many rows the large farm has. */
export const MILLION = 1_000_000

/** What the rows share: a temporary directory, and a large farm that is built once, when the first row asks for it. */
export interface Grounds {
  /** A new empty directory that lives as long as the run. */
  directory: (name: string) => string
  /** Data directory of a farm with `MILLION` items, nine of ten not due yet. */
  million: () => string
  /** Seconds that each round of a load takes, and how many rounds. */
  seconds: number
  rounds: number
  /** Tells how far the run is. */
  say: (text: string) => void
  /** Removes everything. */
  clear: () => void
}

export function createGrounds(options: Pick<Grounds, 'seconds' | 'rounds' | 'say'>): Grounds {
  const root = mkdtempSync(path.join(os.tmpdir(), 'phonefarm-bench-'))
  let million: string | undefined
  return {
    ...options,
    directory: (name) => mkdtempSync(path.join(root, `${name}-`)),
    million() {
      if (million !== undefined) return million
      options.say(`filling a farm with ${MILLION.toLocaleString('en')} items …`)
      million = path.join(root, 'million')
      fillDataDirectory({ dataDir: million, items: MILLION, notDueOfTen: 9 })
      return million
    },
    clear: () => rmSync(root, { recursive: true, force: true }),
  }
}
