import { parseXmlDocument, type Element } from 'slimdom'
import type { Screen } from '../domain/phone-session.ts'
import type { Bounds, ScreenNode } from '../domain/selector.ts'

/**
 * Parses the UiAutomator2 server's page source (format: fidelity 2): `<hierarchy rotation width height>` with one child per window root,
 * the active window first, a toast after it. The returned root stands for `hierarchy`;
 * its size may be less than the display's, by the system bars.
 * @throws Error when it is not such a document
 */
export function parseScreen(source: string): Screen {
  const root = parseXmlDocument(source).documentElement
  if (root?.localName !== 'hierarchy') throw new Error('the page source has no hierarchy')
  const children = root.children.map(parseNode)
  const packageName = children[0]?.package_name ?? ''
  return {
    package_name: packageName,
    root: {
      ...parseNode(root),
      class_name: 'hierarchy',
      package_name: packageName,
      bounds: { left: 0, top: 0, right: number(root, 'width'), bottom: number(root, 'height') },
      children,
    },
  }
}

/**
 * `text` is always there; content-desc, resource-id and hint are absent rather than empty when a view has none. What somebody has typed into a
 * password field is left out: with "show password" the phone tells it, and texts of screens stand in messages, logs and evidence.
 */
function parseNode(element: Element): ScreenNode {
  return {
    class_name: element.getAttribute('class') ?? element.localName,
    package_name: element.getAttribute('package') ?? '',
    resource_id: element.getAttribute('resource-id'),
    text: isTypedPassword(element) ? '' : (element.getAttribute('text') ?? ''),
    content_desc: element.getAttribute('content-desc'),
    hint: element.getAttribute('hint'),
    showing_hint: flag(element, 'showing-hint'),
    bounds: parseBounds(element.getAttribute('bounds')),
    clickable: flag(element, 'clickable'),
    enabled: flag(element, 'enabled'),
    focused: flag(element, 'focused'),
    scrollable: flag(element, 'scrollable'),
    selected: flag(element, 'selected'),
    checked: flag(element, 'checked'),
    children: element.children.map(parseNode),
  }
}

function isTypedPassword(element: Element): boolean {
  return flag(element, 'password') && !flag(element, 'showing-hint')
}

function flag(element: Element, name: string): boolean {
  return element.getAttribute(name) === 'true'
}

function number(element: Element, name: string): number {
  const value = Number(element.getAttribute(name))
  return Number.isFinite(value) ? value : 0
}

/** `[left,top][right,bottom]`; clipped nodes can have odd or negative ones. A node without bounds has an empty box. */
function parseBounds(text: string | null): Bounds {
  const [, left, top, right, bottom] = /^\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]$/.exec(text ?? '') ?? []
  return {
    left: Number(left ?? 0),
    top: Number(top ?? 0),
    right: Number(right ?? 0),
    bottom: Number(bottom ?? 0),
  }
}
