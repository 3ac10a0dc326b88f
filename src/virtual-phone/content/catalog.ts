import { seededRandom, type Random } from '../../domain/random.ts'
import { mixSeed, videoAt, type Video } from './videos.ts'

/** So many videos exist; enough that a long warmup sees none twice, few enough to search without an index. */
const CATALOG_SIZE = 2_000

/** Coprime to the catalog's size, so that a feed shows every video once before it comes round. */
const FEED_STEP = 769

const MOST_RESULTS = 30
const MOST_SUGGESTIONS = 6

/** Suggestions come from the first videos of the catalog; more would offer nothing new. */
const SUGGEST_FROM = 300

/** How far luck may move a result, against scores of 1 to about 10. */
const LUCK = 1.5

/** So many results are followed by one that nobody asked for. */
const STRAY_SHARE = 0.07

/** Shorter beginnings of words would join what does not belong together. */
const SHORTEST_STEM = 4

/** What the app's servers would answer. Pure: the same question has the same answer. */
export interface Catalog {
  /** Video at `position` of an account's feed; topics and languages mix. */
  feed: (account: string, position: number) => Video
  /** Best matches first; empty when no video has anything to do with the words. */
  search: (query: string) => Video[]
  /** What the search box offers for a beginning. */
  suggest: (beginning: string) => string[]
}

/** A video as the search sees it: words in lower case without accents, blanks around each. */
interface IndexEntry {
  caption: string
  tags: string
  topic: string
}

export function createCatalog(seed: number): Catalog {
  // Made on the first search and kept: some 300 bytes a video, where the videos themselves would be far more.
  let index: IndexEntry[] | null = null

  function indexed(): IndexEntry[] {
    index ??= Array.from({ length: CATALOG_SIZE }, (_, number) => {
      const { caption, hashtags, topic } = videoAt(seed, number)
      return {
        caption: spaced(wordsOf(caption)),
        tags: spaced(hashtags.map((tag) => plain(tag))),
        topic: spaced(wordsOf(topic)),
      }
    })
    return index
  }

  /** Now and then a video that has nothing to do with the question, as such apps mix them in; never first. */
  function mixIn(found: readonly Video[], noise: Random): Video[] {
    return found.flatMap((video, place) =>
      place >= 2 && noise() < STRAY_SHARE
        ? [videoAt(seed, Math.floor(noise() * CATALOG_SIZE)), video]
        : [video],
    )
  }

  return {
    feed: (account, position) => videoAt(seed, (textSeed(account) + position * FEED_STEP) % CATALOG_SIZE),
    search(query) {
      const wanted = wordsOf(query)
      if (wanted.length === 0) return []
      const noise = seededRandom(mixSeed(seed, textSeed(wanted.join(' '))))
      // Every draw is made, found or not, so that the place of one video does not depend on the others.
      const ranked = indexed().map((entry, number) => ({
        number,
        score: relevance(entry, wanted),
        luck: noise(),
      }))
      const best = ranked
        .filter(({ score }) => score > 0)
        .toSorted((a, b) => b.score + b.luck * LUCK - (a.score + a.luck * LUCK))
        .slice(0, MOST_RESULTS)
      const found = mixIn(
        best.map(({ number }) => videoAt(seed, number)),
        noise,
      )
      return found.filter(
        ({ video_id }, place) => found.findIndex((other) => other.video_id === video_id) === place,
      )
    },
    suggest(beginning) {
      const start = plain(beginning).trim()
      if (start === '') return []
      const offers = new Set([start])
      for (let number = 0; number < SUGGEST_FROM && offers.size < MOST_SUGGESTIONS; number++) {
        for (const tag of videoAt(seed, number).hashtags)
          if (plain(tag).includes(start)) offers.add(tag.toLowerCase())
      }
      return [...offers].slice(0, MOST_SUGGESTIONS)
    },
  }
}

/**
 * How well a video answers the words: caption and hashtags count most, the topic's name some. Hashtags are not always honest, so
 * what comes back does not always fit, as on a real app.
 */
function relevance({ caption, tags, topic }: IndexEntry, wanted: readonly string[]): number {
  let score = tags.includes(` ${wanted.join('')} `) ? 4 : 0
  for (const word of wanted) {
    if (hasWord(caption, word)) score += 3
    else if (tags.includes(` ${word} `) || (word.length >= 4 && tags.includes(word))) score += 2
    else if (hasWord(topic, word)) score += 1
    // Japanese and the like have no blanks between words.
    else if (!/[a-z]/.test(word) && caption.includes(word)) score += 3
  }
  return score / wanted.length >= 1 ? score : 0
}

/** The same word, or one that begins with the other: `recipe` finds `recipes` and the other way round. */
function hasWord(spacedWords: string, word: string): boolean {
  if (spacedWords.includes(` ${word} `)) return true
  if (word.length < SHORTEST_STEM) return false
  if (spacedWords.includes(` ${word}`)) return true
  for (let length = word.length - 1; length >= SHORTEST_STEM; length--) {
    if (spacedWords.includes(` ${word.slice(0, length)} `)) return true
  }
  return false
}

const spaced = (words: readonly string[]) => ` ${words.join(' ')} `

/** Lower case without accents, so that `rapidas` finds `rápidas`. */
const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Words that say nothing by themselves would match everything. */
const EMPTY_WORDS = new Set([
  'a',
  'an',
  'and',
  'the',
  'for',
  'in',
  'of',
  'to',
  'my',
  'with',
  'how',
  'de',
  'la',
  'el',
  'en',
  'und',
  'der',
  'die',
  'das',
  'le',
  'les',
  'et',
  'para',
  'do',
  'da',
])

function wordsOf(text: string): string[] {
  const words = plain(text).match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter((word) => !EMPTY_WORDS.has(word))
}

function textSeed(text: string): number {
  return mixSeed(...Array.from(text, (character) => character.codePointAt(0) ?? 0))
}
