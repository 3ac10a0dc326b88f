import { invalidSelector } from '../wd-errors.ts'

const STRATEGIES = ['id', 'accessibility id', 'class name', 'xpath', '-android uiautomator'] as const
export type Strategy = (typeof STRATEGIES)[number]

export interface Locator {
  strategy: Strategy
  selector: string
}

/** @throws WdError 'invalid selector' for a strategy that the server does not know */
export function locatorOf(strategy: string, selector: string): Locator {
  const known = STRATEGIES.find((name) => name === strategy)
  if (known) return { strategy: known, selector }
  throw invalidSelector(
    `Selector strategy '${strategy}' is not supported. Only the following selector strategies are supported: [${STRATEGIES.join(', ')}]`,
  )
}

const BY_NAMES = {
  id: 'By.id',
  'accessibility id': 'By.accessibilityId',
  'class name': 'By.clazz',
  xpath: 'By.xpath',
  '-android uiautomator': 'By.AndroidUiAutomator',
} as const satisfies Record<Strategy, string>

/** As stale-element messages name it: `By.id: caption`. */
export function describeLocator({ strategy, selector }: Locator): string {
  return `${BY_NAMES[strategy]}: ${selector}`
}
