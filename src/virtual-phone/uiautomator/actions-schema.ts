import { isRecord, type Body } from './body.ts'
import { invalidArgument, missingField } from './wd-errors.ts'

export type ActionType = 'pointer' | 'key' | 'none'

/** One W3C input source with its items, checked as the phone's preprocessor does. */
export interface ActionSource {
  id: string
  type: ActionType
  items: readonly Body[]
}

const ITEM_TYPES = {
  pointer: ['pointerDown', 'pointerUp', 'pointerMove', 'pointerCancel', 'pause'],
  key: ['keyUp', 'keyDown', 'pause'],
  none: ['pause'],
} as const satisfies Record<ActionType, readonly string[]>

const TYPES: readonly ActionType[] = ['none', 'key', 'pointer']
const POINTER_TYPES = ['mouse', 'pen', 'touch']

/** @throws WdError 'invalid argument' in the words of the phone's preprocessor */
export function readActions(body: Body): ActionSource[] {
  const { actions } = body
  if (actions === undefined || actions === null)
    throw missingField('java.util.Iterator java.util.List.iterator()')
  if (!Array.isArray(actions))
    throw invalidArgument(
      `org.json.JSONException: Value ${JSON.stringify(actions)} at actions is not a JSONArray`,
    )
  const seen = new Set<string>()
  const pointerTypes = new Set<string>()
  return actions.map((action: unknown) => {
    const source = readSource(isRecord(action) ? action : {}, pointerTypes)
    if (seen.has(source.id)) {
      throw invalidArgument(`The action id '${source.id}' has one one or more duplicates`)
    }
    seen.add(source.id)
    return source
  })
}

function readSource(action: Body, pointerTypes: Set<string>): ActionSource {
  const { id, type: given, actions: items } = action
  if (typeof id !== 'string') throw invalidArgument('All actions must have the id key set')
  if (typeof given !== 'string') throw invalidArgument(`'${id}' action must have the type key set`)
  const type = TYPES.find((known) => known === given)
  if (!type) throw invalidArgument(onlyFor(TYPES, 'type', given, id))
  checkPointerType(action, { id, type, pointerTypes })
  if (!Array.isArray(items)) throw invalidArgument(`'${id}' action should contain at least one item`)
  return { id, type, items: withoutCancelled(items.map((item) => readItem(item, id, type))) }
}

const onlyFor = (allowed: readonly string[], key: string, given: string, id: string) =>
  `Only [${allowed.join(', ')}] values are supported for ${key} key. '${given}' is passed instead for action '${id}'`

function checkPointerType(
  action: Body,
  { id, type, pointerTypes }: { id: string; type: ActionType; pointerTypes: Set<string> },
): void {
  const pointerType = isRecord(action['parameters']) ? action['parameters']['pointerType'] : undefined
  if (typeof pointerType !== 'string') return
  if (!POINTER_TYPES.includes(pointerType)) {
    throw invalidArgument(onlyFor(POINTER_TYPES, 'pointerType', pointerType, id))
  }
  if (type !== 'pointer') {
    throw invalidArgument(
      `pointerType parameter is only supported for action type 'pointer' in '${id}' action`,
    )
  }
  pointerTypes.add(pointerType)
  if (pointerTypes.size > 1) {
    throw invalidArgument(
      `It is only allowed to use one pointer type simultaneously. And you have ${pointerTypes.size}: [${[...pointerTypes].join(', ')}]`,
    )
  }
}

function readItem(item: unknown, id: string, type: ActionType): Body {
  if (!isRecord(item) || typeof item['type'] !== 'string') {
    throw invalidArgument(`All items of '${id}' action must have the type key set`)
  }
  const allowed: readonly string[] = ITEM_TYPES[type]
  if (allowed.includes(item['type'])) return item
  throw invalidArgument(
    `Only [${allowed.join(', ')}] item type values are supported for action type '${type}'. '${item['type']}' is passed instead for action '${id}'`,
  )
}

/** A pointerCancel takes back the item before it. */
function withoutCancelled(items: readonly Body[]): Body[] {
  const kept: Body[] = []
  for (const item of items) {
    if (item['type'] === 'pointerCancel') kept.pop()
    else kept.push(item)
  }
  return kept
}
