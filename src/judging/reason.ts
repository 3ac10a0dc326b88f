import type { Evidence } from './evidence.ts'
import type { Fit } from './score.ts'
import type { Source, Term } from './terms.ts'
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
  return `fits ${titles(strong.map(({ term }) => term))}${by}${denials(denied)}`
}

export function skippedReason(unwanted: Fit, topics: TopicReading): string {
  const { term } = unwanted
  const others = wordsBeside(unwanted, topics)
  return `is to be skipped: ${term.title}${others.length === 0 ? '' : ` by ${list(others)}`}`
}

/** @param wanted the titles of what is wanted */
export function missingReason(
  wanted: string,
  fits: readonly Fit[],
  { denied }: Evidence,
  topics: TopicReading,
): string {
  const [nearest] = fits.length > 1 ? fits.toSorted((a, b) => b.score - a.score) : fits
  const because = nearest ? wordsBeside(nearest, topics) : []
  const only =
    because.length === 0 ? '' : `; ${list(because)} alone ${because.length === 1 ? 'is' : 'are'} too little`
  const about = topics.other === undefined ? '' : `; it is rather about ${topics.other}`
  return `fits nothing that is wanted: ${wanted}${only}${about}${denials(denied)}`
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

/** `keyword "meal prep"` */
export function titleOf(source: Source, label: string): string {
  return `${source} "${cut(label)}"`
}

/** The titles of the first ones. */
export function titles(named: readonly Pick<Term, 'title'>[]): string {
  return named
    .slice(0, NAMED)
    .map(({ title }) => title)
    .join(', ')
}

function list(words: readonly string[]): string {
  return words
    .slice(0, NAMED)
    .map((word) => `"${cut(word)}"`)
    .join(', ')
}

function cut(text: string): string {
  if (text.length <= LONGEST) return text
  return Array.from(text.slice(0, LONGEST * 2))
    .slice(0, LONGEST)
    .join('')
}
