import type { Phrase } from './lexicon/lexicon.ts'
import { standsAt, type Match, type Token } from './tokens.ts'

/** Phrases of the lexicon that stand in the tokens. For each topic a word counts once, in the longest phrase that it is part of. */
export function matchesIn(tokens: readonly Token[], isName: boolean): Match[] {
  /** The words with a meaning; made when a phrase begins. */
  let content: Token[] | undefined
  const found: Match[] = []
  let next = 0
  for (const [index, token] of tokens.entries()) {
    if (token.at < 0) {
      for (const phrase of token.meaning.joined) found.push(joinedMatch(phrase, token))
      continue
    }
    const place = token.small ? -1 : next++
    for (const phrase of isName ? token.meaning.inName : token.meaning.inCaption) {
      content ??= tokens.filter(({ small, at }) => !small && at >= 0)
      const row = phrase.exact ? tokens : content
      const start = phrase.exact ? index : place
      if (start < 0 || !standsAt(phrase, row, start)) continue
      const match = matchOf(phrase, row.slice(start, start + phrase.words.length))
      if (match) found.push(match)
    }
  }
  return found.length > 1 ? longestOfEachTopic(found) : found
}

/** A tag is often a phrase without blanks. */
function joinedMatch(phrase: Phrase, token: Token): Match {
  return { phrase, tokens: [token], text: token.word, weight: token.meaning.weight, denied: false }
}

function matchOf(phrase: Phrase, tokens: readonly Token[]): Match | undefined {
  if (tokens.some(({ idiom }) => idiom > phrase.words.length)) return undefined
  const first = tokens[0]?.at ?? 0
  return {
    phrase,
    tokens,
    text: tokens.map(({ word }) => word).join(' '),
    weight: Math.min(...tokens.map(({ meaning }) => meaning.weight)),
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
