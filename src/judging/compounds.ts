import { NO_COMPOUNDS } from './lexicon/idioms.ts'

const SHORTEST_COMPOUND = 8
const LONGEST_COMPOUND = 40
/** A German word that something may be put before ("Lieblingsrezept") or after ("Rezeptideen"). */
const SHORTEST_HEAD = 5
const SHORTEST_REST = 3

/**
 * The known words that a German compound is made with: its last part, which says what it is, and its first one. A known word inside of
 * another is none of them: "Interessen" is no "Essen".
 */
export function partsOfCompound(word: string, isKnown: (part: string) => boolean): string[] {
  if (word.length < SHORTEST_COMPOUND || word.length > LONGEST_COMPOUND || NO_COMPOUNDS.has(word)) return []
  const parts: string[] = []
  for (let cut = SHORTEST_REST; cut <= word.length - SHORTEST_HEAD && parts.length === 0; cut++) {
    if (isKnown(word.slice(cut))) parts.push(word.slice(cut))
  }
  for (let cut = word.length - SHORTEST_REST; cut >= SHORTEST_HEAD; cut--) {
    const first = word.slice(0, cut)
    const bare = first.replace(/(?:s|n|en|er|es)$/, '')
    const known = [first, bare].find((part) => part.length >= SHORTEST_HEAD && isKnown(part))
    if (known === undefined) continue
    parts.push(known)
    break
  }
  return parts
}
