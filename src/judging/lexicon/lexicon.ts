import { createCorrector, type Corrector } from '../fuzzy.ts'
import { LANGUAGES, STOP_WORDS, type Language } from '../languages.ts'
import { formsOf } from '../stems.ts'
import { isPlain } from '../words.ts'
import { BODY } from './body.ts'
import { COMMON_WORDS } from './common-words.ts'
import { FOOD } from './food.ts'
import { HOME } from './home.ts'
import { HOMONYMS, IDIOMS } from './idioms.ts'
import { LIFE } from './life.ts'
import { MONEY_AND_TECH } from './money-and-tech.ts'
import { PLAY } from './play.ts'
import { SYNONYMS } from './synonyms.ts'
import type { Phrases, TopicEntry } from './topic-entry.ts'

/** Words that stand together and mean a topic. */
export interface Phrase {
  text: string
  /** The forms of each of its words; small words are left out, unless they make it what it is: "sit up", "how i saved". */
  words: readonly (readonly string[])[]
  /** Small words belong to it. */
  exact: boolean
  topic: string
  kind: 'core' | 'hint'
  /** Null: a topic's name, of any language. */
  language: Language | null
}

/** Words that stand together and do not mean what they mean by themselves; small words are part of it. */
export interface Idiom {
  text: string
  words: readonly (readonly string[])[]
}

/** Words with two meanings, and for each meaning the topics that tell it. */
export interface Homonym {
  words: readonly string[]
  senses: readonly (readonly string[])[]
}

/** What the embedded judge knows about words, whoever asks. */
export interface Lexicon {
  /** Phrases whose first word has this form. */
  phrases: ReadonlyMap<string, readonly Phrase[]>
  /** Phrases written as one word, as hashtags are. */
  joined: ReadonlyMap<string, readonly Phrase[]>
  idioms: ReadonlyMap<string, readonly Idiom[]>
  joinedIdioms: ReadonlySet<string>
  /** What a name of a topic, its words joined by blanks, stands for. */
  names: ReadonlyMap<string, string>
  emoji: ReadonlyMap<string, readonly string[]>
  topics: ReadonlyMap<string, TopicEntry>
  homonyms: readonly Homonym[]
  /** For a word, those that mean about the same. */
  synonyms: ReadonlyMap<string, readonly string[]>
  /** True for a word that somebody may have meant as it stands. */
  isWord: (word: string) => boolean
  /** Leads typing mistakes in words of the topics back. */
  correct: Corrector
}

/** Longest name of a topic, in words. */
export const NAME_WORDS = 4

/** Reads the tables. Takes some ten milliseconds: once for each judge. */
export function createLexicon(): Lexicon {
  const topics = new Map<string, TopicEntry>(
    Object.entries({ ...FOOD, ...BODY, ...HOME, ...MONEY_AND_TECH, ...LIFE, ...PLAY }),
  )
  const phrases = new Map<string, Phrase[]>()
  const joined = new Map<string, Phrase[]>()
  const names = new Map<string, string>()
  const emoji = new Map<string, string[]>()
  const known = new Set<string>(COMMON_WORDS)
  const singles = new Set<string>()
  const seen = new Set<string>()

  function add(text: string, topic: string, kind: Phrase['kind'], language: Language | null): void {
    const all = text.split(' ')
    for (const word of all) known.add(word)
    const key = `${topic}:${text}:${language ?? ''}`
    if (seen.has(key)) return
    seen.add(key)
    const content = all.filter((word) => !STOP_WORDS[language ?? 'en'].has(word))
    const exact = content.length < Math.min(2, all.length)
    const words = (exact ? all : content).map((word) => formsOf(word, language ?? undefined))
    const phrase = { text, words, exact, topic, kind, language }
    for (const form of phrase.words[0] ?? []) push(phrases, form, phrase)
    const whole = all.join('')
    for (const form of formsOf(whole, language ?? undefined)) push(joined, form, phrase)
    if (kind === 'core' && all.length === 1) singles.add(text)
  }

  for (const [topic, entry] of topics) {
    for (const kind of ['core', 'hint'] as const) {
      const table = kind === 'core' ? entry.core : entry.hints
      for (const language of LANGUAGES)
        for (const text of split(table[language])) add(text, topic, kind, language)
    }
    for (const name of split(entry.names)) {
      names.set(nameKey(name.split(' ')), names.get(nameKey(name.split(' '))) ?? topic)
      // A name of several words speaks for itself; a single one may be said about anything.
      add(name, topic, name.includes(' ') ? 'core' : 'hint', null)
    }
    for (const picture of pictures(entry.emoji ?? '')) push(emoji, picture, topic)
  }
  const { idioms, joinedIdioms } = readIdioms(IDIOMS)
  for (const language of LANGUAGES) for (const word of STOP_WORDS[language]) known.add(word)
  return {
    phrases,
    joined,
    idioms,
    joinedIdioms,
    names,
    emoji,
    topics,
    homonyms: HOMONYMS.map(({ words, senses }) => ({ words: words.split(' '), senses })),
    synonyms: synonymTable(),
    isWord: (word) => known.has(word) || formsOf(word, 'en').some((form) => known.has(form)),
    correct: createCorrector(singles),
  }
}

/** Names are looked up without regard to number: "dog breed" and "dogs breeds" have one key. */
export function nameKey(words: readonly string[]): string {
  return words
    .map((word) => (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word))
    .join(' ')
}

/** The pictures in a text, each once, without skin tones and other signs that only change a picture. */
export function pictures(text: string): string[] {
  if (isPlain(text)) return []
  return [...new Set(text.match(/\p{Extended_Pictographic}/gu))].filter((picture) => !GENDERS.has(picture))
}

const GENDERS: ReadonlySet<string> = new Set(['♀', '♂'])

function synonymTable(): Map<string, readonly string[]> {
  const table = new Map<string, readonly string[]>()
  for (const line of SYNONYMS) {
    const words = line.split(' ')
    for (const word of words) table.set(word, [...(table.get(word) ?? []), ...words])
  }
  return table
}

function readIdioms(table: Phrases): Pick<Lexicon, 'idioms' | 'joinedIdioms'> {
  const idioms = new Map<string, Idiom[]>()
  const joinedIdioms = new Set<string>()
  for (const language of LANGUAGES) {
    for (const text of split(table[language])) {
      const idiom = { text, words: text.split(' ').map((word) => formsOf(word, language)) }
      for (const form of idiom.words[0] ?? []) push(idioms, form, idiom)
      joinedIdioms.add(text.replaceAll(' ', ''))
      joinedIdioms.add(`${text.replaceAll(' ', '')}s`)
    }
  }
  return { idioms, joinedIdioms }
}

function split(list: string | undefined): string[] {
  return list === undefined || list === '' ? [] : list.split(', ')
}

function push<Item>(index: Map<string, Item[]>, key: string, item: Item): void {
  const items = index.get(key)
  if (items) items.push(item)
  else index.set(key, [item])
}
