import { nestedFirst, type Node } from '../node-tree.ts'

/** `package:type/name`, which is searched as it is. */
const FULL_ID = /^[a-zA-Z_][a-zA-Z0-9._]*:[^/]+\/.+$/

/** The server's own package: the prefix of bare ids in a session without `appPackage`. */
const SERVER_PACKAGE = 'io.appium.uiautomator2.server'

/**
 * A bare name gets the session's `appPackage`, never the package in the foreground (source: research/fidelity.md 3).
 * `appPackage` is undefined when the capability was not given.
 */
export function fullResourceId(name: string, appPackage: string | undefined, autocompletes: boolean): string {
  if (!autocompletes || FULL_ID.test(name)) return name
  return `${appPackage ?? SERVER_PACKAGE}:id/${name}`
}

export function findByResourceId(roots: readonly Node[], id: string): Node[] {
  return matches(roots, ({ view }) => view.resourceId === id)
}

/** Exact and case-sensitive. */
export function findByContentDesc(roots: readonly Node[], contentDesc: string): Node[] {
  return matches(roots, ({ view }) => view.contentDesc === contentDesc)
}

export function findByClassName(roots: readonly Node[], className: string): Node[] {
  return matches(roots, ({ view }) => view.className === className)
}

export function matches(roots: readonly Node[], fits: (node: Node) => boolean): Node[] {
  return roots.flatMap((root) => [...nestedFirst(root)].filter(fits))
}
