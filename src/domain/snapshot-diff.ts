import { canonicalJson } from './canonical-json.ts'
import type { RuntimeSnapshot } from './runtime-snapshot.ts'

/** Lines of one diff; a personality may have ten thousand keys. */
const LINES_MAX = 40

/** Characters of a line. */
const LINE_MAX = 200

/** Characters of one value within a line. */
const VALUE_MAX = 60

/** Items of a list that are named as added or removed. */
const ITEMS_MAX = 12

/** The ids and times of a snapshot stand beside its changes. */
type Compared = Pick<
  RuntimeSnapshot,
  'ugc_account_id' | 'stage' | 'active_action' | 'active_skills' | 'personality'
>

/**
 * What a snapshot changed against the one before it, in lines for people: `personality.interests: + meal prep, - gaming`,
 * `stage: "warmup" → "growth"`. At most 40 lines of 200 characters, the last one counts the rest; empty when both say the same.
 */
export function snapshotChanges(before: RuntimeSnapshot, after: RuntimeSnapshot): string[] {
  const lines: string[] = []
  let count = 0
  compareFields('', comparedOf(before), comparedOf(after), (line) => {
    count += 1
    if (count <= LINES_MAX) lines.push(cut(line(), LINE_MAX))
  })
  if (count <= LINES_MAX) return lines
  return [...lines.slice(0, -1), `… and ${count - LINES_MAX + 1} more changes`]
}

function comparedOf({
  ugc_account_id,
  stage,
  active_action,
  active_skills,
  personality,
}: RuntimeSnapshot): Compared {
  return { ugc_account_id, stage, active_action, active_skills, personality }
}

/** Takes a line that is only made when it is shown. */
type Tell = (line: () => string) => void

type Fields = Record<string, unknown>

function compareFields(path: string, before: Fields, after: Fields, tell: Tell): void {
  for (const [key, value] of Object.entries(before)) {
    const at = stepInto(path, key)
    if (Object.hasOwn(after, key)) compare(at, value, after[key], tell)
    else tell(() => `${at}: - ${shown(value)}`)
  }
  for (const [key, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, key)) tell(() => `${stepInto(path, key)}: + ${shown(value)}`)
  }
}

/** No deeper than a request may be (source: contract, question 3). */
function compare(path: string, before: unknown, after: unknown, tell: Tell): void {
  if (before === after) return
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(path, before, after, tell)
  if (isFields(before) && isFields(after)) return compareFields(path, before, after, tell)
  tell(() => `${path}: ${shown(before)} → ${shown(after)}`)
}

/** Lists are told as what came and what went: where an item stands seldom matters, and numbers of places are hard to read. */
function compareLists(path: string, before: readonly unknown[], after: readonly unknown[], tell: Tell): void {
  const were = before.map(canonicalJson)
  const are = after.map(canonicalJson)
  const added = beyond(are, were).map((index) => `+ ${listed(after[index])}`)
  const removed = beyond(were, are).map((index) => `- ${listed(before[index])}`)
  const told = [...added, ...removed]
  if (told.length === 0) {
    if (were.some((item, index) => item !== are[index])) tell(() => `${path}: in another order`)
    return
  }
  const more = told.length > ITEMS_MAX ? ` … and ${told.length - ITEMS_MAX} more` : ''
  tell(() => `${path}: ${told.slice(0, ITEMS_MAX).join(', ')}${more}`)
}

/** Places of the items that are not among the others, each as often as it is there more often. */
function beyond(items: readonly string[], others: readonly string[]): number[] {
  const left = new Map<string, number>()
  for (const item of others) left.set(item, (left.get(item) ?? 0) + 1)
  return items.flatMap((item, index) => {
    const count = left.get(item) ?? 0
    left.set(item, count - 1)
    return count > 0 ? [] : [index]
  })
}

/** A word of a list stands as it is, unless it could be taken for something else. */
function listed(item: unknown): string {
  if (typeof item === 'string' && item.length <= VALUE_MAX && /^[\p{L}\p{N}][\p{L}\p{N} '_.-]*$/u.test(item))
    return item
  return shown(item)
}

function shown(value: unknown): string {
  return cut(visible(JSON.stringify(value)), VALUE_MAX)
}

function stepInto(path: string, key: string): string {
  if (key.length <= VALUE_MAX && /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(key))
    return path === '' ? key : `${path}.${key}`
  return `${path}[${shown(key)}]`
}

/** Marks that direct or hide text, which JSON leaves as they are: on a terminal they could make a line look like another one. */
function visible(text: string): string {
  return text.replaceAll(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** @param limit in UTF-16 units; no half of a surrogate pair is left at the end */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
