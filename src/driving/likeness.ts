import type { Bounds, ScreenNode } from '../domain/selector.ts'
import type { Trace } from './trace.ts'

/** What is known of something that cannot be found any more; what is not known is left out and weighs nothing. */
export interface Wanted {
  /** Names of resource ids, without their package. */
  ids: readonly string[]
  /** What it may say, in every language that the pack knows. */
  words: readonly string[]
  classes: readonly string[]
  clickable?: boolean
  /** As it was when it was last found. */
  trace?: Trace
}

/** How much a node is like what is wanted. */
export interface Likeness {
  /** 0 to 1. */
  score: number
  /** Why, for people, the weightiest first. */
  reasons: string[]
}

/**
 * What a node says and is called tells more than where it is or what it is drawn with. The app's own words tell most: they are enough by
 * themselves where every id has been given another name.
 */
const WEIGHTS = { id: 4, words: 6, place: 3, near: 2, class: 1, clickable: 1 } as const

/** From here on two names are taken for relatives. */
const RELATED = 0.5

/** Boxes whose middles are further apart than this part of the screen are not in the same place. */
const SAME_PLACE = 0.25

interface Sign {
  weight: number
  value: number
  reason: string | null
}

/** @param place of the node, @param near of the node: see trace.ts */
export function likenessOf(wanted: Wanted, node: ScreenNode, { place, near }: Trace): Likeness {
  const signs = [
    bySameId(wanted, node),
    byWords(wanted, node),
    byPlace(wanted, place),
    byNeighbors(wanted, near),
    byClass(wanted, node),
    byClickable(wanted, node),
  ].flatMap((sign) => sign ?? [])
  const weight = signs.reduce((sum, sign) => sum + sign.weight, 0)
  const score = signs.reduce((sum, sign) => sum + sign.weight * sign.value, 0) / Math.max(1, weight)
  return {
    score: Math.round(score * 100) / 100,
    reasons: signs.flatMap(({ reason }) => reason ?? []),
  }
}

function bySameId({ ids, trace }: Wanted, { resource_id }: ScreenNode): Sign | null {
  const known = trace && trace.id !== null ? [...ids, nameOfId(trace.id)] : ids
  if (known.length === 0) return null
  const own = nameOfId(resource_id ?? '')
  const best = known
    .map((id) => ({ id, value: nameLikeness(id, own) }))
    .toSorted((a, b) => b.value - a.value)[0]
  const value = best?.value ?? 0
  const reason = best && value >= RELATED ? `its id ${own} is like ${best.id}` : null
  return { weight: WEIGHTS.id, value: reason === null ? 0 : value, reason }
}

/** What follows the package: `search_button` of `com.example:id/search_button`. */
export function nameOfId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}

function byWords({ words, trace }: Wanted, { text, content_desc }: ScreenNode): Sign | null {
  const ofTrace = trace ? [trace.text, trace.content_desc] : []
  const known = words.length > 0 ? words : ofTrace
  const wanted = known.map(plain).filter((word) => word !== '')
  if (wanted.length === 0) return null
  const own = [plain(text), plain(content_desc ?? '')]
  const said = own.find((word) => word !== '' && wanted.includes(word))
  const reason = said === undefined ? null : `it says "${said}"`
  // Words that somebody wrote change from one video to the next: where the pack names none, other ones say little.
  const weight = words.length > 0 || said !== undefined ? WEIGHTS.words : 0
  return { weight, value: said === undefined ? 0 : 1, reason }
}

function plain(words: string): string {
  return words.normalize('NFC').trim().toLowerCase()
}

function byPlace({ trace }: Wanted, place: Bounds): Sign | null {
  if (!trace) return null
  const apart = Math.hypot(middle(place).x - middle(trace.place).x, middle(place).y - middle(trace.place).y)
  const size = sameSize(place, trace.place)
  const value = Math.max(0, 1 - apart / SAME_PLACE) * size
  const reason = value >= RELATED ? 'it is where the element was last' : null
  return { weight: WEIGHTS.place, value, reason }
}

function middle({ left, top, right, bottom }: Bounds): { x: number; y: number } {
  return { x: (left + right) / 2, y: (top + bottom) / 2 }
}

/** 1 for boxes of the same area, towards 0 the more they differ. */
function sameSize(a: Bounds, b: Bounds): number {
  const area = ({ left, top, right, bottom }: Bounds) => Math.max(1e-6, (right - left) * (bottom - top))
  return Math.sqrt(Math.min(area(a), area(b)) / Math.max(area(a), area(b)))
}

function byNeighbors({ trace }: Wanted, near: readonly string[]): Sign | null {
  if (!trace || trace.near.length === 0) return null
  const shared = trace.near.filter((mark) => near.includes(mark)).length
  const value = shared / new Set([...trace.near, ...near]).size
  return {
    weight: WEIGHTS.near,
    value,
    reason: value >= RELATED ? 'the same stands beside it as before' : null,
  }
}

function byClass({ classes, trace }: Wanted, { class_name }: ScreenNode): Sign | null {
  const known = trace ? [...classes, trace.class_name] : classes
  if (known.length === 0) return null
  const isSame = known.includes(class_name)
  return { weight: WEIGHTS.class, value: isSame ? 1 : 0, reason: isSame ? `it is a ${class_name}` : null }
}

function byClickable({ clickable, trace }: Wanted, node: ScreenNode): Sign | null {
  const known = clickable ?? trace?.clickable
  if (known === undefined) return null
  return { weight: WEIGHTS.clickable, value: known === node.clickable ? 1 : 0, reason: null }
}

/** Of two names made of words with `_` or capitals between them: 1 for the same, 0 for strangers. */
function nameLikeness(a: string, b: string): number {
  if (a === '' || b === '') return 0
  if (a === b) return 1
  const [first, second] = [wordsOf(a), wordsOf(b)]
  const shared = first.filter((word) => second.some((other) => isKin(word, other))).length
  return (2 * shared) / (first.length + second.length)
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

const KIN_LENGTH = 3

/** `btn` and `button`, `user` and `username`: one begins with the other, or is the other without its vowels. */
function isKin(a: string, b: string): boolean {
  if (a === b) return true
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length < KIN_LENGTH) return false
  return long.startsWith(short) || long.replaceAll(/(?<=.)[aeiou]/g, '').replace('tt', 't') === short
}
