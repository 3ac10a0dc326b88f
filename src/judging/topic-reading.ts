import type { Evidence, Hit } from './evidence.ts'
import type { Lexicon } from './lexicon/lexicon.ts'
import type { Terms } from './terms.ts'

/** What one phrase says for its topic, and what a wider topic's says for a narrower one. */
const SAYS = { core: 0.75, hint: 0.35, widerCore: 0.35, widerHint: 0.15, picture: 0.25 } as const

/** Hints alone do not stand against what another topic's own words say, and a single word not against several. */
const AGAINST_HINTS = 0.6
const AGAINST_ONE = 0.5

/** Part that is left of a topic that the caption denies in other words. */
const DENIED = 0.4

/** How much a video is about a topic. */
export interface TopicStrength {
  /** 0..1 */
  strength: number
  /** One of its own words is there, not only hints. */
  core: boolean
  because: readonly string[]
}

/** A video's words, and what it is about, as seen by somebody who asks for certain topics. */
export interface TopicReading {
  of: (topic: string) => TopicStrength
  /** Weighed words, and how much (0..1) they are said; without those of two meanings that are meant in the other one. */
  said: readonly { form: string; weight: number }[]
  /** True when the caption denies a word of these forms. */
  isDenied: (forms: ReadonlySet<string>) => boolean
  /** Where in the caption it stands. */
  placesOf: (form: string) => readonly number[]
  /** The strongest topic that nobody has asked for; undefined when there is none. */
  other: string | undefined
}

/** Finds out what a video is about. */
export function readTopics(
  { words, hits, pictured, deniedForms, deniedTopics }: Evidence,
  { topics: asked, homonyms }: Terms,
  lexicon: Lexicon,
): TopicReading {
  const byTopic = new Map<string, Hit[]>()
  for (const hit of hits) {
    const known = byTopic.get(hit.phrase.topic)
    if (known) known.push(hit)
    else byTopic.set(hit.phrase.topic, [hit])
  }
  const misread = misreadWords()
  const known = new Map<string, TopicStrength>()
  const other = strongestOther()

  /** Words of two meanings that the video uses in one that nobody has asked for. */
  function misreadWords(): ReadonlySet<string> {
    if (words.size === 0) return NONE
    const found = new Set<string>()
    for (const { words: row, senses, meant } of homonyms) {
      const ambiguous = new Set(row.filter((word) => words.has(word)))
      if (ambiguous.size === 0) continue
      const say = (sense: readonly string[]) =>
        Math.max(...sense.map((topic) => strengthWithout(topic, ambiguous)))
      const here = say(meant)
      if (senses.some((sense) => sense !== meant && say(sense) > here))
        for (const word of ambiguous) found.add(word)
    }
    return found
  }

  function strengthWithout(topic: string, excluded: ReadonlySet<string>): number {
    let rest = 1 - SAYS.picture * (pictured.get(topic) ?? 0)
    for (const hit of byTopic.get(topic) ?? []) {
      if (!isAmong(hit, excluded)) rest *= 1 - SAYS[hit.phrase.kind] * hit.weight
    }
    return 1 - rest
  }

  /** The strongest of the topics that nobody has asked for; the first one of equals. */
  function strongestOther(): { topic: string; strength: number } | undefined {
    let strongest: { topic: string; strength: number } | undefined
    for (const [topic, own] of byTopic) {
      if (asked.has(topic) || !own.some(({ phrase }) => phrase.kind === 'core')) continue
      const strength = strengthWithout(topic, NONE)
      if (!strongest || strength > strongest.strength) strongest = { topic, strength }
    }
    return strongest
  }

  function read(topic: string): TopicStrength {
    const { includes = [], broader = [] } = lexicon.topics.get(topic) ?? {}
    // Most topics: nothing of them is met.
    if (byTopic.size === 0 && pictured.size === 0) return NOT_MET
    const isMet = (one: string) => byTopic.has(one) || pictured.has(one)
    if (!isMet(topic) && !includes.some(isMet) && !broader.some((wider) => byTopic.has(wider))) return NOT_MET
    /** What each phrase says; the same words say it once, however many topics have them. */
    const said = new Map<string, number>()
    let cores = 0
    const take = (hit: Hit, says: number) => {
      if (isAmong(hit, misread)) return
      const text = keyOf(hit)
      said.set(text, Math.max(said.get(text) ?? 0, says * hit.weight))
    }
    for (const narrower of [topic, ...includes]) {
      for (const hit of byTopic.get(narrower) ?? []) {
        take(hit, SAYS[hit.phrase.kind])
        if (hit.phrase.kind === 'core' && !isAmong(hit, misread)) cores += 1
      }
    }
    for (const wider of broader) {
      for (const hit of byTopic.get(wider) ?? [])
        take(hit, hit.phrase.kind === 'core' ? SAYS.widerCore : SAYS.widerHint)
    }
    let seen = 0
    if (pictured.size > 0)
      for (const one of [topic, ...includes]) seen = Math.max(seen, pictured.get(one) ?? 0)
    let rest = (1 - SAYS.picture) ** seen
    for (const says of said.values()) rest *= 1 - says
    const strength = (1 - rest) * (deniedTopics.has(topic) ? DENIED : 1)
    return { strength: strength * againstOthers(strength, cores), core: cores > 0, because: [...said.keys()] }
  }

  /** What is left when the video is rather about something else. */
  function againstOthers(strength: number, cores: number): number {
    const against = other?.strength ?? 0
    if (cores === 0) return 1 - AGAINST_HINTS * against
    return cores === 1 && against > strength ? AGAINST_ONE : 1
  }

  return {
    of(topic) {
      const strength = known.get(topic) ?? read(topic)
      known.set(topic, strength)
      return strength
    },
    said: Array.from(words, ([form, { weight }]) => ({ form, weight })).filter(
      ({ form }) => !misread.has(form),
    ),
    isDenied: (forms) => deniedForms.size > 0 && [...forms].some((form) => deniedForms.has(form)),
    placesOf: (form) => words.get(form)?.at ?? [],
    other: other?.topic,
  }
}

const NONE: ReadonlySet<string> = new Set()
const NOT_MET: TopicStrength = { strength: 0, core: false, because: [] }

function isAmong({ phrase }: Hit, words: ReadonlySet<string>): boolean {
  return (
    words.size > 0 && phrase.words.length === 1 && (phrase.words[0] ?? []).some((form) => words.has(form))
  )
}

/** The same word in another number is no second proof. */
function keyOf({ text }: Hit): string {
  return text.length > 3 && text.endsWith('s') ? text.slice(0, -1) : text
}
