import type { TextField } from '../android/text-field.ts'
import type { Paint, Rect, View } from '../android/view.ts'
import { type FieldFocus, SCREEN, viewBuilder, type ViewOptions } from '../apps/view-builder.ts'

export const MAWJA_PACKAGE = 'com.phonefarm.mawja'

/** What one draws without telling accessibility of it. */
export type Drawn = NonNullable<Paint['drawn']>[number]

export interface EditOptions {
  label: string
  /** Shown in place of a text; a node of its own, since Compose fields have no hint. */
  placeholder: string
  enabled?: boolean
  password?: boolean
  inputType?: number
  /** Nodes below the text, inside the field: counter, complaint. */
  supporting?: readonly View[]
}

/**
 * Makes the nodes of a screen as Jetpack Compose tells them to accessibility (source: androidx.compose.ui,
 * AndroidComposeViewAccessibilityDelegateCompat): no ids; `android.view.View` for nearly everything; texts as leaves; what can be clicked has no
 * words of its own, but holds those that tell what it is, and its role as an empty node at the end; an icon that says nothing is not there.
 * Bounds are written from left to right: `composeWindow` turns them round.
 */
export interface Compose {
  text: (bounds: Rect, text: string, paint?: Paint, key?: string) => View
  /** An icon with a description. */
  icon: (bounds: Rect, icon: string, description: string, paint?: Paint, key?: string) => View
  /** Something that can be tapped; with `role` it is a button to accessibility. */
  clickable: (bounds: Rect, onTap: () => void, children: readonly View[], options?: ClickableOptions) => View
  /** One of a row of tabs: the chosen one cannot be clicked. */
  tab: (bounds: Rect, selected: boolean, onTap: () => void, children: readonly View[], paint?: Paint) => View
  /** One of several that exclude each other, not a tab: told as checked. */
  choice: (bounds: Rect, chosen: boolean, onTap: () => void, children: readonly View[], paint?: Paint) => View
  /** A lazy list or a pager. */
  list: (bounds: Rect, scrollable: boolean, children: readonly View[]) => View
  edit: (bounds: Rect, field: TextField, focus: FieldFocus, options: EditOptions, paint?: Paint) => View
  /** Turns while something is waited for. */
  progress: (bounds: Rect, paint?: Paint) => View
}

export interface ClickableOptions {
  key?: string
  enabled?: boolean
  role?: 'button' | 'none'
  paint?: Paint
}

const INPUT_TYPE_TEXT = 1

export function compose(scope: string): Compose {
  const views = viewBuilder(MAWJA_PACKAGE, scope)
  const at = (kind: string, { left, top }: Rect) => `${kind}@${left},${top}`
  const node = (className: string, bounds: Rect, options: ViewOptions, children: readonly View[] = []) =>
    views.view(className, null, bounds, options, children)

  return {
    text: (bounds, text, paint = {}, key = at('text', bounds)) =>
      node('android.widget.TextView', bounds, { key, text, paint }),
    icon: (bounds, icon, contentDesc, paint = {}, key = at('icon', bounds)) =>
      node('android.view.View', bounds, { key, contentDesc, paint: { icon, ...paint } }),
    clickable(
      bounds,
      onTap,
      children,
      { key = at('click', bounds), enabled = true, role = 'button', paint = {} } = {},
    ) {
      const roleNode = node('android.widget.Button', bounds, { key: `${key}/role` })
      return node(
        'android.view.View',
        bounds,
        { key, enabled, onTap, paint },
        role === 'button' ? [...children, roleNode] : children,
      )
    },
    tab: (bounds, selected, onTap, children, paint = {}) =>
      node(
        'android.view.View',
        bounds,
        { key: at('tab', bounds), selected, onTap, clickable: !selected, paint },
        children,
      ),
    choice: (bounds, checked, onTap, children, paint = {}) =>
      node(
        'android.view.View',
        bounds,
        { key: at('choice', bounds), checkable: true, checked, onTap, clickable: !checked, paint },
        children,
      ),
    list: (bounds, scrollable, children) =>
      node('android.view.View', bounds, { key: at('list', bounds), scrollable, focusable: true }, children),
    edit(bounds, field, focus, options, paint = {}) {
      const { label, placeholder, enabled = true, password = false, supporting = [] } = options
      const inner = { left: bounds.left + 20, right: bounds.right - 20 }
      const labelNode = node(
        'android.widget.TextView',
        { ...inner, top: bounds.top + 6, bottom: bounds.top + 40 },
        {
          key: `${at('edit', bounds)}/label`,
          text: label,
          paint: { color: '#5b6b73', textSizePx: 20 },
        },
      )
      const placeholderNode = node(
        'android.widget.TextView',
        { ...inner, top: bounds.top + 40, bottom: bounds.bottom - 8 },
        {
          key: `${at('edit', bounds)}/placeholder`,
          text: placeholder,
          paint: { color: '#9aa6ac', textSizePx: 28 },
        },
      )
      return node(
        'android.widget.EditText',
        bounds,
        {
          key: at('edit', bounds),
          text: password ? '•'.repeat(field.text().length) : field.text(),
          enabled,
          password,
          clickable: true,
          longClickable: true,
          focusable: true,
          focused: focus.focused,
          inputType: options.inputType ?? INPUT_TYPE_TEXT,
          selection: focus.focused ? field.selection() : null,
          onTap: focus.take,
          onSetText: field.set,
          paint,
        },
        [labelNode, ...(field.text() === '' ? [placeholderNode] : []), ...supporting],
      )
    },
    progress: (bounds, paint = {}) =>
      node('android.widget.ProgressBar', bounds, {
        key: at('progress', bounds),
        paint: { icon: 'spinner', ...paint },
      }),
  }
}

/** What a window of the app consists of: Android's frame, the view that hosts Compose, and the nodes in it. */
export function composeWindow(
  bounds: Rect,
  children: readonly View[],
  options: { isRightToLeft: boolean; paint?: Paint },
): View {
  const { isRightToLeft, paint = {} } = options
  const { view } = viewBuilder(MAWJA_PACKAGE, 'decor')
  const root = view('android.view.View', null, bounds, { key: 'semantics' }, children)
  const host = view('androidx.compose.ui.platform.ComposeView', null, bounds, { key: 'compose' }, [root])
  const content = view('android.widget.FrameLayout', 'android:id/content', bounds, {}, [host])
  const frame = view('android.widget.LinearLayout', null, bounds, { key: 'frame' }, [content])
  const tree = view('android.widget.FrameLayout', null, bounds, { key: 'root', paint }, [frame])
  return isRightToLeft ? mirrored(tree) : tree
}

/** A place on the screen as a reader of the other direction finds it. */
export function mirroredRect({ left, top, right, bottom }: Rect): Rect {
  return { left: SCREEN.right - right, top, right: SCREEN.right - left, bottom }
}

function mirrored(view: View): View {
  return {
    ...view,
    bounds: mirroredRect(view.bounds),
    paint: mirroredPaint(view.paint),
    children: view.children.map(mirrored),
  }
}

const OTHER_SIDE = { start: 'end', center: 'center', end: 'start' } as const
const OTHER_ICON: Readonly<Record<string, string>> = { back: 'chevron_right', chevron_right: 'back' }

function mirroredPaint(paint: Paint): Paint {
  const { align = 'start', icon, drawn } = paint
  return {
    ...paint,
    align: OTHER_SIDE[align],
    ...(icon !== undefined && { icon: OTHER_ICON[icon] ?? icon }),
    ...(drawn && {
      drawn: drawn.map((part) => ({ bounds: mirroredRect(part.bounds), paint: mirroredPaint(part.paint) })),
    }),
  }
}
