import { between, pick, seededRandom, type Random } from '../../domain/random.ts'
import { ENGLISH } from './words-english.ts'
import { FRENCH } from './words-french.ts'
import { GERMAN } from './words-german.ts'
import { ARABIC, JAPANESE } from './words-japanese-arabic.ts'
import { PORTUGUESE } from './words-portuguese.ts'
import { SPANISH } from './words-spanish.ts'
import { TOPICS, type Language, type LanguageWords, type Topic, type TopicWords } from './words.ts'

/** One made-up video; everything follows from the catalog's seed and its index. */
export interface Video {
  /** Stable: 19 digits, as such apps number theirs. */
  video_id: string
  topic: Topic
  language: Language
  /** Without the `@`. */
  author: string
  /** Without the hashtags. */
  caption: string
  /** Without the `#`. */
  hashtags: readonly string[]
  sound: string
  durationSeconds: number
  likes: number
  comments: number
  shares: number
  /** What the renderer paints the picture from. */
  pictureSeed: number
}

/** Half of it English; what few languages lack of a topic, English fills in. */
const LANGUAGES: readonly { words: LanguageWords; share: number }[] = [
  { words: ENGLISH, share: 50 },
  { words: SPANISH, share: 13 },
  { words: GERMAN, share: 11 },
  { words: FRENCH, share: 10 },
  { words: PORTUGUESE, share: 10 },
  { words: JAPANESE, share: 3 },
  { words: ARABIC, share: 3 },
]

const FIRST_NAMES = [
  'anna',
  'marco',
  'lena',
  'diego',
  'yuki',
  'sofia',
  'omar',
  'claire',
  'tom',
  'bruna',
  'nia',
  'felix',
  'ines',
  'jonas',
  'maya',
  'leo',
]
const HANDLES: Readonly<Record<Topic, readonly string[]>> = {
  'meal prep': ['kitchen', 'cooks', 'eats', 'lunchbox'],
  fitness: ['moves', 'lifts', 'runs', 'trains'],
  houseplants: ['plants', 'greens', 'leaves', 'jungle'],
  travel: ['travels', 'onroute', 'wanders', 'abroad'],
  football: ['fc', 'pitch', 'plays', 'eleven'],
  makeup: ['glow', 'beauty', 'palette', 'skin'],
  gadgets: ['tech', 'desk', 'builds', 'unboxed'],
  pets: ['andthedog', 'paws', 'cats', 'pack'],
  'personal finance': ['saves', 'money', 'budget', 'invests'],
  studying: ['studies', 'notes', 'reads', 'learns'],
}
const SONGS = [
  'Golden Hour Drive',
  'Paper Planes at Night',
  'Slow Sunday',
  'Neon Rain',
  'Kitchen Disco',
  'Ocean Avenue 3',
  'Lo-fi for Rainy Days',
  'Carnival Steps',
]

/** Mixes numbers into a seed (source: FNV-1a, 32 bit). */
export function mixSeed(...parts: readonly number[]): number {
  let hash = 0x811c9dc5
  for (const part of parts) {
    for (let shift = 0; shift < 32; shift += 8) {
      hash = Math.imul(hash ^ ((part >>> shift) & 0xff), 0x01000193) >>> 0
    }
  }
  return hash
}

/** The video number `index` of the catalog `seed`: the same one always and everywhere. */
export function videoAt(seed: number, index: number): Video {
  const random = seededRandom(mixSeed(seed, index))
  const wished = pickLanguage(random)
  const topic = pick(random, TOPICS)
  const wording = wordsFor(wished, topic)
  const { language, templates, subjects } = wording
  const author = writeAuthor(random, topic)
  const likes = Math.floor(10 ** (1.5 + random() * 4))
  return {
    video_id: `7${String(mixSeed(seed, index, 1))
      .padStart(10, '0')
      .slice(-10)}${String(index).padStart(8, '0')}`,
    topic,
    language,
    author,
    caption: writeCaption(random, pick(random, templates), pick(random, subjects)),
    hashtags: writeHashtags(random, wording),
    sound:
      random() < 0.6 ? `original sound - ${author}` : `${pick(random, SONGS)} - ${pick(random, FIRST_NAMES)}`,
    durationSeconds: between(random, 12, 45),
    likes,
    comments: Math.floor(likes * (0.01 + random() * 0.04)),
    shares: Math.floor(likes * (0.005 + random() * 0.05)),
    pictureSeed: mixSeed(seed, index, 2),
  }
}

type Wording = LanguageWords & TopicWords

function wordsFor(wished: LanguageWords, topic: Topic): Wording {
  const own = wished.topics[topic]
  if (own) return { ...wished, ...own }
  return { ...ENGLISH, ...(ENGLISH.topics[topic] ?? { subjects: [topic], tags: [topic] }) }
}

function pickLanguage(random: Random): LanguageWords {
  let rest = random() * LANGUAGES.reduce((sum, { share }) => sum + share, 0)
  for (const { words, share } of LANGUAGES) {
    rest -= share
    if (rest < 0) return words
  }
  return ENGLISH
}

function writeAuthor(random: Random, topic: Topic): string {
  const joint = pick(random, ['.', '_', ''])
  const number = random() < 0.3 ? String(between(random, 1, 99)) : ''
  return `${pick(random, FIRST_NAMES)}${joint}${pick(random, HANDLES[topic])}${number}`
}

function writeCaption(random: Random, template: string, subject: string): string {
  const capital = subject.charAt(0).toLocaleUpperCase() + subject.slice(1)
  return template
    .replaceAll('{s}', subject)
    .replaceAll('{S}', capital)
    .replaceAll('{n}', String(between(random, 2, 9)))
}

/** One in so many videos borrows a hashtag that has nothing to do with it. */
const BORROWED_SHARE = 0.1

function writeHashtags(random: Random, { tags, emptyTags, topics }: Wording): string[] {
  const own = tags.filter(() => random() < 0.6)
  const first = own.length > 0 ? own : [pick(random, tags)]
  const empty = random() < 0.5 ? [pick(random, emptyTags)] : []
  const borrowed =
    random() < BORROWED_SHARE ? [pick(random, topics[pick(random, TOPICS)]?.tags ?? emptyTags)] : []
  return [...new Set([...first, ...borrowed, ...empty])]
}
