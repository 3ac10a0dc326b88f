import type { Language } from './languages.ts'
import type { Phrase } from './lexicon/lexicon.ts'
import { standsAt, type Match, type Reader, type Token } from './tokens.ts'

/** Phrases of the lexicon that stand in the tokens. For each topic a word counts once, in the longest phrase that it is part of. */
export function matchesIn(
  tokens: readonly Token[],
  isName: boolean,
  language: Language | undefined,
  reader: Reader,
): Match[] {
  const content = tokens.filter(({ small, at }) => !small && at >= 0)
  const found: Match[] = []
  let next = 0
  for (const [index, token] of tokens.entries()) {
    if (token.at < 0) found.push(...joinedMatches(token, language, reader))
    else {
      const place = token.small ? -1 : next++
      for (const phrase of token.phrases) {
        if (!isSpoken(phrase, language, isName)) continue
        const row = phrase.exact ? tokens : content
        const start = phrase.exact ? index : place
        if (start < 0 || !standsAt(phrase, row, start)) continue
        const match = matchOf(phrase, row.slice(start, start + phrase.words.length))
        if (match) found.push(match)
      }
    }
  }
  return longestOfEachTopic(found)
}

/** A tag is often a phrase without blanks. */
function joinedMatches(token: Token, language: Language | undefined, { lexicon }: Reader): Match[] {
  const phrases = new Set(token.forms.flatMap((form) => lexicon.joined.get(form) ?? []))
  return [...phrases]
    .filter((phrase) => isSpoken(phrase, language, true))
    .map((phrase) => ({ phrase, tokens: [token], text: token.word, weight: token.weight, denied: false }))
}

function matchOf(phrase: Phrase, tokens: readonly Token[]): Match | undefined {
  if (tokens.some(({ idiom }) => idiom > phrase.words.length)) return undefined
  const first = tokens[0]?.at ?? 0
  return {
    phrase,
    tokens,
    text: tokens.map(({ word }) => word).join(' '),
    weight: Math.min(...tokens.map(({ weight }) => weight)),
    // "no equipment" is a phrase by itself: its own "no" does not deny it.
    denied: tokens.some(({ denied }) => denied !== -1 && denied < first),
  }
}

function longestOfEachTopic(found: readonly Match[]): Match[] {
  const taken = new Map<string, Set<Token>>()
  const rank = ({ phrase, tokens }: Match) => tokens.length * 2 + (phrase.kind === 'core' ? 1 : 0)
  return found
    .toSorted((a, b) => rank(b) - rank(a))
    .filter(({ phrase: { topic }, tokens }) => {
      const used = taken.get(topic) ?? new Set<Token>()
      if (tokens.some((token) => used.has(token))) return false
      for (const token of tokens) used.add(token)
      taken.set(topic, used)
      return true
    })
}

/** Letters of a phrase that is safe to read in a text of another language. */
const SAFE = { english: 5, other: 6, unknown: 4 } as const

/** True when a text of this language may mean the phrase; English words are used in all languages, in tags above all. */
function isSpoken({ text, language: own }: Phrase, language: Language | undefined, isName: boolean): boolean {
  if (own === language && own !== undefined) return true
  if (own === null) return language === 'en' || text.length >= SAFE.unknown
  if (own === 'en') return isName || language === undefined || text.length >= SAFE.english
  if (language === undefined) return text.length >= SAFE.unknown
  return isName && text.length >= SAFE.other
}
