import { seededRandom } from '../../domain/random.ts'
import { mixSeed, videoAt, type Video } from './videos.ts'

/** So many videos exist; enough that a long warmup sees none twice, few enough to search without an index. */
const CATALOG_SIZE = 2_000

/** Coprime to the catalog's size, so that a feed shows every video once before it comes round. */
const FEED_STEP = 769

const MOST_RESULTS = 30

/** What the app's servers would answer. Pure: the same question has the same answer. */
export interface Catalog {
  /** Video at `position` of an account's feed; topics and languages mix. */
  feed: (account: string, position: number) => Video
  /** Best matches first; empty when no video has anything to do with the words. */
  search: (query: string) => Video[]
  /** What the search box offers for a beginning. */
  suggest: (beginning: string) => string[]
}

export function createCatalog(seed: number): Catalog {
  return {
    feed: (account, position) => videoAt(seed, (textSeed(account) + position * FEED_STEP) % CATALOG_SIZE),
    search(query) {
      const wanted = wordsOf(query)
      if (wanted.length === 0) return []
      const noise = seededRandom(mixSeed(seed, textSeed(wanted.join(' '))))
      return Array.from({ length: CATALOG_SIZE }, (_, index) => {
        const video = videoAt(seed, index)
        // Every draw is made, found or not, so that the order of one video does not depend on the others.
        const luck = noise()
        return { video, score: relevance(video, wanted), luck }
      })
        .filter(({ score }) => score > 0)
        .map(({ video, score, luck }) => ({ video, rank: score + luck * 1.5 }))
        .toSorted((a, b) => b.rank - a.rank)
        .slice(0, MOST_RESULTS)
        .map(({ video }) => video)
    },
    suggest(beginning) {
      const start = plain(beginning).trim()
      if (start === '') return []
      const offers = new Set<string>()
      for (let index = 0; index < 300 && offers.size < 6; index++) {
        for (const tag of videoAt(seed, index).hashtags)
          if (plain(tag).includes(start)) offers.add(tag.toLowerCase())
      }
      return [start, ...[...offers].filter((offer) => offer !== start)].slice(0, 6)
    },
  }
}

/**
 * How well a video answers the words: caption and hashtags count most, the topic's name some. A share of what comes back matches one
 * word only or merely carries the tag, as on a real app.
 */
function relevance(video: Video, wanted: readonly string[]): number {
  const caption = wordsOf(video.caption)
  const tags = video.hashtags.map((tag) => plain(tag))
  const topic = wordsOf(video.topic)
  const joined = wanted.join('')
  let score = tags.includes(joined) ? 4 : 0
  for (const word of wanted) {
    if (caption.some((other) => alike(other, word))) score += 3
    else if (tags.some((tag) => tag === word || (word.length >= 4 && tag.includes(word)))) score += 2
    else if (topic.some((other) => alike(other, word))) score += 1
    // Chinese, Japanese and the like have no blanks between words.
    else if (!/[a-z]/.test(word) && plain(video.caption).includes(word)) score += 3
  }
  return score / wanted.length >= 1 ? score : 0
}

/** The same word, or one that begins with it: `recipe` finds `recipes`. */
function alike(a: string, b: string): boolean {
  return a === b || (Math.min(a.length, b.length) >= 4 && (a.startsWith(b) || b.startsWith(a)))
}

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
