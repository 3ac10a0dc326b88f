import type { Reading } from '../domain/pack-selector.ts'
import type { ScreenNode } from '../domain/selector.ts'
import { beginningOf } from './check-pattern.ts'
import { findElement } from './find.ts'
import type { Pack } from './pack.ts'

/** What an element says, by the pack's reading; undefined when it is not there or says something of another shape. */
export function readValue(pack: Pack, root: ScreenNode, reading: Reading): string | undefined {
  return readMatches(pack, root, reading)[0]?.value
}

/** What each node of the reading's element says, by the pack's reading. */
export function readMatches(
  pack: Pack,
  root: ScreenNode,
  { element, from = 'text', pattern }: Reading,
): { node: ScreenNode; value: string }[] {
  const nodes = findElement(root, pack.element(element))?.nodes ?? []
  return nodes.flatMap((node) => {
    const said = from === 'desc' ? (node.content_desc ?? '') : textOf(node)
    if (pattern === undefined) return said === '' ? [] : [{ node, value: said }]
    const match = new RegExp(pattern, 'su').exec(beginningOf(said))
    return match ? [{ node, value: match[1] ?? match[0] }] : []
  })
}

/** What a node holds: an empty field that shows its hint holds nothing. */
export function textOf({ text, showing_hint }: ScreenNode): string {
  return showing_hint ? '' : text
}
