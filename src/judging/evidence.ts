import type { FeedItem } from '../domain/judge.ts'
import {
  formsOf,
  guessLanguage,
  NO_WORDS,
  NOT_WORDS,
  ONLY_WORDS,
  STOP_WORDS,
  type Language,
} from './languages.ts'
import { fold, innerWords, splitByKnown, wordsOf, type Word } from './words.ts'

/** How far a word found in this part of a video speaks for its topic. */
const WEIGHT = { caption: 1, hashtag: 1, author: 0.6, sound: 0.4 } as const

/** What a video's texts say: the weight of each word's forms, the highest of its places. */
export type Evidence = ReadonlyMap<string, number>

/** A caption as its author wrote it, without the hashtags: those are read by themselves, where they can be taken apart. */
export interface Caption {
  words: readonly Word[]
  language: Language | undefined
}

export function readCaption({ caption }: FeedItem): Caption {
  const text = caption.replace(/#[\p{L}\p{M}\p{N}_]+/gu, ' ')
  const words = wordsOf(text)
  const folded = words.map((word) => word.folded)
  return { words, language: guessLanguage(text, folded) }
}

/** Collects the words of a video. Negated ones are left out: "no pasta today" is not about pasta. */
export function evidenceOf(
  { author, hashtags, sound }: FeedItem,
  { words, language }: Caption,
  isKnown: (word: string) => boolean,
): Evidence {
  const evidence = new Map<string, number>()
  const add = (word: string, weight: number) => {
    for (const form of formsOf(word, language)) {
      if ((evidence.get(form) ?? 0) < weight) evidence.set(form, weight)
    }
  }
  for (const word of affirmed(words, STOP_WORDS[language ?? 'en'])) add(word, WEIGHT.caption)
  for (const tag of hashtags) for (const word of nameWords(tag, isKnown)) add(word, WEIGHT.hashtag)
  for (const word of nameWords(author, isKnown)) add(word, WEIGHT.author)
  for (const { folded } of wordsOf(sound)) add(folded, WEIGHT.sound)
  return evidence
}

/** The words in a tag or user name: as one, as its writing shows them, and as known words it is made of. */
function nameWords(name: string, isKnown: (word: string) => boolean): string[] {
  const whole = fold(name)
  const parts = innerWords(name)
  return [whole, ...parts, ...parts.flatMap((part) => splitByKnown(part, isKnown) ?? [])]
}

/** Words with a meaning that a negation reaches over: "no" takes the next one, "not" one more. */
const NO_REACH = 1
const NOT_REACH = 2

/** The words that are not negated. */
function affirmed(words: readonly Word[], stopWords: ReadonlySet<string>): string[] {
  const kept: string[] = []
  let reach = 0
  let clauseBefore = 0
  for (const { folded, clause } of words) {
    if (clause !== clauseBefore) reach = 0
    clauseBefore = clause
    if (NO_WORDS.has(folded)) reach = NO_REACH
    else if (NOT_WORDS.has(folded)) reach = NOT_REACH
    else if (ONLY_WORDS.has(folded)) reach = 0
    else if (reach > 0 && !stopWords.has(folded)) reach -= 1
    else kept.push(folded)
  }
  return kept
}
