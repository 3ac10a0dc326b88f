import type { DriverPack } from '../domain/driver-pack.ts'
import type { PackSelector } from '../domain/pack-selector.ts'
import type { Problem } from '../domain/errors.ts'
import { patternFault } from './check-pattern.ts'
import { packReadings, packSelectors } from './pack-selectors.ts'

/** Every level multiplies what has to be looked at. */
const DEEPEST = 4

/** What tells a node by itself; `within` and `nth` only choose among others. */
const STRATEGIES = [
  'id',
  'text',
  'text_matches',
  'text_of',
  'desc',
  'desc_matches',
  'desc_of',
  'class',
  'package',
  'clickable',
  'enabled',
  'focused',
  'selected',
  'checked',
  'scrollable',
  'has',
  'after',
] as const

/** What is wrong with selectors and readings beyond their shape. */
export function selectorProblems(pack: DriverPack): Problem[] {
  const problems = [...packSelectors(pack)].flatMap(({ find, path, depth }) => [
    ...strategyProblems(find, path, depth),
    ...textProblems(find, pack.texts, path),
    ...patternProblems({ text_matches: find.text_matches, desc_matches: find.desc_matches }, path),
  ])
  return [
    ...problems,
    ...packReadings(pack).flatMap(({ reading: { pattern }, path }) =>
      patternProblems({ pattern }, path, 'part'),
    ),
  ]
}

function strategyProblems(find: PackSelector, path: string, depth: number): Problem[] {
  const problems: Problem[] = []
  if (!STRATEGIES.some((key) => find[key] !== undefined))
    problems.push({ path, message: `tells no node from another: it needs one of ${STRATEGIES.join(', ')}` })
  if (find.nth === 0) problems.push({ path: `${path}/nth`, message: 'counts from 1, or from -1 at the end' })
  if (depth > DEEPEST)
    problems.push({ path, message: `is a selector more than ${DEEPEST} deep inside of others` })
  return problems
}

function patternProblems(
  patterns: Record<string, string | undefined>,
  path: string,
  matches: 'whole' | 'part' = 'whole',
): Problem[] {
  return Object.entries(patterns).flatMap(([key, pattern]) => {
    const fault = pattern === undefined ? null : patternFault(pattern, matches)
    return fault === null ? [] : [{ path: `${path}/${key}`, message: fault }]
  })
}

/** What names a text must not set the same attribute by itself, and the text must exist. */
function textProblems(find: PackSelector, texts: DriverPack['texts'], path: string): Problem[] {
  const uses = [
    { key: 'text_of', name: find.text_of, own: find.text ?? find.text_matches },
    { key: 'desc_of', name: find.desc_of, own: find.desc ?? find.desc_matches },
  ]
  return uses.flatMap(({ key, name, own }) => {
    if (name === undefined) return []
    if (!Object.hasOwn(texts, name) || Object.keys(texts[name] ?? {}).length === 0)
      return [{ path: `${path}/${key}`, message: `names the text ${name}, which is not defined` }]
    return own === undefined
      ? []
      : [{ path: `${path}/${key}`, message: 'stands beside words of the selector itself' }]
  })
}
