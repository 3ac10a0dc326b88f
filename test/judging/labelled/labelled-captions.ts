import { readFileSync } from 'node:fs'
import type { FeedItem, JudgeContext, Verdict } from '../../../src/domain/judge.ts'
import type { FreshTopicName } from './fresh-set.ts'
import { askedContext, LANGUAGES, TOPICS, type LabelledLanguage, type Topic } from './asked.ts'

/** A caption, and whether a person would watch its video given what is asked. */
export interface LabelledCaption {
  topic: Topic | FreshTopicName
  language: LabelledLanguage
  label: Verdict['decision']
  /** The building part is what the judge was made with; the held-out part is for the final figure only. */
  part: 'building' | 'held-out'
  item: FeedItem
  context: JudgeContext
}

/** Fixed: another seed would mix what was held out into what was built with. */
const SPLIT_SEED = 'phonefarm-1'

/** `en + | author | caption with #tags | sound`; `+` is to be watched, `-` to be skipped. No sound: the author's own. */
const ROW = /^(?<language>[a-z]{2}) (?<sign>[+-]) \| (?<author>[^|]+) \| (?<caption>[^|]+) \|(?<sound>[^|]*)$/

/** Reads all labelled captions. @throws when a row cannot be read */
export function labelledCaptions(): LabelledCaption[] {
  return TOPICS.flatMap((topic) =>
    readRows(topic, rowsOf(topic), (language) => askedContext(topic, language)).map((read) => ({
      ...read,
      part: hashOf(`${SPLIT_SEED}:${read.item.caption}`) % 3 === 0 ? 'held-out' : 'building',
    })),
  )
}

/** Reads a topic's rows; captions of one language are judged in one context, as a run's are. @throws when a row cannot be read */
export function readRows<T extends string>(
  topic: T,
  rows: readonly string[],
  contextFor: (language: LabelledLanguage) => JudgeContext,
): (Omit<LabelledCaption, 'topic' | 'part'> & { topic: T })[] {
  const contexts = new Map<LabelledLanguage, JudgeContext>()
  return rows.map((row) => {
    const { language: code, sign, author = '', caption = '', sound = '' } = ROW.exec(row)?.groups ?? {}
    const language = LANGUAGES.find((known) => known === code)
    if (!language) throw new Error(`a row of ${topic} cannot be read: ${row}`)
    const context = contexts.get(language) ?? contextFor(language)
    contexts.set(language, context)
    return {
      topic,
      language,
      label: sign === '+' ? 'watch' : 'skip',
      item: itemOf(author, caption, sound.trim()),
      context,
    }
  })
}

function rowsOf(topic: Topic): string[] {
  const file = new URL(`test/judging/labelled/${topic}.txt`, import.meta.resolve('#package.json'))
  return readFileSync(file, 'utf8').trim().split('\n')
}

/** The app shows the hashtags inside of the caption; the driver reads them out of it. */
function itemOf(author: string, caption: string, sound: string): FeedItem {
  const hashtags = Array.from(caption.matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu), ([, tag]) => tag ?? '')
  return { author, caption, hashtags, sound: sound === '' ? `original sound - ${author}` : sound }
}

/** Splits texts for good (source: FNV-1a, 32 bit, over UTF-16 units); without its lowest bits, which are the least mixed. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const letter of text) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  }
  return hash >>> 8
}
