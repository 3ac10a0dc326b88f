/** What a reading of the screen may take: some hundred nodes, far more than any app shows at once. */
const LONGEST = 512 * 1024

/** Says nothing: what an attribute has when it is left out, as the server on the phone counts. */
const DEFAULTS: Readonly<Record<string, string>> = { enabled: 'true', displayed: 'true' }

/** Of each node only for the machine: its place among its siblings stands in the order of the document. */
const NOISE = new Set(['index', 'drawing-order', 'a11y-important', 'screen-reader-focusable', 'showing-hint'])

/** Texts of the app, which may be any word. */
const TEXTS = new Set(['text', 'hint', 'content-desc'])

/** A `>` may stand in a value as it is (source: w3.org/TR/xml 2.4). */
const NODE = /<[A-Za-z](?:[^<>"]|"[^"]*")*>/g
const ATTRIBUTE = /\s+([\w:.-]+)="([^"]*)"/g

/**
 * A hierarchy without what tells nothing: empty, false and default attributes. The text of password fields is hidden.
 * @param source XML as the server on the phone gives it
 */
export function trimHierarchy(source: string): string {
  const trimmed = source.replace(NODE, trimNode)
  if (trimmed.length <= LONGEST) return trimmed
  return `${trimmed.slice(0, LONGEST)}\n<!-- ${trimmed.length - LONGEST} more characters are left out -->\n`
}

function trimNode(node: string): string {
  const isPassword = /\spassword="true"/.test(node)
  return node.replace(ATTRIBUTE, (attribute, name: string, value: string) => {
    if (value === '' || NOISE.has(name)) return ''
    if (TEXTS.has(name)) return isPassword ? ` ${name}="[hidden]"` : attribute
    // What an element is not, is told: a button that is not enabled is why nothing happened.
    if (name in DEFAULTS) return value === DEFAULTS[name] ? '' : attribute
    return value === 'false' || value === 'null' ? '' : attribute
  })
}
