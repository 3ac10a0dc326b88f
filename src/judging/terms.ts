import type { JudgeContext } from '../domain/judge.ts'
import { formsOf, guessLanguage, STOP_WORDS, type Language } from './languages.ts'
import { parseTaskPrompt } from './task-prompt.ts'
import { innerWords, wordsOf } from './words.ts'

/** Where a term comes from; told in the judge's reason. */
export type Source = 'keyword' | 'interest' | 'prompt'

/** Words that mean something together, and how much each of them counts. */
export interface Term {
  source: Source
  /** As people wrote it. */
  label: string
  words: readonly { forms: ReadonlySet<string>; weight: number }[]
}

/** What a video is measured against, made ready for one language of videos. */
export interface Terms {
  watch: readonly Term[]
  skip: readonly Term[]
  /** Only the prompt's own terms make a video worth watching. */
  strict: boolean
  /** True for words that a hashtag may be taken apart into. */
  isKnown: (word: string) => boolean
}

/** Said about any topic: they help to fit a term, but do not make it. */
const GENERIC = new Set(
  'idea ideas tip tips trick tricks hack hacks tutorial guide best easy quick simple good great new daily day life style lovers lover love community inspiration routine diy how tok'.split(
    ' ',
  ),
)
const GENERIC_WEIGHT = 0.3

/** Words that hashtags are often made with, beside what was asked for. */
const TAG_WORDS = new Set(
  'and of the for my in on to at day time tips tip ideas idea love lover lovers life style community recipe recipes food home made easy quick best daily tutorial hack hacks monday tuesday wednesday thursday friday saturday sunday week weekend night morning fun video videos of tok art inspo inspiration goals check'.split(
    ' ',
  ),
)

/** Reads keyword, interests and task prompt of a context, for videos in `language`. */
export function termsOf({ keyword, snapshot, prompt }: JudgeContext, language: Language | undefined): Terms {
  const wishes = prompt === null ? null : parseTaskPrompt(prompt.task_prompt)
  const term = (source: Source, label: string, words: readonly string[]): Term => ({
    source,
    label,
    words: words.map((word) => ({
      forms: new Set(formsOf(word, language)),
      weight: GENERIC.has(word) ? GENERIC_WEIGHT : 1,
    })),
  })
  const phrase = (source: Source, text: string) => term(source, text, meaningful(text))
  const rows = (source: Source, found: readonly string[][]) =>
    found.map((row) => term(source, row.join(' '), row))

  const watch = [
    ...(keyword === null ? [] : [phrase('keyword', keyword)]),
    ...rows('prompt', wishes?.watch ?? []),
    ...(snapshot?.interests ?? []).map((interest) => phrase('interest', interest)),
  ].filter(({ words }) => words.length > 0)
  const skip = rows('prompt', wishes?.skip ?? [])
  const vocabulary = new Set(
    [...watch, ...skip].flatMap(({ words }) => words.flatMap(({ forms }) => [...forms])),
  )
  return {
    watch,
    skip,
    strict: (wishes?.strict ?? false) && watch.some(({ source }) => source === 'prompt'),
    isKnown: (word) =>
      TAG_WORDS.has(word) ||
      vocabulary.has(word) ||
      formsOf(word, language).some((form) => vocabulary.has(form)),
  }
}

/** A phrase's words without the small ones, unless it has no others ("The Who"). A keyword may itself be a hashtag. */
function meaningful(text: string): string[] {
  const all = text.startsWith('#') ? innerWords(text) : wordsOf(text).map(({ folded }) => folded)
  const small = STOP_WORDS[guessLanguage(text, all) ?? 'en']
  const rest = all.filter((word) => !small.has(word))
  return rest.length > 0 ? rest : all
}
