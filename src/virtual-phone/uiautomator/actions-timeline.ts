import type { Rect } from '../android/view.ts'
import type { ActionSource } from './actions-schema.ts'
import { elementIdOf, isRecord, type Body } from './body.ts'
import { invalidArgument } from './wd-errors.ts'

/** Events are injected on a raster of this many milliseconds (source: research/fidelity.md 4.4). */
export const TICK_MS = 20

export interface Position {
  x: number
  y: number
}

/** Something that happens `atMs` after the chain began. */
export type TimedEvent =
  | { atMs: number; kind: 'down' | 'move' | 'up'; pointer: number; at: Position }
  | { atMs: number; kind: 'keyDown' | 'keyUp'; value: string }

export interface Timeline {
  /** In order of time; at one time in the order of their sources and items. */
  events: readonly TimedEvent[]
  /** When the last item ends. */
  endMs: number
}

/** Clipped bounds of the elements that the chain uses as origins, by element id. */
export type Origins = ReadonlyMap<string, Rect>

/** Ids of the elements that pointer moves start from, each once. */
export function originIds(sources: readonly ActionSource[]): string[] {
  const ids = sources.flatMap(({ items }) => items.flatMap((item) => originId(item) ?? []))
  return [...new Set(ids)]
}

function originId(item: Body): string | undefined {
  const { origin } = item
  if (typeof origin === 'string') return origin === 'viewport' || origin === 'pointer' ? undefined : origin
  return elementIdOf(origin)
}

/** Lays the items of all sources out over time. @throws WdError 'invalid argument' in the words of the phone's tokenizer */
export function compileActions(sources: readonly ActionSource[], origins: Origins): Timeline {
  const events: TimedEvent[] = []
  let endMs = 0
  let pointer = 0
  // None and key sources come first on the phone, then the pointers.
  const ordered = [...sources].toSorted((a, b) => ORDER[a.type] - ORDER[b.type])
  for (const source of ordered) {
    const compiled =
      source.type === 'pointer' ? compilePointer(source, pointer++, origins) : compileKeys(source)
    events.push(...compiled.events)
    endMs = Math.max(endMs, compiled.endMs)
  }
  return { events: events.toSorted((a, b) => a.atMs - b.atMs), endMs }
}

const ORDER = { none: 0, key: 1, pointer: 2 } as const satisfies Record<ActionSource['type'], number>

const aligned = (ms: number) => Math.ceil(ms / TICK_MS) * TICK_MS

function durationOf(item: Body, id: string): number {
  const { duration } = item
  const where = `for action item '${JSON.stringify(item)}' of action with id '${id}'`
  if (typeof duration !== 'number') throw invalidArgument(`Missing duration key ${where}`)
  if (duration < 0) throw invalidArgument(`duration key cannot be negative ${where}`)
  return aligned(duration)
}

function compileKeys({ id, items }: ActionSource): Timeline {
  const events: TimedEvent[] = []
  let atMs = 0
  for (const item of items) {
    if (item['type'] === 'pause') {
      atMs += durationOf(item, id)
      continue
    }
    const { value } = item
    const where = `for action item '${JSON.stringify(item)}' of action with id '${id}'`
    if (typeof value !== 'string') throw invalidArgument(`Missing value key ${where}`)
    if (value === '') throw invalidArgument(`value key cannot be empty ${where}`)
    const [char = ''] = value
    events.push({ atMs, kind: item['type'] === 'keyDown' ? 'keyDown' : 'keyUp', value: char })
  }
  return { events, endMs: atMs }
}

function compilePointer({ id, items }: ActionSource, pointer: number, origins: Origins): Timeline {
  const events: TimedEvent[] = []
  let atMs = 0
  let isDown = false
  const touched = { down: -1, up: -1 }
  for (const [index, item] of items.entries()) {
    const kind = item['type'] === 'pointerDown' ? 'down' : 'up'
    if (item['type'] === 'pause') {
      atMs += durationOf(item, id)
    } else if (item['type'] === 'pointerMove') {
      const durationMs = durationOf(item, id)
      // The first move only places the finger and waits; one without time makes no event.
      if (index > 0 && durationMs > 0) {
        const path = {
          from: positionAt(id, items, index - 1, origins),
          to: positionAt(id, items, index, origins),
        }
        if (isDown)
          events.push(...moves(path, { pointer, startMs: atMs, durationMs, delays: touched.down === atMs }))
      }
      atMs += durationMs
    } else if (isDown === (kind === 'up')) {
      if (touched[kind] === atMs) throw invalidArgument(sameInstant(item, id))
      touched[kind] = atMs
      events.push({ atMs, kind, pointer, at: positionAt(id, items, index, origins) })
      isDown = kind === 'down'
    }
  }
  return { events, endMs: atMs }
}

const sameInstant = (item: Body, id: string) =>
  `You cannot perform two or more pointer events of the same type at the same time. Offending action item '${JSON.stringify(item)}' of action with id '${id}'`

interface Move {
  pointer: number
  startMs: number
  durationMs: number
  /** The tick of the touch itself is taken, so the movement starts one later. */
  delays: boolean
}

function moves(
  { from, to }: { from: Position; to: Position },
  { pointer, startMs, durationMs, delays }: Move,
): TimedEvent[] {
  const firstMs = delays ? startMs + TICK_MS : startMs
  const steps = Math.max(1, (startMs + durationMs - firstMs) / TICK_MS)
  return Array.from({ length: steps }, (_, index): TimedEvent => {
    const share = steps === 1 ? 1 : index === 0 ? 0 : (index + 1) / steps
    const at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
    return { atMs: firstMs + index * TICK_MS, kind: 'move', pointer, at }
  })
}

/** Where the finger is at an item: the place of the last move up to it. */
function positionAt(id: string, items: readonly Body[], index: number, origins: Origins): Position {
  const item = items[index]
  if (!item)
    throw invalidArgument(
      `The first item of action '${id}' cannot define HOVER move, because its start coordinates are not set`,
    )
  if (item['type'] !== 'pointerMove') {
    if (index > 0) return positionAt(id, items, index - 1, origins)
    throw invalidArgument(precededBy(item, id, 'with coordinates'))
  }
  const origin = item['origin'] ?? 'viewport'
  if (origin === 'viewport') return absolute(item, id)
  if (origin !== 'pointer') return fromElement(item, id, origins)
  if (index === 0) throw invalidArgument(precededBy(item, id, 'containing absolute coordinates'))
  return shifted(positionAt(id, items, index - 1, origins), item)
}

const precededBy = (item: Body, id: string, what: string) =>
  `Action item '${JSON.stringify(item)}' of action '${id}' should be preceded with at least one item ${what}`

function absolute(item: Body, id: string): Position {
  const { x, y } = item
  if (typeof x === 'number' && typeof y === 'number') return { x, y }
  throw invalidArgument(
    `Both coordinates must be be set for action item '${JSON.stringify(item)}' of action '${id}'`,
  )
}

function shifted(from: Position, { x, y }: Body): Position {
  return { x: from.x + (typeof x === 'number' ? x : 0), y: from.y + (typeof y === 'number' ? y : 0) }
}

function fromElement(item: Body, id: string, origins: Origins): Position {
  const elementId = originId(item)
  const bounds = elementId === undefined ? undefined : origins.get(elementId)
  if (!bounds) {
    const shown = isRecord(item['origin']) ? JSON.stringify(item['origin']) : String(item['origin'])
    throw invalidArgument(
      `An unknown element '${shown}' is set for action item '${JSON.stringify(item)}' of action '${id}'`,
    )
  }
  const width = bounds.right - bounds.left
  const height = bounds.bottom - bounds.top
  if (width === 0 || height === 0) {
    throw invalidArgument(
      `The element with id '${elementId}' has zero width/height in the action item '${JSON.stringify(item)}' of action '${id}'`,
    )
  }
  const center = { x: bounds.left + Math.floor(width / 2), y: bounds.top + Math.floor(height / 2) }
  return shifted(center, item)
}
