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
  /** 0..1, how much the word's form is said; 0 for a word of two meanings that is meant in the other one. */
  weightOf: (form: string) => number
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
  { topics: asked }: Terms,
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
  const others = otherTopics()

  /** Words of two meanings that the video uses in one that nobody has asked for. */
  function misreadWords(): ReadonlySet<string> {
    const found = new Set<string>()
    for (const { words: row, senses } of lexicon.homonyms) {
      const own = senses.filter((sense) => sense.some((topic) => asked.has(topic)))
      const [meant] = own
      if (own.length !== 1 || !meant) continue
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

  function otherTopics(): { topic: string; strength: number }[] {
    return [...byTopic.keys()]
      .filter(
        (topic) =>
          !asked.has(topic) && (byTopic.get(topic) ?? []).some(({ phrase }) => phrase.kind === 'core'),
      )
      .map((topic) => ({ topic, strength: strengthWithout(topic, NONE) }))
      .toSorted((a, b) => b.strength - a.strength)
  }

  function read(topic: string): TopicStrength {
    const { includes = [], broader = [] } = lexicon.topics.get(topic) ?? {}
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
    const seen = Math.max(...[topic, ...includes].map((one) => pictured.get(one) ?? 0))
    const rest = [...said.values()].reduce((left, says) => left * (1 - says), (1 - SAYS.picture) ** seen)
    const strength = (1 - rest) * (deniedTopics.has(topic) ? DENIED : 1)
    return { strength: strength * againstOthers(strength, cores), core: cores > 0, because: [...said.keys()] }
  }

  /** What is left when the video is rather about something else. */
  function againstOthers(strength: number, cores: number): number {
    const other = others[0]?.strength ?? 0
    if (cores === 0) return 1 - AGAINST_HINTS * other
    return cores === 1 && other > strength ? AGAINST_ONE : 1
  }

  return {
    of(topic) {
      const strength = known.get(topic) ?? read(topic)
      known.set(topic, strength)
      return strength
    },
    weightOf: (form) => (misread.has(form) ? 0 : (words.get(form)?.weight ?? 0)),
    isDenied: (forms) => [...forms].some((form) => deniedForms.has(form)),
    placesOf: (form) => words.get(form)?.at ?? [],
    other: others[0]?.topic,
  }
}

const NONE: ReadonlySet<string> = new Set()

function isAmong({ phrase }: Hit, words: ReadonlySet<string>): boolean {
  return phrase.words.length === 1 && (phrase.words[0] ?? []).some((form) => words.has(form))
}

/** The same word in another number is no second proof. */
function keyOf({ text }: Hit): string {
  return text.length > 3 ? text.replace(/s$/, '') : text
}
