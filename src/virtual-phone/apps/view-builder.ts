import { buildView, type Rect, type View, type ViewSpec } from '../android/view.ts'
import type { TextField } from '../android/text-field.ts'

/** The display of every virtual phone: 720 x 1600 at density 320, so 2 px a dp. */
export const SCREEN: Rect = { left: 0, top: 0, right: 720, bottom: 1600 }
export const STATUS_BAR_PX = 48

export const rect = (left: number, top: number, width: number, height: number): Rect => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
})

export type ViewOptions = Partial<Omit<ViewSpec, 'className' | 'packageName' | 'bounds' | 'children'>>

/** Makes the views of one screen. */
export interface ViewBuilder {
  view: (
    className: string,
    id: string | null,
    bounds: Rect,
    options?: ViewOptions,
    children?: readonly View[],
  ) => View
  group: (id: string | null, bounds: Rect, children: readonly View[], options?: ViewOptions) => View
  text: (id: string | null, bounds: Rect, text: string, options?: ViewOptions) => View
  button: (id: string | null, bounds: Rect, text: string, onTap: () => void, options?: ViewOptions) => View
  /** A picture that can be tapped; `icon` names a glyph of the renderer. */
  icon: (id: string | null, bounds: Rect, icon: string, options?: ViewOptions) => View
  edit: (id: string, bounds: Rect, field: TextField, focus: FieldFocus, options?: ViewOptions) => View
}

/** Whether a field has the input focus, and how a tap gives it. */
export interface FieldFocus {
  focused: boolean
  take: () => void
}

const INPUT_TYPE_TEXT = 1

/**
 * `scope` tells one showing of a screen from the next: keys are identities of Android view objects, and a screen that is opened anew
 * has new ones. Resource names without a package become `packageName:id/…`.
 */
export function viewBuilder(packageName: string, scope: string): ViewBuilder {
  function view(
    className: string,
    id: string | null,
    bounds: Rect,
    options: ViewOptions = {},
    children: readonly View[] = [],
  ): View {
    const resourceId = id === null || id.includes(':') ? id : `${packageName}:id/${id}`
    const key = `${scope}/${options.key ?? id ?? `${className}@${bounds.left},${bounds.top}`}`
    return buildView({ packageName, className, bounds, resourceId, children, ...options, key })
  }

  return {
    view,
    group: (id, bounds, children, options) => view('android.view.ViewGroup', id, bounds, options, children),
    text: (id, bounds, text, options) => view('android.widget.TextView', id, bounds, { text, ...options }),
    button: (id, bounds, text, onTap, options) =>
      view('android.widget.Button', id, bounds, { text, onTap, ...options }),
    icon: (id, bounds, icon, options) =>
      view('android.widget.ImageView', id, bounds, { ...options, paint: { icon, ...options?.paint } }),
    edit: (id, bounds, field, focus, options) =>
      view('android.widget.EditText', id, bounds, {
        text: field.text(),
        hint: field.hint,
        clickable: true,
        longClickable: true,
        focusable: true,
        focused: focus.focused,
        inputType: INPUT_TYPE_TEXT,
        maxTextLength: field.maxLength,
        selection: focus.focused ? field.selection() : null,
        onTap: focus.take,
        onSetText: field.set,
        ...options,
      }),
  }
}

/** A window's root as Android builds it: decor view and content frame around the screen. */
export function decor(
  packageName: string,
  bounds: Rect,
  children: readonly View[],
  paint: View['paint'] = {},
): View {
  const { view } = viewBuilder(packageName, 'decor')
  const content = view('android.widget.FrameLayout', 'android:id/content', bounds, {}, children)
  return view('android.widget.FrameLayout', null, bounds, { key: 'root', paint }, [
    view('android.widget.LinearLayout', null, bounds, { key: 'frame' }, [content]),
  ])
}

/** The same views elsewhere: a screen that slides. */
export function shifted(view: View, dx: number, dy: number): View {
  const moved = ({ left, top, right, bottom }: Rect): Rect => ({
    left: left + dx,
    top: top + dy,
    right: right + dx,
    bottom: bottom + dy,
  })
  const drawn = view.paint.drawn?.map((part) => ({ ...part, bounds: moved(part.bounds) }))
  return {
    ...view,
    bounds: moved(view.bounds),
    paint: drawn ? { ...view.paint, drawn } : view.paint,
    children: view.children.map((child) => shifted(child, dx, dy)),
  }
}
