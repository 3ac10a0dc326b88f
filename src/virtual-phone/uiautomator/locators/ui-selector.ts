/** Criteria in the order of Android's selector constants, which is how a selector prints itself. */
export const CRITERIA = [
  'TEXT',
  'START_TEXT',
  'CONTAINS_TEXT',
  'CLASS',
  'DESCRIPTION',
  'START_DESCRIPTION',
  'CONTAINS_DESCRIPTION',
  'INDEX',
  'INSTANCE',
  'ENABLED',
  'FOCUSED',
  'FOCUSABLE',
  'SCROLLABLE',
  'CLICKABLE',
  'CHECKED',
  'SELECTED',
  'PACKAGE_NAME',
  'LONG_CLICKABLE',
  'TEXT_REGEX',
  'CLASS_REGEX',
  'DESCRIPTION_REGEX',
  'PACKAGE_NAME_REGEX',
  'RESOURCE_ID',
  'CHECKABLE',
  'RESOURCE_ID_REGEX',
] as const
export type Criterion = (typeof CRITERIA)[number]

/** What `new UiSelector()...` describes. Immutable: every call makes another one. */
export interface UiSelector {
  readonly criteria: ReadonlyMap<Criterion, string | number | boolean>
  /** Where the search goes on from a match: below it, or anew from its parent. */
  readonly next: { relation: 'CHILD' | 'PARENT'; selector: UiSelector } | null
}

export const emptySelector: UiSelector = { criteria: new Map(), next: null }

export function withCriterion(
  selector: UiSelector,
  criterion: Criterion,
  value: string | number | boolean,
): UiSelector {
  return { ...selector, criteria: new Map(selector.criteria).set(criterion, value) }
}

export const withInstance = (selector: UiSelector, instance: number) =>
  withCriterion(selector, 'INSTANCE', instance)

/** childSelector or fromParent: hung onto the last of the chain, as Android does. */
export function withNext(selector: UiSelector, relation: 'CHILD' | 'PARENT', next: UiSelector): UiSelector {
  const hung = selector.next
    ? { ...selector.next, selector: withNext(selector.next.selector, relation, next) }
    : { relation, selector: next }
  return { ...selector, next: hung }
}

/** As Java prints it: `UiSelector[CLASS=android.widget.Button, INSTANCE=1]`. */
export function describeSelector({ criteria, next }: UiSelector): string {
  const parts = CRITERIA.flatMap((name) => {
    const value = criteria.get(name)
    return value === undefined ? [] : [`${name}=${value}`]
  })
  if (next) parts.push(`${next.relation}=${describeSelector(next.selector)}`)
  return `UiSelector[${parts.join(', ')}]`
}
