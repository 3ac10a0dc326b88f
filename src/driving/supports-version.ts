import type { Pack } from './pack.ts'

/** True when the pack was written for this version of its app: from `versions.from` up to, but not including, `versions.below`. */
export function supportsVersion({ versions }: Pick<Pack, 'versions'>, version: string): boolean {
  return compareVersions(version, versions.from) >= 0 && compareVersions(version, versions.below) < 0
}

/**
 * Number by number, as people read `1.10`; what follows the numbers (`-beta`) does not count.
 * @returns less than 0 when `a` is the older one, 0 when they are the same, else more
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  const length = Math.max(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function numbersOf(version: string): number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number)
}
