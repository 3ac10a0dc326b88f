import type { Screen } from '../domain/phone-session.ts'
import type { ScreenNode } from '../domain/selector.ts'

/** More nodes than this belong to no screen that a person could describe. */
const NODES_MOST = 500

/**
 * A screen in the form of the on-phone server's page source, without the attributes that no rule asks for: put into a driver's folder
 * `screens/` it is what a new rule is tried on (test/driving/recorded-screens.test.ts).
 */
export function sketchOf({ root }: Screen): string {
  let left = NODES_MOST

  function lines(node: ScreenNode, depth: number): string[] {
    if (left-- <= 0) return []
    const children = node.children.flatMap((child) => lines(child, depth + 1))
    const indent = '  '.repeat(depth)
    const open = `${indent}<node${attributesOf(node)}`
    return children.length === 0 ? [`${open}/>`] : [`${open}>`, ...children, `${indent}</node>`]
  }

  const windows = root.class_name === 'hierarchy' ? root.children : [root]
  return ['<hierarchy>', ...windows.flatMap((window) => lines(window, 1)), '</hierarchy>', ''].join('\n')
}

function attributesOf(node: ScreenNode): string {
  const { left, top, right, bottom } = node.bounds
  const said = {
    'resource-id': node.resource_id ?? '',
    class: node.class_name,
    package: node.package_name,
    text: node.text,
    'content-desc': node.content_desc ?? '',
    hint: node.hint ?? '',
    bounds: `[${left},${top}][${right},${bottom}]`,
  }
  const flags = ['clickable', 'enabled', 'focused', 'scrollable', 'selected', 'checked'] as const
  return [
    ...Object.entries(said).map(([name, value]) => (value === '' ? '' : ` ${name}="${escape(value)}"`)),
    ...flags.map((flag) => (node[flag] ? ` ${flag}="true"` : '')),
    node.showing_hint ? ' showing-hint="true"' : '',
  ].join('')
}

/** XML has no way to write most control characters (source: w3.org/TR/xml 2.2). */
function escape(value: string): string {
  return value
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
}
