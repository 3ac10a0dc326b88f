import { contextOf } from './asked.ts'
import { FRESH_TOPICS, type FreshTopic, type FreshTopicName } from './fresh-set.ts'
import { hashOf, readRows, type LabelledCaption } from './labelled-captions.ts'

/** Fixed: another seed would mix what is held out into what was built with. */
const SPLIT_SEED = 'phonefarm-fresh-1'

/** Reads the captions of the other author, half of them held out. @throws when a row cannot be read */
export function freshCaptions(): (LabelledCaption & { topic: FreshTopicName })[] {
  return FRESH_TOPIC_NAMES.flatMap((name) => {
    const { asked, rows }: FreshTopic = FRESH_TOPICS[name]
    const read = readRows(name, rows.trim().split('\n'), (language) => {
      const wish = asked[language]
      if (!wish) throw new Error(`nothing is asked about ${name} in ${language}`)
      return contextOf(wish)
    })
    return read.map((caption) => ({
      ...caption,
      part: hashOf(`${SPLIT_SEED}:${caption.item.caption}`) % 2 === 0 ? 'held-out' : 'building',
    }))
  })
}

export const FRESH_TOPIC_NAMES = [
  'skincare',
  'books',
  'travel',
  'football',
  'baking',
  'guitar',
  'running',
  'crochet',
] as const satisfies readonly FreshTopicName[]
