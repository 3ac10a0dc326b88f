import type { Problem } from './errors.ts'
import { pointerStep } from './json-pointer.ts'

type Schema = Record<string, unknown>

/**
 * What one answer may be held against, each value of the contract counted wherever a reference brings it: references that double at every step
 * make millions of a few lines. More than 64 KiB without references can hold.
 */
const MOST_STEPS = 40_000

/**
 * The first reference in a JSON Schema that cannot be taken, by its JSON pointer; null when all can. A schema that comes back to itself, or whose
 * references multiply, can keep a validator busy for years over one answer. @param contract no deeper than a request may be
 */
export function referenceFault(contract: Schema): Problem | null {
  const steps = new Map<Schema, number>()
  const under = new Set<Schema>()

  /** How many values of the contract are looked at for one answer, at most; a Problem when that has no end. */
  function count(value: unknown, path: string): number | Problem {
    if (Array.isArray(value)) return total(Object.entries(value), path)
    if (!isSchema(value)) return 1
    const known = steps.get(value)
    if (known !== undefined) return known
    under.add(value)
    // What `const` or `default` hold is data, but a property or a definition may have that name as well: all is looked at.
    const parts = total(Object.entries(value), path)
    under.delete(value)
    if (typeof parts !== 'number') return parts
    steps.set(value, parts + 1)
    return parts + 1
  }

  function total(entries: readonly [string, unknown][], path: string): number | Problem {
    let sum = 0
    for (const [key, value] of entries) {
      const at = `${path}${pointerStep(key)}`
      const part = typeof value === 'string' ? follow(key, value, at) : count(value, at)
      if (typeof part !== 'number') return part
      sum += part
      if (sum > MOST_STEPS)
        return { path: at, message: 'refers to so much that looking at one answer has no end in sight' }
    }
    return sum
  }

  function follow(key: string, value: string, path: string): number | Problem {
    if (key === '$dynamicRef' || key === '$recursiveRef')
      return { path, message: 'is no reference that is taken' }
    if (key === '$id' && path !== '/$id')
      return { path, message: 'must stand at the top of the contract, or not at all' }
    if (key !== '$ref') return 1
    const target = targetOf(contract, value)
    if (target === null)
      return { path, message: 'must be # or a JSON pointer within the contract (#/$defs/name)' }
    if (isSchema(target) && under.has(target))
      return {
        path,
        message: 'must not come back to where it is: a contract describes an answer without recursion',
      }
    return count(target, value.slice(1))
  }

  const counted = count(contract, '')
  return typeof counted === 'number' ? null : counted
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Null when there is nothing, or the reference is of another kind (source: RFC 6901, 6). */
function targetOf(contract: Schema, reference: string): unknown {
  if (reference === '#') return contract
  if (!reference.startsWith('#/')) return null
  let value: unknown = contract
  for (const step of reference.slice(2).split('/')) {
    const name = unescaped(step)
    if (typeof value !== 'object' || value === null) return null
    value = Object.getOwnPropertyDescriptor(value, name)?.value
    if (value === undefined) return null
  }
  return value
}

function unescaped(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return step // a lone percent sign: no such name then
  }
}
