import type { FeedItem, JudgeContext } from '../../domain/judge.ts'
import { fenced, plainJson } from './fenced.ts'
import { ModelAway } from './model-away.ts'

/** Of the video: what strangers wrote. */
const OF_ITEM = ['author', 'caption', 'hashtags', 'sound', 'language'] as const
type OfItem = (typeof OF_ITEM)[number]

/** A placeholder as prompts write it: `{{caption}}`, `{{ caption }}`. */
const PLACEHOLDER = /\{\{\s{0,4}([a-z_]{1,40})\s{0,4}\}\}/g

/** No app lets people write longer ones; what is longer is cut. */
const LONGEST = { text: 4_000, name: 200, hashtags: 60, keyword: 200 } as const

/** Characters of JSON of one of the caller's own values; of a longer one the members are taken that fit. */
const VALUE_MAX = 16_384

/** A prompt may name a long value again and again. Far above what models take, far below what hurts. */
const FILLED_MAX = 262_144

/** What prompts can name: the video, and what is known of the account and its work. */
export interface Values {
  item: FeedItem
  context: JudgeContext
  contract: Readonly<Record<string, unknown>>
}

/** The video with texts of a bounded length. */
export function boundedItem({ author, caption, hashtags, sound, language }: FeedItem) {
  return {
    author: author.slice(0, LONGEST.name),
    caption: caption.slice(0, LONGEST.text),
    hashtags: hashtags.slice(0, LONGEST.hashtags).map((tag) => tag.slice(0, LONGEST.name)),
    sound: sound.slice(0, LONGEST.name),
    ...(language !== undefined && { language: language.slice(0, LONGEST.name) }),
  }
}

/** Which parts of the video a prompt has a place for. */
export function itemPartsIn(prompt: string): Set<OfItem> {
  const names = [...prompt.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
  return new Set(OF_ITEM.filter((part) => names.includes(part)))
}

/**
 * The prompt with its placeholders filled, each with JSON; in one go, so that a value that looks like a placeholder stays what it is.
 * Unknown ones stay as they are.
 * @param place strangers' texts stand only in the task: in the system prompt their place is named instead
 * @throws ModelAway 'prompt' when it becomes too long
 */
export function fill(prompt: string, values: Values, place: 'system' | 'task'): string {
  const known = new Map<string, string>()
  let length = prompt.length
  return prompt.replace(PLACEHOLDER, (whole, name: string) => {
    const text =
      known.get(name) ?? (place === 'system' && isOfItem(name) ? named(name) : textOf(name, values))
    if (text === null) return whole
    known.set(name, text)
    length += text.length
    if (length > FILLED_MAX)
      throw new ModelAway('prompt', `the filled prompt has more than ${FILLED_MAX} characters`)
    return text
  })
}

function isOfItem(name: string): name is OfItem {
  return OF_ITEM.some((part) => part === name)
}

function named(part: OfItem): string {
  return `(the video's ${part}: see the user's message)`
}

/** @returns null for a name that means nothing */
function textOf(name: string, { item, context, contract }: Values): string | null {
  const { capability, keyword, inputs, snapshot } = context
  if (isOfItem(name)) return fenced(boundedItem(item)[name] ?? null)
  switch (name) {
    case 'capability':
      return plainJson(capability)
    case 'keyword':
      return plainJson(keyword?.slice(0, LONGEST.keyword) ?? null)
    case 'inputs':
      return plainJson(bounded(inputs))
    case 'interests':
      return plainJson(boundedList(snapshot?.interests ?? []))
    case 'personality':
      return plainJson(bounded(snapshot?.personality ?? {}))
    case 'stage':
      return plainJson(snapshot?.stage?.slice(0, LONGEST.name) ?? null)
    case 'active_action':
      return plainJson(snapshot?.active_action?.slice(0, LONGEST.name) ?? null)
    case 'output_contract':
      return plainJson(contract)
    default:
      return null
  }
}

/** The members that fit, in their order. */
function bounded(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  let left = VALUE_MAX
  return Object.fromEntries(
    Object.entries(value).filter(([name, member]) => {
      const length = JSON.stringify([name, member]).length
      if (length > left) return false
      left -= length
      return true
    }),
  )
}

function boundedList(words: readonly string[]): string[] {
  let left = VALUE_MAX
  return words.filter((word) => (left -= word.length + 3) >= 0)
}
