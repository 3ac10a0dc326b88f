import type { FeedItem } from '../domain/judge.ts'
import { guessLanguage, languageOf, type Language } from './languages.ts'
import { pictures, type Lexicon, type Phrase } from './lexicon/lexicon.ts'
import { matchesIn } from './phrases.ts'
import {
  captionTokens,
  nameTokens,
  remember,
  type Match,
  type Reader,
  type ReadName,
  type Token,
} from './tokens.ts'
import { wordsOf, type Word } from './words.ts'

/** Where in a video a word was found. */
type Place = 'caption' | 'hashtag' | 'author' | 'sound'

/** How far a word found there speaks for its topic. */
const WEIGHT = { caption: 1, hashtag: 1, author: 0.4, sound: 0.3 } as const satisfies Record<Place, number>

/** Read of a video, at most: more is no caption but an attack on our time. */
const MOST_LETTERS = 4_000
const MOST_WORDS = 500
const MOST_HASHTAGS = 60
const LONGEST_SOUND = 80
const LONGEST_NAME = 80

/** A word that the caption denies is said by its hashtags with less weight: "no pasta today #pasta". */
const DENIED = 0.3

/** Hashtags about so many topics are there to be found, not to tell what the video shows. */
const SPAM_TOPICS = 4
const SPAM = 0.35

/** A phrase of the lexicon that a video has. */
export interface Hit {
  phrase: Phrase
  /** As the video writes it. */
  text: string
  /** 0..1 */
  weight: number
}

/** What a video's texts say. */
export interface Evidence {
  /** Each weighed form of each word, with its greatest weight and where it stands in the caption. */
  words: ReadonlyMap<string, { weight: number; at: readonly number[] }>
  hits: readonly Hit[]
  /** Topics by their pictures, at most two of each. */
  pictured: ReadonlyMap<string, number>
  /** Words that the caption denies, as it writes them, and their forms. */
  denied: ReadonlySet<string>
  deniedForms: ReadonlySet<string>
  /** Topics that it denies: "no meal prep this week". */
  deniedTopics: ReadonlySet<string>
}

/** A caption as its author wrote it, without the hashtags: those are read by themselves, where they can be taken apart. */
export interface Caption {
  words: readonly Word[]
  language: Language | undefined
}

/** Reads a caption. The app's own word on its language goes before what its words look like. */
export function readCaption({ caption, language }: FeedItem): Caption {
  const text = caption.slice(0, MOST_LETTERS).replace(/#[\p{L}\p{M}\p{N}_]+/gu, ' ')
  const words = wordsOf(text).slice(0, MOST_WORDS)
  return { words, language: languageOf(language) ?? guessLanguage(text, words) }
}

/** Collects what the texts of a video say. The same texts always say the same. */
export function evidenceOf(item: FeedItem, { words, language }: Caption, reader: Reader): Evidence {
  const collected = createCollection()
  const tokens = captionTokens(words, language, reader)
  collected.addCaption(tokens, matchesIn(tokens, false))
  const tags = item.hashtags.slice(0, MOST_HASHTAGS).map((tag) => readTag(tag, language, reader))
  const tagged = tags.flatMap(({ matches }) => matches)
  const factor = isSpam(tagged, reader.lexicon) ? SPAM : 1
  for (const { tokens, matches } of tags) collected.addName(tokens, matches, WEIGHT.hashtag * factor)
  const author = readName(item.author, language, reader)
  collected.addName(author.tokens, author.matches, WEIGHT.author)
  for (const word of readSound(item.sound, reader)) collected.addWord(word, WEIGHT.sound)
  return { ...collected.found, pictured: picturedTopics(item.caption.slice(0, MOST_LETTERS), reader.lexicon) }
}

/** Tags repeat themselves in a feed, authors hardly. */
function readTag(tag: string, language: Language | undefined, reader: Reader): ReadName {
  const { tags } = reader.memory
  const cut = tag.slice(0, LONGEST_NAME)
  return tags.get(cut) ?? remember(tags, cut, readName(cut, language, reader))
}

function readName(name: string, language: Language | undefined, reader: Reader): ReadName {
  const tokens = nameTokens(name.slice(0, LONGEST_NAME), language, reader)
  return { tokens, matches: matchesIn(tokens, true) }
}

function readSound(sound: string, { memory: { sounds }, isWeighed }: Reader): readonly string[] {
  const cut = sound.slice(0, LONGEST_SOUND)
  const known = sounds.get(cut)
  if (known) return known
  const words = wordsOf(cut).map(({ folded }) => folded)
  // An original sound bears its author's name, which was read already.
  return remember(sounds, cut, words.includes('original') ? [] : words.filter(isWeighed))
}

/** Counts topics that have nothing to do with each other. */
function isSpam(matches: readonly Match[], lexicon: Lexicon): boolean {
  if (matches.length < SPAM_TOPICS) return false
  const topics = matches.filter(({ phrase }) => phrase.kind === 'core').map(({ phrase }) => phrase.topic)
  const apart = new Set(topics)
  for (const topic of topics) {
    const { broader = [], includes = [] } = lexicon.topics.get(topic) ?? {}
    if (broader.some((wider) => apart.has(wider))) apart.delete(topic)
    for (const narrower of includes) apart.delete(narrower)
  }
  return apart.size >= SPAM_TOPICS
}

function createCollection() {
  const words = new Map<string, { weight: number; at: number[] }>()
  const hits: Hit[] = []
  const denied = new Set<string>()
  const deniedForms = new Set<string>()
  const deniedTopics = new Set<string>()

  function addWord(form: string, weight: number, at?: number): void {
    const known = words.get(form) ?? { weight: 0, at: [] }
    known.weight = Math.max(known.weight, weight)
    if (at !== undefined) known.at.push(at)
    words.set(form, known)
  }

  function addCaption(tokens: readonly Token[], matches: readonly Match[]): void {
    // "no meal prep": what begins with a denied word is denied as a whole.
    const whole = new Set(matches.filter((match) => match.denied).flatMap((match) => match.tokens))
    for (const token of tokens) {
      if (token.denied !== -1 || whole.has(token)) {
        if (token.small) continue
        denied.add(token.word)
        for (const form of token.meaning.forms) deniedForms.add(form)
      } else if (token.idiom === 0) {
        const { weighed, weight } = token.meaning
        for (const form of weighed) addWord(form, WEIGHT.caption * weight, token.at)
      }
    }
    for (const match of matches) {
      const { phrase, text, weight } = match
      if (match.tokens.some((token) => whole.has(token))) {
        if (phrase.kind === 'core') deniedTopics.add(phrase.topic)
      } else hits.push({ phrase, text, weight: WEIGHT.caption * weight })
    }
  }

  function addName(tokens: readonly Token[], matches: readonly Match[], weight: number): void {
    const said = (forms: readonly string[]) => (forms.some((form) => deniedForms.has(form)) ? DENIED : 1)
    for (const { idiom, meaning } of tokens) {
      if (idiom > 0 || meaning.weighed.length === 0) continue
      const own = weight * meaning.weight * said(meaning.forms)
      for (const form of meaning.weighed) addWord(form, own)
    }
    for (const { phrase, text, weight: own } of matches) {
      const factor = deniedForms.size === 0 ? 1 : said(phrase.words.flat())
      hits.push({ phrase, text, weight: weight * own * factor })
    }
  }

  return { addCaption, addName, addWord, found: { words, hits, denied, deniedForms, deniedTopics } }
}

const MOST_PICTURES = 2

function picturedTopics(caption: string, lexicon: Lexicon): Map<string, number> {
  const topics = new Map<string, number>()
  for (const picture of pictures(caption)) {
    for (const topic of lexicon.emoji.get(picture) ?? []) {
      topics.set(topic, Math.min(MOST_PICTURES, (topics.get(topic) ?? 0) + 1))
    }
  }
  return topics
}
