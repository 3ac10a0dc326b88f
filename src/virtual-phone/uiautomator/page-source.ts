import type { Phone } from '../android/phone.ts'
import { globPattern } from './glob.ts'
import { EXTRA_ATTRIBUTES, SOURCE_ATTRIBUTES } from './node-attributes.ts'
import type { Node } from './node-tree.ts'
import type { Settings } from './settings.ts'

export type Attributes = readonly (readonly [name: string, value: string])[]

/** One element of the XML that source and XPath look at. `node` is null for the `hierarchy` around the windows. */
export interface SnapshotElement {
  readonly tag: string
  readonly attributes: Attributes
  readonly node: Node | null
  readonly children: readonly SnapshotElement[]
}

export interface SnapshotOptions {
  settings: Settings
  /** Names of the attributes to keep beside `class`; null keeps all. */
  only: ReadonlySet<string> | null
}

/** All that the server tells of a toast. */
const TOAST_ATTRIBUTES = new Set(['index', 'package', 'text', 'displayed'])

/** The windows and then the toasts under one `hierarchy` element, pruned as the page source is. */
export function takeSnapshot(
  roots: readonly Node[],
  toasts: readonly Node[],
  options: SnapshotOptions,
): SnapshotElement {
  const ofToasts = { ...options, only: TOAST_ATTRIBUTES }
  return {
    tag: 'hierarchy',
    attributes: [
      ['index', '0'],
      ['class', 'hierarchy'],
    ],
    node: null,
    children: [
      ...roots.map((root, index) => elementOf({ ...root, index }, root, 1, options)),
      ...toasts.map((toast, at) => elementOf({ ...toast, index: roots.length + at }, toast, 1, ofToasts)),
    ],
  }
}

/** One node and what is below it, as an XPath under an element sees it. */
export function takeSubtree(root: Node, options: SnapshotOptions): SnapshotElement {
  return elementOf(root, root, 0, options)
}

function elementOf(shown: Node, node: Node, depth: number, options: SnapshotOptions): SnapshotElement {
  const { settings, only } = options
  const kept = depth < settings.number('snapshotMaxDepth') ? node.children : []
  const walksInvisible = settings.flag('allowInvisibleElements') || isTraversable(node, settings)
  return {
    tag: tagOf(node.view.className, settings.flag('normalizeTagNames')),
    attributes: attributesOf(shown, settings, only),
    node,
    children: kept
      .filter((child) => child.view.visible || walksInvisible)
      .map((child) => elementOf(child, child, depth + 1, options)),
  }
}

function isTraversable({ view }: Node, settings: Settings): boolean {
  const globs = settings.text('alwaysTraversableViewClasses').split(',')
  return globs.some((glob) => glob.trim() !== '' && globPattern(glob.trim()).test(view.className))
}

function attributesOf(node: Node, settings: Settings, only: ReadonlySet<string> | null): Attributes {
  const readers: (readonly [string, (node: Node) => string | null])[] = [...SOURCE_ATTRIBUTES]
  const add = (name: keyof typeof EXTRA_ATTRIBUTES) => readers.push([name, EXTRA_ATTRIBUTES[name]])
  if (settings.flag('includeExtrasInPageSource')) add('extras')
  if (settings.flag('includeA11yActionsInPageSource')) add('actions')
  if (settings.flag('includeExtraRenderingInfo')) {
    add('text-size')
    add('text-unit')
  }
  const found: [string, string][] = []
  for (const [name, read] of readers) {
    if (only && name !== 'class' && !only.has(name)) continue
    const value = read(node)
    if (value !== null) found.push([name, xmlText(value)])
  }
  return found
}

/** Text without control characters, surrogates and the specials above them: nearly all there is. */
const PLAIN = /^[\u0020-\ud7ff]*$/

/** Characters outside XML 1.0 become `?`. */
function xmlText(value: string): string {
  if (PLAIN.test(value)) return value
  return Array.from(value, (char) => (isXmlChar(char.codePointAt(0) ?? 0) ? char : '?')).join('')
}

function isXmlChar(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000
}

/** XML name of a class: `$ @ # &` become dots, other characters that XML forbids become `_`. */
export function tagOf(className: string, asciiOnly: boolean): string {
  const dotted = className
    .replaceAll(/[$@#&]/g, '.')
    .replaceAll(/\.+/g, '.')
    .replaceAll(/^\.|\.$/g, '')
  const ascii = asciiOnly
    ? dotted
        .normalize('NFD')
        .replaceAll(/[\u0300-\u036f]/g, '')
        .replaceAll(/[^A-Za-z0-9\-._]/g, '_')
    : dotted
  const legal = ascii.replaceAll(/[^\p{L}\p{N}\-._]/gu, '_').replace(/^[^\p{L}_]/u, '_')
  return legal === '' ? 'android.view.View' : legal
}

/** Some phones keep the gesture bar's strip out of the size that the source tells. */
const NAVIGATION_STRIP_DP = 24

/** The page source, byte for byte as the phone's serializer writes it: CR LF, two blanks a level. */
export function pageSource(snapshot: SnapshotElement, { display }: Pick<Phone, 'display'>): string {
  const strip = Math.round((NAVIGATION_STRIP_DP * display.density) / 160)
  const size: Attributes = [
    ['rotation', '0'],
    ['width', String(display.width)],
    ['height', String(display.height - strip)],
  ]
  const root = { ...snapshot, attributes: [...snapshot.attributes, ...size] }
  return `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>${written(root, 0)}`
}

function written({ tag, attributes, children }: SnapshotElement, depth: number): string {
  const start = `\r\n${'  '.repeat(depth)}`
  const open = `${start}<${tag}${attributes.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('')}`
  if (children.length === 0) return `${open} />`
  return `${open}>${children.map((child) => written(child, depth + 1)).join('')}${start}</${tag}>`
}

const NEEDS_ESCAPE = /[&<>"\t\n\r\ud800-\udfff]/

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return value
  return value.replaceAll(/[&<>"\t\n\r]|[\u{10000}-\u{10ffff}]/gu, (char) => {
    return ESCAPES[char] ?? `&#${char.codePointAt(0) ?? 0};`
  })
}
