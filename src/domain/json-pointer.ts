import type { Problem } from './errors.ts'

/** One step of a JSON pointer, escaped (source: RFC 6901). */
export function pointerStep(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Sorts problems by where they are in the document; what is missing follows what is there, in the order given. */
export function inDocumentOrder(document: unknown, problems: readonly Problem[]): Problem[] {
  const ranks = createRanks()
  return problems
    .map((problem) => ({ problem, place: placeOf(document, problem.path, ranks) }))
    .toSorted((a, b) => compare(a.place, b.place))
    .map(({ problem }) => problem)
}

/** Places of keys among their siblings, counted once for each object: a stranger's may have many keys, and a problem with each. */
function createRanks(): (value: object) => ReadonlyMap<string, number> {
  const known = new Map<object, ReadonlyMap<string, number>>()
  return (value) => {
    const ranks = known.get(value) ?? new Map(Object.keys(value).map((key, index) => [key, index]))
    known.set(value, ranks)
    return ranks
  }
}

/** At every step of the pointer, the place of the step among its siblings; Infinity for a missing one. */
function placeOf(document: unknown, pointer: string, ranks: ReturnType<typeof createRanks>): number[] {
  const place: number[] = []
  let value = document
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null) return [...place, Infinity]
    const index = Array.isArray(value) ? Number(name) : (ranks(value).get(name) ?? -1)
    place.push(index < 0 ? Infinity : index)
    value = Object.getOwnPropertyDescriptor(value, name)?.value
  }
  return place
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [step, index] of a.entries()) {
    const other = b[step]
    if (other === undefined) return 1
    if (index !== other) return index < other ? -1 : 1
  }
  return a.length - b.length
}
