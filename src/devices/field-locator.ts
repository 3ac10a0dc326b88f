import type { NodeSelector, ScreenNode } from '../domain/selector.ts'
import { findNodes } from '../domain/selector.ts'

const BEYOND_XPATH = ['text_matches', 'desc_matches', 'has', 'after', 'nth'] as const

/** Strategy and value for a WebDriver find. */
export interface Locator {
  using: 'id' | 'xpath'
  value: string
}

/**
 * The on-phone server's way to say the same as the selector; null when it has a regular expression, since the server's dialect is not ours,
 * or says where the node is among others (`has`, `after`, `nth`): `locatorOnScreen` does those.
 * A lone full id uses the `id` strategy, the fastest; a bare one would be prefixed with the app's package (source: fidelity 3).
 */
export function locatorOf(selector: NodeSelector): Locator | null {
  const onlyId = selector.id !== undefined && Object.keys(selector).length === 1
  if (onlyId && /^[^:/]+:[^:/]+\/.+$/.test(selector.id ?? ''))
    return { using: 'id', value: selector.id ?? '' }
  const path = pathOf(selector)
  return path === null ? null : { using: 'xpath', value: path }
}

/**
 * A locator for the node that the selector describes on this reading of the screen: its own attributes, and its number among the nodes
 * that share them. Null unless exactly one node is described.
 */
export function locatorOnScreen(root: ScreenNode, selector: NodeSelector): Locator | null {
  const [node, ...others] = findNodes(root, selector)
  if (node === undefined || others.length > 0) return null
  const exact: NodeSelector = {
    class: node.class_name,
    package: node.package_name,
    ...(node.resource_id !== null && { id: node.resource_id }),
    ...(node.content_desc !== null && { desc: node.content_desc }),
  }
  const number = findNodes(root, exact).indexOf(node) + 1
  return { using: 'xpath', value: `(${pathOf(exact)})[${number}]` }
}

function pathOf(selector: NodeSelector): string | null {
  if (BEYOND_XPATH.some((key) => selector[key] !== undefined)) return null
  const own = `*${conditionsOf(selector)}`
  if (selector.within === undefined) return `//${own}`
  const scope = pathOf(selector.within)
  return scope === null ? null : `${scope}/descendant-or-self::${own}`
}

function conditionsOf(selector: NodeSelector): string {
  const wanted: readonly (readonly [string, string | boolean | undefined])[] = [
    ['resource-id', selector.id],
    ['text', selector.text],
    ['content-desc', selector.desc],
    ['class', selector.class],
    ['package', selector.package],
    ['clickable', selector.clickable],
    ['enabled', selector.enabled],
    ['focused', selector.focused],
    ['selected', selector.selected],
    ['checked', selector.checked],
    ['scrollable', selector.scrollable],
  ]
  return wanted
    .flatMap(([name, value]) => (value === undefined ? [] : [`[@${name}=${literal(String(value))}]`]))
    .join('')
}

/** XPath 1.0 has no escape inside a literal, and a phone may be set to 1.0: a text with both quotes is put together of pieces. */
function literal(text: string): string {
  if (!text.includes('"')) return `"${text}"`
  if (!text.includes("'")) return `'${text}'`
  return `concat(${text
    .split('"')
    .map((piece) => `"${piece}"`)
    .join(`, '"', `)})`
}
