import { Compile } from 'typebox/compile'
import { DriverPack, PackSelector } from '../domain/driver-pack.ts'
import type { Problem } from '../domain/errors.ts'
import { packReferences } from './pack-references.ts'

const packSchema = Compile(DriverPack)
const selectorSchema = Compile(PackSelector)

/** A driver pack that cannot be used, with every problem of the check that failed. */
export class InvalidPack extends Error {
  override name = 'InvalidPack'
  readonly problems: readonly Problem[]

  constructor(source: string, problems: readonly Problem[], options?: ErrorOptions) {
    const list = problems.map(({ path, message }) => `${path || '/'} ${message}`).join('; ')
    super(`driver pack ${source} cannot be used: ${list}`, options)
    this.problems = problems
  }
}

/**
 * Proves that a document is a usable pack: it fits the schema, every pattern compiles and every name it uses is defined.
 * @param source names the pack in the error
 * @throws InvalidPack with a JSON pointer for each problem
 */
export function checkPack(document: unknown, source: string): DriverPack {
  if (!packSchema.Check(document)) throw new InvalidPack(source, schemaProblems(document))
  const problems = [
    ...ruleProblems(document),
    ...dialogProblems(document),
    ...referenceProblems(document),
    ...valueProblems(document, document.texts, ''),
  ]
  if (problems.length > 0) throw new InvalidPack(source, problems)
  return document
}

function schemaProblems(document: unknown): Problem[] {
  return packSchema.Errors(document).flatMap((error) => {
    if (error.keyword === 'additionalProperties') return [] // each extra field is named by an error of its own
    if (error.keyword === 'boolean')
      return [{ path: error.instancePath, message: 'is not a field of driver packs' }]
    if (error.keyword === 'required') {
      return error.params.requiredProperties.map((name) => ({
        path: below(error.instancePath, name),
        message: 'is missing',
      }))
    }
    return [{ path: error.instancePath, message: error.message }]
  })
}

/** Pointer segments escape `~` and `/` (source: RFC 6901). */
function below(path: string, key: string): string {
  return `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
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

/** Patterns that do not compile and texts that do not exist, wherever they are. */
function valueProblems(value: unknown, texts: DriverPack['texts'], path: string): Problem[] {
  if (value === null || typeof value !== 'object') return []
  const own = selectorSchema.Check(value) ? textProblems(value, texts, path) : []
  return Object.entries(value).reduce<Problem[]>((problems, [key, child]) => {
    const at = below(path, key)
    const isPattern = /^(?:pattern|text_matches|desc_matches)$/.test(key) && typeof child === 'string'
    return [...problems, ...(isPattern ? patternProblems(child, at) : valueProblems(child, texts, at))]
  }, own)
}

function patternProblems(pattern: string, path: string): Problem[] {
  try {
    RegExp(pattern, 'su')
    return []
  } catch (error) {
    return [{ path, message: `is not a regular expression: ${String(error)}` }]
  }
}

/** What names a text must not set the same attribute by itself, and the text must exist. */
function textProblems(find: PackSelector, texts: DriverPack['texts'], path: string): Problem[] {
  const uses = [
    { key: 'text_of', name: find.text_of, own: find.text ?? find.text_matches },
    { key: 'desc_of', name: find.desc_of, own: find.desc ?? find.desc_matches },
  ]
  return uses.flatMap(({ key, name, own }) => {
    if (name === undefined) return []
    if (Object.keys(texts[name] ?? {}).length === 0) {
      return [{ path: below(path, key), message: `names the text ${name}, which is not defined` }]
    }
    return own === undefined
      ? []
      : [{ path: below(path, key), message: 'stands beside words of the selector itself' }]
  })
}
