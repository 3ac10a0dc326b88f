import {
  isProblem,
  parseJavaExpression,
  readBoolean,
  readInteger,
  readString,
  syntaxError,
  unsuitable,
  wrongCount,
  type JavaCall,
} from './java-expression.ts'
import { parseUiSelector } from './ui-selector-parser.ts'
import type { UiSelector } from './ui-selector.ts'

const CLASS_NAME = 'UiScrollable'

/** A method of UiScrollable with its arguments understood. */
export type ScrollStep =
  | { kind: 'orientation'; vertical: boolean }
  | { kind: 'maxSearchSwipes'; swipes: number }
  | { kind: 'deadZone'; share: number }
  | { kind: 'scrollIntoView'; target: UiSelector }
  | { kind: 'scroll'; forward: boolean; steps: number }
  | { kind: 'scrollToEnd'; forward: boolean; swipes: number; steps: number }
  | { kind: 'childByInstance'; pattern: UiSelector; instance: number }
  | { kind: 'childBy'; what: 'text' | 'description'; pattern: UiSelector; value: string; scrolls: boolean }

export interface ScrollExpression {
  /** The expression as it was parsed, for messages. */
  text: string
  container: UiSelector
  steps: readonly ScrollStep[]
}

export const isUiScrollable = (statement: string) => /^(new )?UiScrollable/.test(statement.trim())

/** Steps of a scroll and of a fling, 5 ms each (source: androidx UiScrollable). */
const SCROLL_STEPS = 55
const FLING_STEPS = 5

/** @throws WdError 'invalid selector' in the words of the phone's parser */
export function parseUiScrollable(statement: string): ScrollExpression {
  const trimmed = statement.trim()
  const source = trimmed.startsWith('new ') ? trimmed : `new ${trimmed}`
  const { text, args, calls } = parseJavaExpression(source, CLASS_NAME)
  const [container] = args
  if (container === undefined || args.length !== 1) {
    throw syntaxError(text, `UiScrollable has no suitable constructor with arguments [${args.join(', ')}]`)
  }
  return {
    text,
    container: parseUiSelector(container),
    steps: calls.map((call) => stepOf(text, call)),
  }
}

export function lastCallMustFind(text: string) {
  return syntaxError(text, 'Last method called on a UiScrollable object must return a UiObject object')
}

type Kind = 'selector' | 'string' | 'integer' | 'boolean' | 'double'

/** Arguments of the first form that takes them all. @throws WdError when none does */
function read(text: string, call: JavaCall, forms: readonly (readonly Kind[])[]): Arguments {
  const { args } = call
  let problem = wrongCount(args.length, forms[0]?.length ?? 0)
  for (const form of forms) {
    if (form.length !== args.length) continue
    const values = form.map((kind, index) => readOne(kind, args[index] ?? ''))
    const wrong = values.find(isProblem)
    if (!wrong) return new Map(values.map((value, index) => [index, value]))
    problem = wrong.problem
  }
  throw unsuitable(text, CLASS_NAME, call, problem)
}

type Arguments = ReadonlyMap<number, unknown>

function readOne(kind: Kind, arg: string): unknown {
  if (kind === 'string') return readString(arg)
  if (kind === 'integer') return readInteger(arg)
  if (kind === 'boolean') return readBoolean(arg)
  if (kind === 'selector') return parseUiSelector(arg)
  return Number.isNaN(Number(arg)) ? { problem: `${arg} is not a double` } : Number(arg)
}

const stringAt = (values: Arguments, index: number) => String(values.get(index))
const numberAt = (values: Arguments, index: number, otherwise: number) =>
  values.has(index) ? Number(values.get(index)) : otherwise

function stepOf(text: string, call: JavaCall): ScrollStep {
  const [first = ''] = call.args
  switch (call.name) {
    case 'setAsVerticalList':
    case 'setAsHorizontalList':
      read(text, call, [[]])
      return { kind: 'orientation', vertical: call.name === 'setAsVerticalList' }
    case 'setMaxSearchSwipes':
      return { kind: 'maxSearchSwipes', swipes: numberAt(read(text, call, [['integer']]), 0, 0) }
    case 'setSwipeDeadZonePercentage':
      return { kind: 'deadZone', share: numberAt(read(text, call, [['double']]), 0, 0) }
    case 'scrollIntoView':
      read(text, call, [['selector']])
      return { kind: 'scrollIntoView', target: parseUiSelector(first) }
    case 'scrollTextIntoView':
    case 'scrollDescriptionIntoView': {
      const criterion = call.name === 'scrollTextIntoView' ? 'TEXT' : 'DESCRIPTION'
      const value = stringAt(read(text, call, [['string']]), 0)
      return { kind: 'scrollIntoView', target: { criteria: new Map([[criterion, value]]), next: null } }
    }
    case 'getChildByInstance':
      return {
        kind: 'childByInstance',
        instance: numberAt(read(text, call, [['selector', 'integer']]), 1, 0),
        pattern: parseUiSelector(first),
      }
    case 'getChildByText':
    case 'getChildByDescription':
      return childByStep(text, call)
    default:
      return scrollStep(text, call)
  }
}

function childByStep(text: string, call: JavaCall): ScrollStep {
  const values = read(text, call, [
    ['selector', 'string'],
    ['selector', 'string', 'boolean'],
  ])
  return {
    kind: 'childBy',
    what: call.name === 'getChildByText' ? 'text' : 'description',
    pattern: parseUiSelector(call.args[0] ?? ''),
    value: stringAt(values, 1),
    scrolls: values.get(2) !== false,
  }
}

function scrollStep(text: string, call: JavaCall): ScrollStep {
  const forward = /Forward$|ToEnd$/.test(call.name)
  switch (call.name) {
    case 'scrollForward':
    case 'scrollBackward':
      return {
        kind: 'scroll',
        forward,
        steps: numberAt(read(text, call, [[], ['integer']]), 0, SCROLL_STEPS),
      }
    case 'flingForward':
    case 'flingBackward':
      read(text, call, [[]])
      return { kind: 'scroll', forward, steps: FLING_STEPS }
    case 'scrollToBeginning':
    case 'scrollToEnd': {
      const values = read(text, call, [['integer'], ['integer', 'integer']])
      const swipes = numberAt(values, 0, 0)
      return { kind: 'scrollToEnd', forward, swipes, steps: numberAt(values, 1, SCROLL_STEPS) }
    }
    case 'flingToBeginning':
    case 'flingToEnd': {
      const swipes = numberAt(read(text, call, [['integer']]), 0, 0)
      return { kind: 'scrollToEnd', forward, swipes, steps: FLING_STEPS }
    }
    default:
      throw syntaxError(text, `UiScrollable has no \`${call.name}\` method`)
  }
}
