import { floatText, isShowingHint, rawText, shownText, type Node } from './node-tree.ts'
import { WdError } from './wd-errors.ts'

type Reader = (node: Node) => string | null

const yes = (value: boolean) => String(value)
const unlessNull = (value: number | undefined) => (value === undefined ? null : String(value))

export function boundsText({ bounds }: Pick<Node, 'bounds'>): string {
  return `[${bounds.left},${bounds.top}][${bounds.right},${bounds.bottom}]`
}

/** Attributes of the page source in their order; null leaves one out (source: research/fidelity.md 2). */
export const SOURCE_ATTRIBUTES: readonly (readonly [name: string, read: Reader])[] = [
  ['index', ({ index }) => String(index)],
  ['package', ({ view }) => view.packageName],
  ['class', ({ view }) => view.className],
  ['text', ({ view }) => shownText(view)],
  ['content-desc', ({ view }) => view.contentDesc],
  ['resource-id', ({ view }) => (view.resourceId === '' ? null : view.resourceId)],
  ['checkable', ({ view }) => yes(view.checkable)],
  ['checked', ({ view }) => yes(view.checked)],
  ['clickable', ({ view }) => yes(view.clickable)],
  ['enabled', ({ view }) => yes(view.enabled)],
  ['focusable', ({ view }) => yes(view.focusable)],
  ['focused', ({ view }) => yes(view.focused)],
  ['long-clickable', ({ view }) => yes(view.longClickable)],
  ['password', ({ view }) => yes(view.password)],
  ['scrollable', ({ view }) => yes(view.scrollable)],
  ['selection-start', ({ view }) => unlessNull(view.selection?.start)],
  ['selection-end', ({ view }) => unlessNull(view.selection?.end)],
  ['selected', ({ view }) => yes(view.selected)],
  ['bounds', boundsText],
  ['displayed', ({ view }) => yes(view.visible)],
  ['hint', ({ view }) => view.hint],
  ['a11y-important', () => 'true'],
  ['screen-reader-focusable', () => 'false'],
  ['input-type', ({ view }) => (view.inputType === 0 ? null : String(view.inputType))],
  ['drawing-order', ({ parent, index }) => String(parent ? index + 1 : 0)],
  ['showing-hint', ({ view }) => yes(isShowingHint(view))],
  ['text-entry-key', () => 'false'],
  ['multiline', ({ view }) => (view.maxTextLength === -1 ? null : yes(view.multiLine))],
  ['dismissable', () => 'false'],
  ['a11y-focused', () => 'false'],
  ['heading', () => 'false'],
  ['live-region', () => '0'],
  ['context-clickable', () => 'false'],
  ['max-text-length', ({ view }) => (view.maxTextLength === -1 ? null : String(view.maxTextLength))],
  ['content-invalid', () => 'false'],
  ['error', () => null],
  ['pane-title', () => null],
  ['tooltip-text', () => null],
  ['text-has-clickable-span', () => 'false'],
  ['window-id', ({ window }) => String(window.id)],
  ['is-collection', ({ view }) => yes(isCollection(view.className))],
  ['is-collection-item', ({ parent }) => yes(parent !== null && isCollection(parent.view.className))],
]

/** Lists tell accessibility of their rows; other containers do not. */
function isCollection(className: string): boolean {
  return /(RecyclerView|ListView|GridView|ViewPager2?)$/.test(className)
}

/** Added by `includeExtrasInPageSource` and `includeA11yActionsInPageSource`. */
export const EXTRA_ATTRIBUTES = {
  extras: () => '',
  actions: ({ view }: Node) =>
    [
      view.clickable ? 'ACTION_CLICK' : null,
      view.longClickable ? 'ACTION_LONG_CLICK' : null,
      view.focusable && !view.focused ? 'ACTION_FOCUS' : null,
      view.focused ? 'ACTION_CLEAR_FOCUS' : null,
      view.scrollable ? 'ACTION_SCROLL_FORWARD' : null,
      view.onSetText && view.enabled ? 'ACTION_SET_TEXT' : null,
      view.onSetProgress && view.enabled ? 'ACTION_SET_PROGRESS' : null,
      'ACTION_ACCESSIBILITY_FOCUS',
    ]
      .filter((action) => action !== null)
      .join(','),
  'text-size': ({ view }: Node) =>
    view.paint.textSizePx === undefined ? null : floatText(view.paint.textSizePx),
  'text-unit': ({ view }: Node) => (view.paint.textSizePx === undefined ? null : '0'),
} as const satisfies Record<string, Reader>

/** What `/element/:id/attribute/:name` answers; everything else is "unknown" although the source may show it. */
const QUERYABLE: Readonly<Record<string, Reader>> = {
  checkable: ({ view }) => yes(view.checkable),
  checked: ({ view }) => yes(view.checked),
  class: ({ view }) => view.className,
  clickable: ({ view }) => yes(view.clickable),
  'content-desc': ({ view }) => view.contentDesc,
  enabled: ({ view }) => yes(view.enabled),
  focusable: ({ view }) => yes(view.focusable),
  focused: ({ view }) => yes(view.focused),
  'long-clickable': ({ view }) => yes(view.longClickable),
  package: ({ view }) => view.packageName,
  password: ({ view }) => yes(view.password),
  'resource-id': ({ view }) => view.resourceId,
  scrollable: ({ view }) => yes(view.scrollable),
  'selection-start': ({ view }) => unlessNull(view.selection?.start),
  'selection-end': ({ view }) => unlessNull(view.selection?.end),
  selected: ({ view }) => yes(view.selected),
  text: ({ view }) => shownText(view),
  hint: ({ view }) => view.hint,
  extras: () => '',
  bounds: boundsText,
  displayed: ({ view }) => yes(view.visible),
}

/** Names with their other spellings, as the refusal lists them. */
const EXPOSED: readonly (readonly string[])[] = [
  ['checkable'],
  ['checked'],
  ['class', 'className'],
  ['clickable'],
  ['content-desc', 'contentDescription'],
  ['enabled'],
  ['focusable'],
  ['focused'],
  ['long-clickable', 'longClickable'],
  ['package'],
  ['password'],
  ['resource-id', 'resourceId'],
  ['scrollable'],
  ['selection-start'],
  ['selection-end'],
  ['selected'],
  ['text', 'name'],
  ['hint'],
  ['extras'],
  ['bounds'],
  ['displayed'],
  ['contentSize'],
  ['a11y-important', 'importantForAccessibility'],
  ['screen-reader-focusable', 'screenReaderFocusable'],
  ['input-type', 'inputType'],
  ['drawing-order', 'drawingOrder'],
  ['showing-hint', 'showingHintText'],
  ['text-entry-key', 'textEntryKey'],
  ['multiline', 'multiLine'],
  ['dismissable'],
  ['a11y-focused', 'accessibilityFocused'],
  ['heading'],
  ['live-region', 'liveRegion'],
  ['context-clickable', 'contextClickable'],
  ['max-text-length', 'maxTextLength'],
  ['content-invalid', 'contentInvalid'],
  ['error', 'errorText'],
  ['pane-title', 'paneTitle'],
  ['actions'],
  ['tooltip-text', 'tooltipText'],
  ['text-has-clickable-span', 'textHasClickableSpan'],
]

/** Whether `name` asks for the measured size of a scrollable view's content, which costs swipes. */
export const isContentSize = (name: string) => name.toLowerCase() === 'contentsize'

/** @throws WdError 'unknown command' (404) for a name that is unknown or cannot be asked for */
export function attributeReader(name: string): Reader {
  const group = EXPOSED.find((names) => names.some((known) => known.toLowerCase() === name.toLowerCase()))
  const read = QUERYABLE[group?.[0] ?? '']
  if (read) return read
  const supported = EXPOSED.map((names) => (names.length > 1 ? `{${names.join(',')}}` : names.join('')))
  throw new WdError(
    404,
    'unknown command',
    `'${name}' attribute is unknown for the element. Only the following attributes are supported: [${supported.join(', ')}]`,
  )
}

/** The accessibility text itself, for selectors: null where the view has none. */
export const nodeText = ({ view }: Node) => rawText(view)
