/** One mistake is forgiven in words of this many letters, two in long ones. */
const ONE_FROM = 5
const TWO_FROM = 9
const LONGEST = 20

/** Finds the word that somebody meant. Undefined when there is none, or it is not clear which. */
export type Corrector = (word: string) => string | undefined

/**
 * Knows words by what is left of them when letters are dropped, so that looking one up costs the same however many there are
 * (source: the symmetric delete method of SymSpell). The first letter must be right: mistakes there are rare, other words are not.
 */
export function createCorrector(vocabulary: Iterable<string>): Corrector {
  const byRest = new Map<string, Set<string>>()
  for (const word of vocabulary) {
    if (!isCorrectable(word)) continue
    for (const rest of restsOf(word)) {
      const words = byRest.get(rest)
      if (words) words.add(word)
      else byRest.set(rest, new Set([word]))
    }
  }
  return (word) => {
    if (!isCorrectable(word)) return undefined
    let best: string | undefined
    let least = Infinity
    for (const rest of restsOf(word)) {
      for (const meant of byRest.get(rest) ?? []) {
        const edits = editsBetween(word, meant)
        if (edits > mistakesIn(Math.min(word.length, meant.length))) continue
        if (edits === least && meant !== best) best = undefined
        if (edits >= least) continue
        least = edits
        best = meant
      }
    }
    return best
  }
}

function isCorrectable(word: string): boolean {
  return word.length >= ONE_FROM && word.length <= LONGEST && /^\p{L}+$/u.test(word)
}

function mistakesIn(length: number): number {
  if (length >= TWO_FROM) return 2
  return length >= ONE_FROM ? 1 : 0
}

/** The word, and what is left of it without one letter, or two of a long word; the first letter stays. */
function restsOf(word: string): Set<string> {
  const rests = new Set([word])
  const once = withoutOne(word)
  for (const rest of once) rests.add(rest)
  if (word.length >= TWO_FROM)
    for (const rest of once) for (const shorter of withoutOne(rest)) rests.add(shorter)
  return rests
}

function withoutOne(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(0, at + 1) + word.slice(at + 2))
}

/** Letters dropped, added, exchanged, or two neighbors swapped (source: optimal string alignment distance). */
function editsBetween(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const edits = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(swapped ? Math.min(edits, at(beforeLast, j - 2) + 1) : edits)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
