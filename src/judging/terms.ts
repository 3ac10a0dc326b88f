import type { JudgeContext } from '../domain/judge.ts'
import { createCorrector, type Corrector } from './fuzzy.ts'
import { guessLanguage, STOP_WORDS, type Language } from './languages.ts'
import { NAME_WORDS, nameKey, type Homonym, type Lexicon } from './lexicon/lexicon.ts'
import { titleOf, titles } from './reason.ts'
import { formsOf } from './stems.ts'
import type { Wishes } from './task-prompt.ts'
import { innerWords, wordsOf } from './words.ts'

/** Where a term comes from; told in the judge's reason. */
export type Source = 'keyword' | 'interest' | 'prompt'

/** One word of a term. */
export interface TermWord {
  forms: ReadonlySet<string>
  /** Words that mean about the same. */
  synonyms: ReadonlySet<string>
  weight: number
}

/** Words that mean something together, and how much each of them counts. */
export interface Term {
  source: Source
  /** As people wrote it. */
  label: string
  /** As reasons name it. */
  title: string
  words: readonly TermWord[]
  /** Topics that the term names. */
  topics: readonly string[]
  /** What it says beside those: "italian" of "italian cooking". */
  beside: readonly TermWord[]
}

/** What a video is measured against, made ready for one language of videos. */
export interface Terms {
  watch: readonly Term[]
  skip: readonly Term[]
  /** Only the prompt's own terms make a video worth watching. */
  strict: boolean
  /** Topics that watched terms name, and those that belong to them. */
  topics: ReadonlySet<string>
  /** What a video must fit, as a reason names it. */
  wantedTitles: string
  /** Words with two meanings of which one is asked for. */
  homonyms: readonly AskedHomonym[]
  isAsked: (form: string) => boolean
  isWeighed: (form: string) => boolean
  correct: Corrector
  asksFor: (idiom: string) => boolean
}

/** Words with two meanings of which one is asked for. */
export interface AskedHomonym extends Homonym {
  /** The topics of the meaning that is asked for. */
  meant: readonly string[]
}

/** Said about any topic: they help to fit a term, but do not make it. */
const GENERIC = new Set(
  'idea ideas tip tips trick tricks hack hacks tutorial tutorials guide guides best easy quick simple good great new daily day life style lovers lover love community inspiration routine routines diy how tok beginner beginners care basics advice content home everyday fun cool amazing latest top favorite facil faciles fuer einfach einfache schnell schnelle tipps facile astuces consejos dicas trucos personal own about learn learning rutina rutinas rotina rotinas routinen alltag quotidien diario diaria'.split(
    ' ',
  ),
)
const GENERIC_WEIGHT = 0.3

/** More is no wish but an attack on our time; the first ones count. */
const MOST_TERMS = 200
const MOST_TERM_WORDS = 12
const LONGEST_LABEL = 200

/** Makes terms of keyword, interests and what the task prompt wishes, for videos in `language`. */
export function termsOf(
  { keyword, snapshot }: JudgeContext,
  wishes: Wishes | null,
  language: Language | undefined,
  lexicon: Lexicon,
): Terms {
  const read = createTermReader(lexicon, language)
  const phrase = (source: Source, text: string) =>
    read(source, text, meaningful(text.slice(0, LONGEST_LABEL)))
  const rows = (source: Source, found: readonly string[][]) =>
    found.slice(0, MOST_TERMS).map((row) => read(source, row.join(' '), row))
  const watch = [
    ...(keyword === null ? [] : [phrase('keyword', keyword)]),
    ...rows('prompt', wishes?.watch ?? []),
    ...(snapshot?.interests ?? []).slice(0, MOST_TERMS).map((interest) => phrase('interest', interest)),
  ].filter(({ words }) => words.length > 0)
  const skip = rows('prompt', wishes?.skip ?? [])
  const all = [...watch, ...skip]
  const vocabulary = new Set(all.flatMap(({ words }) => words.flatMap(({ forms }) => [...forms])))
  const correctAsked = createCorrector(vocabulary)
  const strict = (wishes?.strict ?? false) && watch.some(({ source }) => source === 'prompt')
  const topics = new Set(
    watch.flatMap((term) => term.topics.flatMap((topic) => [topic, ...around(topic, lexicon)])),
  )
  const homonyms = askedHomonyms(lexicon, topics)
  const weighed = new Set([
    ...vocabulary,
    ...all.flatMap(({ words }) => words.flatMap(({ synonyms }) => [...synonyms])),
    ...homonyms.flatMap(({ words }) => words),
  ])
  const labels = all.map(
    ({ label }) =>
      ` ${wordsOf(label)
        .map(({ folded }) => folded)
        .join(' ')} `,
  )
  return {
    watch,
    skip,
    strict,
    topics,
    wantedTitles: titles(strict ? watch.filter(({ source }) => source === 'prompt') : watch),
    homonyms,
    isAsked: (form) => vocabulary.has(form),
    isWeighed: (form) => weighed.has(form),
    correct: (word) => correctAsked(word) ?? lexicon.correct(word),
    asksFor: (idiom) => labels.some((label) => label.includes(` ${idiom} `)),
  }
}

/** Topics that belong to a topic: what is said of one is no word against the other. */
function around(topic: string, lexicon: Lexicon): string[] {
  const { includes = [], broader = [] } = lexicon.topics.get(topic) ?? {}
  return [...includes, ...broader]
}

function askedHomonyms({ homonyms }: Lexicon, topics: ReadonlySet<string>): AskedHomonym[] {
  return homonyms.flatMap((homonym) => {
    const [meant, ...more] = homonym.senses.filter((sense) => sense.some((topic) => topics.has(topic)))
    return meant && more.length === 0 ? [{ ...homonym, meant }] : []
  })
}

function createTermReader(lexicon: Lexicon, language: Language | undefined) {
  function termWord(word: string): TermWord {
    const forms = new Set(formsOf(word, language))
    const synonyms = new Set(
      [...forms]
        .flatMap((form) => lexicon.synonyms.get(form) ?? [])
        .flatMap((other) => formsOf(other, language)),
    )
    return { forms, synonyms, weight: GENERIC.has(word) ? GENERIC_WEIGHT : 1 }
  }

  return (source: Source, label: string, words: readonly string[]): Term => {
    const used = words.slice(0, MOST_TERM_WORDS)
    const { topics, rest } = namesIn(used, lexicon)
    return {
      source,
      label,
      title: titleOf(source, label),
      words: used.map(termWord),
      topics,
      beside: rest.filter((word) => !GENERIC.has(word)).map(termWord),
    }
  }
}

/** The topics that a row of words names, longest names first, and the words that are in no name. */
function namesIn(words: readonly string[], lexicon: Lexicon): { topics: string[]; rest: string[] } {
  const topics = new Set<string>()
  let rest = [...words]
  for (let length = Math.min(NAME_WORDS, words.length); length > 0; length--) {
    for (let start = 0; start + length <= rest.length; start++) {
      const topic = lexicon.names.get(nameKey(rest.slice(start, start + length)))
      if (topic === undefined) continue
      topics.add(topic)
      rest = [...rest.slice(0, start), ...rest.slice(start + length)]
    }
  }
  return { topics: [...topics], rest }
}

/** A phrase's words without the small ones, unless it has no others ("The Who"). A keyword may itself be a hashtag. */
function meaningful(text: string): string[] {
  const all = text.startsWith('#') ? innerWords(text) : wordsOf(text).map(({ folded }) => folded)
  const small =
    STOP_WORDS[
      guessLanguage(
        text,
        all.map((folded) => ({ folded })),
      ) ?? 'en'
    ]
  const rest = all.filter((word) => !small.has(word))
  return rest.length > 0 ? rest : all
}
