import type { DriverPack } from '../domain/driver-pack.ts'
import { pointerStep } from '../domain/json-pointer.ts'

/** What `drivers new` writes where the next person has to say what is to be looked for. */
export const TO_BE_FOUND = 'to be found'

/** Where in a pack nobody has said yet what is to be looked for, as JSON pointers in document order. */
export function placesToBeFound(document: DriverPack): string[] {
  return [...placesIn(document, '')]
}

function* placesIn(value: unknown, path: string): Generator<string> {
  if (value === TO_BE_FOUND) yield path
  if (typeof value !== 'object' || value === null) return
  for (const [name, part] of Object.entries(value)) yield* placesIn(part, `${path}${pointerStep(name)}`)
}
