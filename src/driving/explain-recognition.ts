import type { Screen } from '../domain/phone-session.ts'
import type { NodeSelector } from '../domain/selector.ts'
import { shows } from './find.ts'
import type { Pack, Recognition } from './pack.ts'

/** One rule of a pack, tried on a screen. */
export interface TriedRule {
  /** `screen feed`, `dialog rate_us`, `waiting spinner`. */
  rule: string
  fits: boolean
  /** How many of its conditions hold. */
  held: number
  /** Those that do not, in words. */
  failed: readonly string[]
}

/** Tries every rule on a screen, in the order in which they decide: the first that fits names the screen. */
export function tryRules(pack: Pack, screen: Screen): TriedRule[] {
  const kinds = [
    ['dialog', pack.dialogs],
    ['waiting', pack.waiting],
    ['screen', pack.screens],
  ] as const
  return kinds.flatMap(([kind, rules]) =>
    rules.map((rule) => ({ rule: `${kind} ${rule.name}`, ...tried(rule, screen) })),
  )
}

function tried({ all, any, none }: Recognition, { root }: Screen): Omit<TriedRule, 'rule'> {
  const missing = all.filter((selector) => !shows(root, selector))
  const tooMany = none.filter((selector) => shows(root, selector))
  const hasAny = any.length === 0 || any.some((selector) => shows(root, selector))
  const failed = [
    ...missing.map((selector) => `not there: ${wordsOf(selector)}`),
    ...(hasAny ? [] : [`none of these is there: ${any.map(wordsOf).join(', ')}`]),
    ...tooMany.map((selector) => `must not be there: ${wordsOf(selector)}`),
  ]
  const held = all.length - missing.length + (any.length > 0 && hasAny ? 1 : 0)
  return { fits: failed.length === 0, held, failed }
}

function wordsOf(selector: NodeSelector): string {
  return JSON.stringify(selector)
}
