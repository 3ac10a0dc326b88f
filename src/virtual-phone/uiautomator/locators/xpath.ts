import { Document, type Element } from 'slimdom'
import { takeSnapshot, takeSubtree, type SnapshotElement } from '../page-source.ts'
import type { Node } from '../node-tree.ts'
import type { Settings } from '../settings.ts'
import { invalidSelector, unknownError, type WdError } from '../wd-errors.ts'
import { evaluateXPath, LANGUAGE } from './xpath-engine.ts'
import { refuseNewerSyntax } from './xpath-version.ts'

export interface XPathScope {
  roots: readonly Node[]
  toasts: readonly Node[]
  /** The element that the search is limited to or starts from. */
  context: Node | null
  settings: Settings
}

/**
 * Nodes that an XPath 2.0 expression selects, in document order; anything but elements counts as no match.
 * @throws WdError 'invalid selector' when it does not parse, 'unknown error' when it fails while running
 */
export function findByXPath(expression: string, { roots, toasts, context, settings }: XPathScope): Node[] {
  const only = namedAttributes(expression)
  const limited = context !== null && settings.flag('limitXPathContextScope')
  const options = { settings, only }
  const snapshot = limited ? takeSubtree(context, options) : takeSnapshot(roots, toasts, options)
  const { document, nodes, elements } = buildDocument(snapshot)
  const start = context && !limited ? elements.get(identityOf(context)) : undefined
  const results = evaluate(expression, start ?? document, settings.flag('enforceXPath1'))
  return results.flatMap((result) => nodes.get(result) ?? [])
}

/** `@name` in the expression puts that attribute into the document; `@*` puts all. */
function namedAttributes(expression: string): ReadonlySet<string> | null {
  const names = [...expression.matchAll(/@\s*(\*|[\w-]+)/g)].map(([, name = '']) => name)
  return names.includes('*') ? null : new Set(names)
}

const identityOf = ({ window, view }: Node) => `${window.id}/${view.key}`

interface BuiltDocument {
  document: Document
  nodes: ReadonlyMap<unknown, Node>
  elements: ReadonlyMap<string, Element>
}

function buildDocument(snapshot: SnapshotElement): BuiltDocument {
  const document = new Document()
  const nodes = new Map<unknown, Node>()
  const elements = new Map<string, Element>()
  const build = ({ tag, attributes, node, children }: SnapshotElement): Element => {
    const element = document.createElement(tag)
    for (const [name, value] of attributes) element.setAttribute(name, value)
    if (node) {
      nodes.set(element, node)
      elements.set(identityOf(node), element)
    }
    for (const child of children) element.append(build(child))
    return element
  }
  document.append(build(snapshot))
  return { document, nodes, elements }
}

function evaluate(expression: string, start: Document | Element, xpath1: boolean): readonly unknown[] {
  refuseNewerSyntax(expression)
  try {
    const type = evaluateXPath.ALL_RESULTS_TYPE
    return evaluateXPath(expression, start, null, null, type, { ...LANGUAGE, disableCache: true })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw xpathError(message, xpath1)
  }
}

const PROCESSOR = 'org.eclipse.wst.xml.xpath2.processor'

function xpathError(message: string, xpath1: boolean): WdError {
  if (message.includes('XPST0003')) {
    const [, line = '1', column = '1'] = /at <>:(\d+):(\d+)/.exec(message) ?? []
    const reason = `Syntax error at line ${line}, column ${column}`
    return xpath1
      ? invalidSelector(`javax.xml.xpath.XPathExpressionException: ${reason}`)
      : invalidSelector(`${PROCESSOR}.XPathParserException: CUP parser error: ${reason}`)
  }
  const [reason = ''] = message.split('\n')
  // Unknown functions, variables and prefixes are found before the run, outside of the code that adds the hint.
  if (/XPST\d{4}/.test(message)) return unknownError(`${PROCESSOR}.StaticError: ${reason}`)
  const setting = xpath1 ? 'normalizeTagNames' : 'enforceXPath1'
  return unknownError(
    `${reason}. Try changing the '${setting}' driver setting to 'true' in order to workaround the problem.`,
  )
}
