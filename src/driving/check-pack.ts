import type { DriverPack } from '../domain/driver-pack.ts'
import type { Problem } from '../domain/errors.ts'
import { routeProblems } from './check-routes.ts'
import { selectorProblems } from './check-selectors.ts'
import { packReferences } from './pack-references.ts'
import { hasPackShape, shapeProblems } from './shape-problems.ts'
import { compareVersions } from './supports-version.ts'

/** Problems that stand in the message, for logs and probes. */
const MOST_TOLD = 20
/** Problems that are kept; who has mended these asks again. */
const MOST_KEPT = 200
/** A path goes by the document's own keys, and those of a broken one may be as long as the file. */
const LONGEST_PATH = 300

/** A driver pack that cannot be used, with the problems of the check that failed. */
export class InvalidPack extends Error {
  override name = 'InvalidPack'
  readonly problems: readonly Problem[]

  constructor(source: string, problems: readonly Problem[], options?: ErrorOptions) {
    const kept = problems.slice(0, MOST_KEPT).map(({ path, message }) => ({
      path: path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path,
      message,
    }))
    const told = kept.slice(0, MOST_TOLD).map(({ path, message }) => `${path || '/'} ${message}`)
    const rest = problems.length > MOST_TOLD ? `; and ${problems.length - MOST_TOLD} more` : ''
    super(`driver pack ${source} cannot be used: ${told.join('; ')}${rest}`, options)
    this.problems = kept
  }
}

/**
 * Proves that a document is a usable pack: it fits the schema, every name it uses is defined, no pattern can take
 * for ever, and the routes lead to where runs have to go.
 * @param source names the pack in the error
 * @throws InvalidPack with a JSON pointer for each problem
 */
export function checkPack(document: unknown, source: string): DriverPack {
  if (!hasPackShape(document)) throw new InvalidPack(source, shapeProblems(document))
  const references = referenceProblems(document)
  const problems = [
    ...ruleProblems(document),
    ...dialogProblems(document),
    ...references,
    ...selectorProblems(document),
    ...versionProblems(document),
    ...(references.length === 0 ? routeProblems(document) : []),
  ]
  if (problems.length > 0) throw new InvalidPack(source, problems)
  return document
}

/** What asks who somebody is is never answered by a machine, whatever a pack says. */
const FOR_PERSONS: ReadonlySet<string> = new Set(['login_expired', 'challenge'])

function dialogProblems({ dialogs }: DriverPack): Problem[] {
  return dialogs.flatMap(({ kind, policy }, index) =>
    FOR_PERSONS.has(kind) && policy.kind !== 'account_action_needed'
      ? [{ path: `/dialogs/${index}/policy/kind`, message: `must be account_action_needed for ${kind}` }]
      : [],
  )
}

function ruleProblems(pack: DriverPack): Problem[] {
  const lists = ['dialogs', 'waiting', 'screens'] as const
  return lists.flatMap((list) =>
    pack[list].flatMap(({ name, all, any }, index) => {
      const problems: Problem[] = []
      const firstOfName = pack[list].findIndex((rule) => rule.name === name)
      if (firstOfName !== index)
        problems.push({ path: `/${list}/${index}/name`, message: `${name} is taken` })
      if (!all && !any)
        problems.push({ path: `/${list}/${index}`, message: `does not tell what ${name} looks like` })
      return problems
    }),
  )
}

function referenceProblems(pack: DriverPack): Problem[] {
  const known = {
    element: new Set(Object.keys(pack.elements)),
    screen: new Set(pack.screens.map(({ name }) => name)),
  }
  return [...packReferences(pack)]
    .filter(({ kind, name }) => !known[kind].has(name))
    .map(({ kind, name, path }) => ({ path, message: `names the ${kind} ${name}, which is not defined` }))
}

function versionProblems({ versions: { from, below } }: DriverPack): Problem[] {
  if (compareVersions(from, below) < 0) return []
  return [{ path: '/versions', message: `has no version: ${from} is not below ${below}` }]
}
