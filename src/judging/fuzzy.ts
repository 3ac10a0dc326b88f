/** One mistake is forgiven in words of this many letters, two in long ones. */
const ONE_FROM = 5
const TWO_FROM = 9
const LONGEST = 20

/** Finds the word that somebody meant. Undefined when there is none, or it is not clear which. */
export type Corrector = (word: string) => string | undefined

/** A word that may have been meant, and which letters it has: one bit of 32 for each. */
interface Meant {
  word: string
  letters: number
}

/** Words of one first letter and length, at most: a list of wishes with more of them is an attack on our time; the first ones count. */
const MOST_ALIKE = 200

/**
 * Compares a word with those of about its length that begin with the same letter; most are ruled out by the letters they have, so that few are
 * compared in full. The first letter must be right: mistakes there are rare, other words are not.
 */
export function createCorrector(vocabulary: Iterable<string>): Corrector {
  const alike = new Map<string, Meant[]>()
  for (const word of new Set(vocabulary)) {
    if (!isCorrectable(word)) continue
    const key = keyOf(word, word.length)
    const words = alike.get(key) ?? []
    if (words.length < MOST_ALIKE) words.push({ word, letters: lettersOf(word) })
    alike.set(key, words)
  }

  return (word) => {
    if (!isCorrectable(word)) return undefined
    const letters = lettersOf(word)
    const most = mistakesIn(word.length)
    let best: string | undefined
    let least = Infinity
    for (let length = word.length - most; length <= word.length + most; length++) {
      const allowed = Math.min(most, mistakesIn(length))
      for (const meant of alike.get(keyOf(word, length)) ?? []) {
        // A mistake takes one letter away and brings another, at most.
        if (bitsIn(letters ^ meant.letters) > 2 * allowed) continue
        const edits = editsBetween(word, meant.word)
        if (edits > allowed) continue
        if (edits === least) best = undefined
        if (edits >= least) continue
        least = edits
        best = meant.word
      }
    }
    return best
  }
}

function keyOf(word: string, length: number): string {
  return `${word.charAt(0)}${length}`
}

/** Letters of all scripts share the bits; two that share one are told apart by the comparison in full. */
function lettersOf(word: string): number {
  let letters = 0
  for (let index = 0; index < word.length; index++) letters |= 1 << (word.charCodeAt(index) & 31)
  return letters
}

function bitsIn(letters: number): number {
  let count = 0
  for (let rest = letters; rest !== 0; rest &= rest - 1) count += 1
  return count
}

function isCorrectable(word: string): boolean {
  return (
    word.length >= ONE_FROM && word.length <= LONGEST && (/^[a-z]+$/.test(word) || /^\p{L}+$/u.test(word))
  )
}

function mistakesIn(length: number): number {
  if (length >= TWO_FROM) return 2
  return length >= ONE_FROM ? 1 : 0
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
