import type { TextField } from './text-field.ts'
import type { Gesture, PhoneWindow, TouchPoint } from './window.ts'
import type { Rect, View } from './view.ts'

/** A window as the screen's own parts see it: what the outside may know, and how input reaches it. */
export interface ScreenWindow extends PhoneWindow {
  /** The field that has the input focus in this window. */
  field: () => TextField | null
  /** Takes every touch of the screen while it is the top one, also those outside its bounds. */
  readonly modal: boolean
  /** Whether the picture below is dimmed. */
  readonly dims: boolean
  onTouchOutside: () => void
  /** The finger went down: a moving list stops. Returns whether the touch was used up by that. */
  onTouchDown: (at: TouchPoint) => boolean
}

export type WindowSpec = Pick<PhoneWindow, 'type' | 'packageName' | 'title' | 'bounds'> & {
  root: () => View | null
} & Partial<Omit<ScreenWindow, 'id'>>

/** A window with the usual answers for whatever the spec leaves out. */
export function buildWindow(id: number, spec: WindowSpec): ScreenWindow {
  return {
    focusable: true,
    modal: spec.type === 'dialog',
    dims: spec.type === 'dialog',
    field: () => null,
    onSwipe: () => false,
    onKey: () => false,
    onEditorAction: (action) => performOn(spec.field?.() ?? null, action),
    onTouchOutside: () => undefined,
    onTouchDown: () => false,
    ...spec,
    id,
  }
}

function performOn(field: TextField | null, action: string): boolean {
  if (!field) return false
  switch (action) {
    case 'search':
    case 'go':
    case 'send':
    case 'next':
    case 'done':
      return field.perform(action)
    default:
      return false
  }
}

export function contains(bounds: Rect, { x, y }: TouchPoint): boolean {
  return x >= bounds.left && x < bounds.right && y >= bounds.top && y < bounds.bottom
}

/**
 * The view that a touch at `at` reaches, as ViewGroup dispatches it: later children lie on top; a child that takes no touches lets
 * them through to what lies below it and at last to its parent.
 */
export function touchableAt(view: View, at: TouchPoint): View | null {
  if (!view.visible || !contains(view.bounds, at)) return null
  for (const child of view.children.toReversed()) {
    const hit = touchableAt(child, at)
    if (hit) return hit
  }
  return view.clickable || view.longClickable ? view : null
}

/** How far the finger went along each axis; up and left are negative. */
export function travel({ from, to }: Gesture): { dx: number; dy: number } {
  return { dx: to.x - from.x, dy: to.y - from.y }
}
