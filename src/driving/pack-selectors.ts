import type { Candidate, PackSelector, Reading } from '../domain/pack-selector.ts'
import type { DriverPack } from '../domain/driver-pack.ts'
import { pointerStep } from '../domain/json-pointer.ts'

/** A selector in a pack, or in another selector of it. */
export interface PlacedSelector {
  find: PackSelector
  /** JSON pointer. */
  path: string
  /** 1 for a candidate's own, one more for each selector around it. */
  depth: number
}

/** Every selector of the pack, those inside of others too. */
export function* packSelectors(pack: DriverPack): Generator<PlacedSelector> {
  for (const list of ['dialogs', 'waiting', 'screens'] as const) {
    for (const [index, rule] of pack[list].entries()) {
      for (const key of ['all', 'any', 'none'] as const)
        yield* candidateSelectors(rule[key] ?? [], `/${list}/${index}/${key}`)
    }
  }
  for (const [name, { candidates }] of Object.entries(pack.elements))
    yield* candidateSelectors(candidates, `/elements${pointerStep(name)}/candidates`)
}

function* candidateSelectors(candidates: readonly Candidate[], path: string): Generator<PlacedSelector> {
  for (const [index, { find }] of candidates.entries()) yield* nested(find, `${path}/${index}/find`, 1)
}

function* nested(find: PackSelector, path: string, depth: number): Generator<PlacedSelector> {
  yield { find, path, depth }
  for (const key of ['within', 'has', 'after'] as const) {
    const inner = find[key]
    if (inner) yield* nested(inner, `${path}/${key}`, depth + 1)
  }
}

/** Every reading of the pack. */
export function packReadings({ account, video }: DriverPack): { reading: Reading; path: string }[] {
  const readings = [
    { reading: account.username, path: '/account/username' },
    { reading: account.switcher.usernames, path: '/account/switcher/usernames' },
    { reading: video.author, path: '/video/author' },
    { reading: video.caption, path: '/video/caption' },
  ]
  for (const key of ['sound', 'position'] as const) {
    const reading = video[key]
    if (reading) readings.push({ reading, path: `/video/${key}` })
  }
  return readings
}
