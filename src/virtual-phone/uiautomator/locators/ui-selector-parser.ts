import { wholeMatch } from './java-regex.ts'
import {
  isProblem,
  parseJavaExpression,
  readBoolean,
  readClass,
  readInteger,
  readString,
  syntaxError,
  unsuitable,
  wrongCount,
  type JavaCall,
} from './java-expression.ts'
import { emptySelector, withCriterion, withNext, type Criterion, type UiSelector } from './ui-selector.ts'

const CLASS_NAME = 'UiSelector'

type Value = string | number | boolean
type Reader = (arg: string) => Value | { problem: string }

const stringOrClass: Reader = (arg) => {
  const text = readString(arg)
  return isProblem(text) ? readClass(arg) : text
}

const regex: Reader = (arg) => {
  const pattern = readString(arg)
  if (!isProblem(pattern)) wholeMatch(pattern)
  return pattern
}

/** Every public method of UiSelector that takes one plain value. */
const METHODS: Readonly<Record<string, readonly [criterion: Criterion, read: Reader]>> = {
  checkable: ['CHECKABLE', readBoolean],
  checked: ['CHECKED', readBoolean],
  className: ['CLASS', stringOrClass],
  classNameMatches: ['CLASS_REGEX', regex],
  clickable: ['CLICKABLE', readBoolean],
  description: ['DESCRIPTION', readString],
  descriptionContains: ['CONTAINS_DESCRIPTION', readString],
  descriptionMatches: ['DESCRIPTION_REGEX', regex],
  descriptionStartsWith: ['START_DESCRIPTION', readString],
  enabled: ['ENABLED', readBoolean],
  focusable: ['FOCUSABLE', readBoolean],
  focused: ['FOCUSED', readBoolean],
  index: ['INDEX', readInteger],
  instance: ['INSTANCE', readInteger],
  longClickable: ['LONG_CLICKABLE', readBoolean],
  packageName: ['PACKAGE_NAME', readString],
  packageNameMatches: ['PACKAGE_NAME_REGEX', regex],
  resourceId: ['RESOURCE_ID', readString],
  resourceIdMatches: ['RESOURCE_ID_REGEX', regex],
  scrollable: ['SCROLLABLE', readBoolean],
  selected: ['SELECTED', readBoolean],
  text: ['TEXT', readString],
  textContains: ['CONTAINS_TEXT', readString],
  textMatches: ['TEXT_REGEX', regex],
  textStartsWith: ['START_TEXT', readString],
}

const RELATIONS: Readonly<Record<string, 'CHILD' | 'PARENT'>> = {
  childSelector: 'CHILD',
  fromParent: 'PARENT',
}

/**
 * Reads `new UiSelector().text("x")`; the constructor may be left out.
 * @throws WdError 'invalid selector' in the words of the phone's parser, 'unknown error' for a pattern that does not compile
 */
export function parseUiSelector(expression: string): UiSelector {
  const { text, args, calls } = parseJavaExpression(normalized(expression), CLASS_NAME)
  if (args.length > 0) {
    throw syntaxError(text, `UiSelector has no suitable constructor with arguments [${args.join(', ')}]`)
  }
  return calls.reduce((selector, call) => applied(text, selector, call), emptySelector)
}

function normalized(expression: string): string {
  const text = expression.trim()
  if (text.startsWith(`new ${CLASS_NAME}`)) return text
  if (text.startsWith(CLASS_NAME)) return `new ${text}`
  return `new ${CLASS_NAME}()${text.startsWith('.') ? '' : '.'}${text}`
}

function applied(text: string, selector: UiSelector, call: JavaCall): UiSelector {
  const { name, args } = call
  const [arg] = args
  const relation = Object.hasOwn(RELATIONS, name) ? RELATIONS[name] : undefined
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  if (!relation && !method) throw withoutSuch(text, name)
  if (arg === undefined || args.length !== 1) {
    throw unsuitable(text, CLASS_NAME, call, wrongCount(args.length, 1))
  }
  if (relation) return withNext(selector, relation, parseUiSelector(arg))
  if (!method) throw withoutSuch(text, name)
  const [criterion, read] = method
  const value = read(arg)
  if (isProblem(value)) throw unsuitable(text, CLASS_NAME, call, value.problem)
  return withCriterion(selector, criterion, value)
}

function withoutSuch(text: string, name: string): Error {
  if (name === 'toString') {
    return syntaxError(
      text,
      'Unsupported return value type:`String`. Only methods with return type `UiSelector` are supported.',
    )
  }
  return syntaxError(text, `UiSelector has no \`${name}\` method`)
}
