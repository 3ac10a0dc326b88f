import type { Evidence } from './evidence.ts'
import type { Fit } from './score.ts'
import type { Term } from './terms.ts'
import type { TopicReading } from './topic-reading.ts'

/** Terms and words that a reason names; more would hide the first ones. */
const NAMED = 3

/** A name in a reason is cut here. */
const LONGEST = 60

/** "fits keyword "meal prep" by "batch cook", "lunch"". */
export function watchedReason(strong: readonly Fit[], { denied }: Evidence, topics: TopicReading): string {
  const [best] = strong
  const because = best ? wordsBeside(best, topics) : []
  const by = because.length === 0 ? '' : ` by ${list(because)}`
  return `fits ${terms(strong.map(({ term }) => term))}${by}${denials(denied)}`
}

export function skippedReason(unwanted: Fit, topics: TopicReading): string {
  const { term } = unwanted
  const others = wordsBeside(unwanted, topics)
  return `is to be skipped: ${terms([term])}${others.length === 0 ? '' : ` by ${list(others)}`}`
}

export function missingReason(
  wanted: readonly Term[],
  fits: readonly Fit[],
  { denied }: Evidence,
  topics: TopicReading,
): string {
  const [nearest] = fits.toSorted((a, b) => b.score - a.score)
  const because = nearest ? wordsBeside(nearest, topics) : []
  const only =
    because.length === 0 ? '' : `; ${list(because)} alone ${because.length === 1 ? 'is' : 'are'} too little`
  const about = topics.other === undefined ? '' : `; it is rather about ${topics.other}`
  return `fits nothing that is wanted: ${terms(wanted)}${only}${about}${denials(denied)}`
}

/** Words of the topic that are not the term itself. */
function wordsBeside({ term, byTopic }: Fit, topics: TopicReading): string[] {
  if (!byTopic) return []
  const label = term.label.toLowerCase()
  const because = new Set(term.topics.flatMap((topic) => topics.of(topic).because))
  return [...because].filter((word) => word !== label && `${word}s` !== label)
}

function denials(denied: ReadonlySet<string>): string {
  return denied.size === 0 ? '' : `; denied in the caption: ${list([...denied])}`
}

function terms(named: readonly Term[]): string {
  return named
    .slice(0, NAMED)
    .map(({ source, label }) => `${source} "${cut(label)}"`)
    .join(', ')
}

function list(words: readonly string[]): string {
  return words
    .slice(0, NAMED)
    .map((word) => `"${cut(word)}"`)
    .join(', ')
}

function cut(text: string): string {
  return Array.from(text.slice(0, LONGEST * 2))
    .slice(0, LONGEST)
    .join('')
}
