import { readFileSync } from 'node:fs'

/** A life that once broke a promise; it is lived again before all others. */
interface StoredSeed {
  seed: number
  /** What was wrong then. */
  found: string
}

/** Read from the source tree: the compiled tests have no JSON beside them. */
const FILE = new URL('test/simulation/seeds.json', import.meta.resolve('#package.json'))

export function storedSeeds(): StoredSeed[] {
  return JSON.parse(readFileSync(FILE, 'utf8'))
}
