import type { Problem } from './errors.ts'

/** One step of a JSON pointer, escaped (source: RFC 6901). */
export function pointerStep(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Sorts problems by where they are in the document; what is missing follows what is there, in the order given. */
export function inDocumentOrder(document: unknown, problems: readonly Problem[]): Problem[] {
  return problems
    .map((problem) => ({ problem, place: placeOf(document, problem.path) }))
    .toSorted((a, b) => compare(a.place, b.place))
    .map(({ problem }) => problem)
}

/** At every step of the pointer, the place of the step among its siblings; Infinity for a missing one. */
function placeOf(document: unknown, pointer: string): number[] {
  const place: number[] = []
  let value = document
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null) return [...place, Infinity]
    const index = Array.isArray(value) ? Number(name) : Object.keys(value).indexOf(name)
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
