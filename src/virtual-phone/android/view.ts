/** A rectangle in screen pixels; `right` and `bottom` are exclusive. */
export interface Rect {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** How the renderer paints a view; what accessibility tells is elsewhere in `View`. */
export interface Paint {
  /** CSS color behind the view. */
  background?: string
  /** CSS color of the text. */
  color?: string
  textSizePx?: number
  align?: 'start' | 'center' | 'end'
  bold?: boolean
  cornerPx?: number
  border?: string
  /** A drawn picture instead of text: `icon` names a glyph, `video` a moving picture made from a seed and a position 0..1. */
  icon?: string
  video?: { seed: number; position: number }
  /** What lies in the view without being a view of its own, drawn above it and below its children. */
  drawn?: readonly { readonly bounds: Rect; readonly paint: Paint }[]
}

/**
 * One view of a window as Android's accessibility sees it. The tree is built anew from the app's state whenever somebody looks;
 * nothing keeps a View.
 */
export interface View {
  /** Identity of the Android view object within its window. A recycled row keeps its key while it shows other content. */
  readonly key: string
  readonly className: string
  readonly packageName: string
  /** Full `package:id/name`. */
  readonly resourceId: string | null
  readonly text: string | null
  readonly contentDesc: string | null
  readonly hint: string | null
  readonly bounds: Rect
  /** False: off-screen or covered; pruned from the page source with its subtree and never found. */
  readonly visible: boolean
  readonly enabled: boolean
  readonly clickable: boolean
  readonly longClickable: boolean
  readonly focusable: boolean
  readonly focused: boolean
  readonly scrollable: boolean
  readonly checkable: boolean
  readonly checked: boolean
  readonly selected: boolean
  readonly password: boolean
  readonly multiLine: boolean
  /** Android's InputType bits, 0 for views that take no text. */
  readonly inputType: number
  /** -1: no limit. */
  readonly maxTextLength: number
  readonly selection: { start: number; end: number } | null
  /** Seek and progress bars: their text reads as the float `current`. */
  readonly range: { min: number; max: number; current: number } | null
  readonly children: readonly View[]
  readonly paint: Paint
  /** A tap or ACTION_CLICK. */
  readonly onTap: (() => void) | null
  readonly onLongPress: (() => void) | null
  /** ACTION_SET_TEXT (source: research/fidelity.md 4.1). Null: the view is not editable and refuses. */
  readonly onSetText: ((text: string) => void) | null
  /** ACTION_SET_PROGRESS. */
  readonly onSetProgress: ((value: number) => void) | null
}

/** The parts of a view that differ from an inert, invisible-to-nobody, unnamed rectangle. */
export type ViewSpec = Pick<View, 'key' | 'className' | 'packageName' | 'bounds'> & Partial<View>

/** A view with Android's usual values for whatever the spec leaves out. */
export function buildView(spec: ViewSpec): View {
  return {
    resourceId: null,
    text: null,
    contentDesc: null,
    hint: null,
    visible: true,
    enabled: true,
    clickable: Boolean(spec.onTap),
    longClickable: Boolean(spec.onLongPress),
    focusable: Boolean(spec.onTap ?? spec.onSetText),
    focused: false,
    scrollable: false,
    checkable: false,
    checked: false,
    selected: false,
    password: false,
    multiLine: false,
    inputType: spec.onSetText ? 1 : 0,
    maxTextLength: -1,
    selection: null,
    range: null,
    children: [],
    paint: {},
    onTap: null,
    onLongPress: null,
    onSetText: null,
    onSetProgress: null,
    ...spec,
  }
}
