import type { Verdict } from '../domain/judge.ts'
import type { Evidence } from './evidence.ts'
import type { Lexicon } from './lexicon/lexicon.ts'
import { missingReason, skippedReason, watchedReason } from './reason.ts'
import type { Source, Term, Terms, TermWord } from './terms.ts'
import { readTopics, type TopicReading } from './topic-reading.ts'

/** How much a fully fitting term of each source says for a video. */
const WEIGHT = { keyword: 0.8, prompt: 0.8, interest: 0.7 } as const satisfies Record<Source, number>

/** Least score of the best term for a video that is worth watching: two thirds of an interest of three words. */
const WATCH_FROM = 0.3

/** Part of a term to skip that must be there: all of it, or two thirds of a long one. */
const SKIP_FROM = { short: 0.99, long: 0.66, longFrom: 3 } as const

/** Least strength of a topic to skip: one word that only this topic has, in caption or hashtag. */
const SKIP_TOPIC_FROM = 0.6

/** What a video's topic says for a term that names the topic, beside its very words. */
const BY_TOPIC = 0.9

/** What another word of about the same meaning says. */
const BY_SYNONYM = 0.85

/** The same when the caption denies the word itself: "done with houseplants, giving away my plants". */
const BY_SYNONYM_OF_DENIED = 0.3

/** Words of a term further apart than this may belong to other things: "a great meal after my exam prep". */
const NEAR = 5
const FAR = 0.6

/** With nothing asked for there is nothing to tell videos apart by. */
const NO_WISH: Verdict = {
  decision: 'watch',
  confidence: 0.5,
  relevance: 0.5,
  reason: 'nothing particular is wanted, and nothing speaks against it',
}

/** How a term fits a video. */
export interface Fit {
  term: Term
  /** 0..1, what the term says for the video. */
  score: number
  /** It is the video's topic that fits, more than the term's very words. */
  byTopic: boolean
}

/** Weighs what a video says against what is wanted. */
export function score(terms: Terms, evidence: Evidence, lexicon: Lexicon): Verdict {
  const topics = readTopics(evidence, terms, lexicon)
  const unwanted = terms.skip.find((term) => isUnwanted(term, terms.watch, topics))
  if (unwanted) {
    const reason = skippedReason(fitOf(unwanted, topics), topics)
    return { decision: 'skip', confidence: 0.9, relevance: 0, reason }
  }
  if (terms.watch.length === 0) return NO_WISH
  const fits = terms.watch.map((term) => fitOf(term, topics)).filter((fit) => fit.score > 0)
  const deciding = terms.strict ? fits.filter(({ term }) => term.source === 'prompt') : fits
  const best = Math.max(0, ...deciding.map((fit) => fit.score))
  if (best < WATCH_FROM) {
    return {
      decision: 'skip',
      confidence: hundredths(0.9 - best),
      relevance: hundredths(best),
      reason: missingReason(terms.wantedTitles, deciding, evidence, topics),
    }
  }
  const relevance = 1 - fits.reduce((rest, fit) => rest * (1 - fit.score), 1)
  const strong = fits.filter((fit) => fit.score >= WATCH_FROM).toSorted((a, b) => b.score - a.score)
  return {
    decision: 'watch',
    confidence: hundredths(0.5 + relevance / 2),
    relevance: hundredths(relevance),
    reason: watchedReason(strong, evidence, topics),
  }
}

/** A topic that is wanted as well ("football, but no American football") is not unwanted as a whole: then only the words themselves count. */
function isUnwanted(term: Term, wanted: readonly Term[], topics: TopicReading): boolean {
  if (coverage(term.words, topics) >= skipFrom(term)) return true
  if (strengthOf(term, topics) < SKIP_TOPIC_FROM) return false
  return term.topics.some(
    (topic) => topics.of(topic).core && !wanted.some(({ topics: named }) => named.includes(topic)),
  )
}

/** Half of a term is less than half of its meaning: "healthy" alone is no "healthy recipes". */
function fitOf(term: Term, topics: TopicReading): Fit {
  const covered = coverage(term.words, topics)
  const direct = covered > HALF ? covered ** 2 * nearness(term.words, topics) : covered ** 2
  const byTopic = BY_TOPIC * strengthOf(term, topics)
  return { term, score: WEIGHT[term.source] * Math.max(direct, byTopic), byTopic: byTopic > direct }
}

/** Up to here a term of two words has one of them only: there is no distance to measure. */
const HALF = 0.5

/** 0..1, how much the video is about the topics that the term names; what the term says beside them must be there too. */
function strengthOf({ topics: named, beside }: Term, topics: TopicReading): number {
  if (named.length === 0) return 0
  const strength = named.reduce((sum, topic) => sum + topics.of(topic).strength, 0) / named.length
  return beside.length === 0 ? strength : strength * coverage(beside, topics) ** 2
}

/** 0..1, how much of the words the video has. */
function coverage(words: readonly TermWord[], topics: TopicReading): number {
  // Most videos have no word of what is asked for.
  if (topics.said.length === 0) return 0
  let found = 0
  let all = 0
  for (const word of words) {
    found += word.weight * strongest(word, topics)
    all += word.weight
  }
  return all === 0 ? 0 : found / all
}

/** A video says few of the words that are weighed, a word asked for may have many forms: so those are looked for among these. */
function strongest({ forms, synonyms }: TermWord, { said, isDenied }: TopicReading): number {
  let byForm = 0
  let bySynonym = 0
  for (const { form, weight } of said) {
    if (weight > byForm && forms.has(form)) byForm = weight
    if (weight > bySynonym && synonyms.has(form)) bySynonym = weight
  }
  if (bySynonym === 0) return byForm
  return Math.max(byForm, bySynonym * (isDenied(forms) ? BY_SYNONYM_OF_DENIED : BY_SYNONYM))
}

/** 1 when the words that the caption has of a term stand close together, or are not all in the caption. */
function nearness(words: readonly TermWord[], topics: TopicReading): number {
  const places = words
    .filter(({ weight }) => weight === 1)
    .map(({ forms }) => [...forms].flatMap((form) => topics.placesOf(form)))
    .filter((at) => at.length > 0)
  const [first, ...others] = places
  if (!first || others.length === 0) return 1
  const near = first.some((at) =>
    others.every((other) => other.some((place) => Math.abs(place - at) <= NEAR)),
  )
  return near ? 1 : FAR
}

function skipFrom({ words }: Term): number {
  return words.length >= SKIP_FROM.longFrom ? SKIP_FROM.long : SKIP_FROM.short
}

function hundredths(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 100) / 100
}
