import Type, { type Static, type TSchema } from 'typebox'
import Value from 'typebox/value'
import { escapeJson, oneLine } from '../domain/unprintable.ts'
import type { DaemonClient } from './daemon-client.ts'

const GAP = '  '

/** Rows for people: columns as wide as what stands in them, nothing as `-`. Cells may hold words of strangers: a terminal obeys none of them. */
export function printTable(heads: readonly string[], rows: readonly (readonly (string | null)[])[]): void {
  const lines = [heads, ...rows.map((row) => row.map((cell) => oneLine(cell ?? '-')))]
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  for (const line of lines) {
    const cells = line.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - cell.length))
    console.log(cells.join(GAP).trimEnd())
  }
}

/** For programs: the API's own words. */
export function printJson(value: unknown): void {
  console.log(escapeJson(JSON.stringify(value, null, 2)))
}

/** A sentence for people, which may hold words of strangers. */
export function printLine(text: string): void {
  console.log(oneLine(text))
}

/** An option that most commands have. */
export interface Shown {
  json?: true
}

const Page = Type.Object({ next_cursor: Type.Union([Type.String(), Type.Null()]) })

/**
 * Every item of a list, page by page.
 * @param path with the query but for the cursor
 * @param page what a page looks like
 * @param itemsOf the items of a page
 */
export async function readAll<P extends TSchema, Item>(
  daemon: DaemonClient,
  path: string,
  page: P,
  itemsOf: (page: Static<P>) => readonly Item[],
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const answer = await daemon.json(`${path}${path.includes('?') ? '&' : '?'}limit=200${more}`, page)
    items.push(...itemsOf(answer))
    cursor = Value.Parse(Page, answer).next_cursor
  } while (cursor !== null)
  return items
}
