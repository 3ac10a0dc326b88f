import { partsOfCompound } from './compounds.ts'
import type { Corrector } from './fuzzy.ts'
import { STOP_WORDS, type Language } from './languages.ts'
import type { Idiom, Lexicon, Phrase } from './lexicon/lexicon.ts'
import { deniedBy } from './negation.ts'
import { formsOf } from './stems.ts'
import { fold, innerWords, splitByKnown, type Word } from './words.ts'

/** What reading needs to know of what is asked for. */
export interface Reader {
  lexicon: Lexicon
  /** True for words that what is asked for is made of. */
  isAsked: (form: string) => boolean
  /** True for words that are weighed, because something asked for is looked for by them. */
  isWeighed: (form: string) => boolean
  correct: Corrector
  /** What is asked for contains this expression. */
  asksFor: (idiom: string) => boolean
  memory: Memory
}

/** What a word can mean, whoever says it. */
interface Meaning {
  forms: readonly string[]
  /** Those of them that are weighed. */
  weighed: readonly string[]
  /** Less than 1 for what was guessed. */
  weight: number
  /** Phrases that begin with it, as far as a caption of the language may mean them, or a name. */
  inCaption: readonly Phrase[]
  inName: readonly Phrase[]
  /** Phrases that it is, written as one word. */
  joined: readonly Phrase[]
  idioms: readonly Idiom[]
}

/** Words, tags, parts of names and sounds that were read already: feeds repeat themselves. */
export interface Memory {
  meanings: Map<string, Meaning>
  tags: Map<string, ReadName>
  /** Known words that a part of a name is made of. */
  parts: Map<string, readonly string[]>
  /** Weighed words of a sound's title. */
  sounds: Map<string, readonly string[]>
}

/** A tag or name, read. */
export interface ReadName {
  tokens: readonly Token[]
  matches: readonly Match[]
}

/** So many are remembered of each; a feed of strangers' inventions may not fill our memory. */
const MOST_REMEMBERED = 5_000

export function createMemory(): Memory {
  return { meanings: new Map(), tags: new Map(), parts: new Map(), sounds: new Map() }
}

/** Remembers a value, and forgets all others when they have become too many. */
export function remember<Value>(memory: Map<string, Value>, key: string, value: Value): Value {
  if (memory.size >= MOST_REMEMBERED) memory.clear()
  memory.set(key, value)
  return value
}

/** A word of a video, and what it can mean. */
export interface Token {
  word: string
  meaning: Meaning
  /** Without a meaning of its own. */
  small: boolean
  /** Place of the word that denies it, or -1. */
  denied: number
  /** Words that a phrase must have to mean it, since it is part of an idiom; 0 when it stands for itself. */
  idiom: number
  /** Place in its text; -1 for a tag or name as a whole, whose words follow. */
  at: number
}

/** A word that is another one but for a typing mistake, or is part of a compound. */
const GUESSED = 0.8

/** A phrase of the lexicon that stands in a text. */
export interface Match {
  phrase: Phrase
  tokens: readonly Token[]
  /** As the text writes it. */
  text: string
  /** 0..1, of its weakest word. */
  weight: number
  denied: boolean
}

/** The words of a caption. */
export function captionTokens(
  words: readonly Word[],
  language: Language | undefined,
  reader: Reader,
): Token[] {
  const small = STOP_WORDS[language ?? 'en']
  const denied = deniedBy(words, (word) => small.has(word))
  const tokens = words.map(({ folded }, at) =>
    tokenOf(folded, { at, small: small.has(folded), denied: denied[at] ?? -1 }, language, reader),
  )
  markIdioms(tokens, reader)
  return tokens
}

/** A tag or user's name as one word, and the words in it: as its writing shows them, or as known words that it is made of. */
export function nameTokens(name: string, language: Language | undefined, reader: Reader): Token[] {
  const whole = fold(name)
  // Not remembered as a word: most names are met once.
  const meaning = reader.memory.meanings.get(whole) ?? meaningOf(whole, language, reader)
  const wholeToken: Token = { word: whole, meaning, small: false, denied: -1, idiom: 0, at: -1 }
  const { joinedIdioms, isWord } = reader.lexicon
  const isKnown = (word: string) => reader.isAsked(word) || isWord(word)
  const isIdiom = (part: string) => joinedIdioms.has(part) && !isKnown(part)
  const inner = innerWords(name)
  if (inner.length <= 1 && (isKnown(whole) || isIdiom(whole))) return [wholeToken]
  const partsOf = (part: string) =>
    isKnown(part) || isIdiom(part) ? [part] : (splitByKnown(part, isKnown) ?? [part])
  const known = reader.memory.parts
  const parts = inner.flatMap((part) => known.get(part) ?? remember(known, part, partsOf(part)))
  if (parts.length === 1 && parts[0] === whole) return [wholeToken]
  const small = STOP_WORDS[language ?? 'en']
  const tokens = parts.map((part, at) =>
    tokenOf(part, { at, small: small.has(part), denied: -1 }, language, reader),
  )
  markIdioms(tokens, reader)
  return [wholeToken, ...tokens]
}

/** True when the words of a phrase or idiom stand in the tokens from `index` on. */
export function standsAt({ words }: Idiom | Phrase, tokens: readonly Token[], index: number): boolean {
  return words.every((forms, place) => {
    const token = tokens[index + place]
    return token !== undefined && forms.some((form) => token.meaning.forms.includes(form))
  })
}

function tokenOf(
  word: string,
  { at, small, denied }: Pick<Token, 'at' | 'small' | 'denied'>,
  language: Language | undefined,
  reader: Reader,
): Token {
  const { meanings } = reader.memory
  const meaning = meanings.get(word) ?? remember(meanings, word, meaningOf(word, language, reader))
  return { word, meaning, small, denied, idiom: 0, at }
}

function meaningOf(word: string, language: Language | undefined, reader: Reader): Meaning {
  const { lexicon, isAsked, correct } = reader
  const own = formsOf(word, language)
  const isKnown = (form: string) => isAsked(form) || lexicon.phrases.has(form)
  const others = own.some(isKnown) ? [] : guessedForms()
  const forms = [...new Set([...own, ...others])]

  function guessedForms(): string[] {
    const parts = language === 'de' ? partsOfCompound(word, isKnown) : []
    if (parts.length > 0) return parts.flatMap((part) => formsOf(part, language))
    const meant = lexicon.isWord(word) ? undefined : correct(word)
    return meant === undefined ? [] : formsOf(meant, language)
  }

  const phrases = foundBy(forms, lexicon.phrases)
  return {
    forms,
    weighed: forms.filter(reader.isWeighed),
    weight: others.length > 0 ? GUESSED : 1,
    inCaption: phrases.filter((phrase) => isSpoken(phrase, language, false)),
    inName: phrases.filter((phrase) => isSpoken(phrase, language, true)),
    joined: foundBy(forms, lexicon.joined).filter((phrase) => isSpoken(phrase, language, true)),
    idioms: foundBy(forms, lexicon.idioms),
  }
}

function foundBy<Item>(
  forms: readonly string[],
  index: ReadonlyMap<string, readonly Item[]>,
): readonly Item[] {
  const found = forms.flatMap((form) => index.get(form) ?? [])
  return found.length === 0 ? found : [...new Set(found)]
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

/** An expression with one word of meaning cannot be meant by any phrase. */
const NOT_MEANT = 99

function markIdioms(tokens: readonly Token[], { asksFor }: Reader): void {
  for (const [index, token] of tokens.entries()) {
    for (const idiom of token.meaning.idioms) {
      if (!standsAt(idiom, tokens, index) || asksFor(idiom.text)) continue
      const parts = tokens.slice(index, index + idiom.words.length)
      const meaning = parts.filter(({ small }) => !small).length
      for (const part of parts) part.idiom = Math.max(part.idiom, meaning > 1 ? meaning : NOT_MEANT)
    }
  }
}
