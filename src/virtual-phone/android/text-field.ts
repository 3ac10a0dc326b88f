/** What an edit field does with its keyboard's action key. */
export type EditorAction = 'search' | 'go' | 'send' | 'next' | 'done'

export interface TextFieldOptions {
  hint: string
  action: EditorAction
  /** UTF-16 units, as Android's LengthFilter counts them; -1: no limit. */
  maxLength?: number
  initial?: string
  onChange?: (text: string) => void
  /** Returns whether it did something. */
  onAction?: (action: EditorAction) => boolean
}

/** The text of one single-line edit field. Focus is not its business: whoever shows the field knows it. */
export interface TextField {
  readonly hint: string
  readonly action: EditorAction
  readonly maxLength: number
  text: () => string
  /** Cursor or selection, in UTF-16 units. */
  selection: () => { start: number; end: number }
  /** Replaces everything, as ACTION_SET_TEXT does; watchers run once, nothing is submitted. */
  set: (text: string) => void
  /** Puts text where the cursor is, as the keyboard does. */
  insert: (text: string) => void
  deleteBefore: () => void
  moveCursor: (by: number) => void
  perform: (action: EditorAction) => boolean
}

export function createTextField(options: TextFieldOptions): TextField {
  const { hint, action, maxLength = -1, initial = '', onChange, onAction } = options
  let text = initial
  let cursor = initial.length

  function change(next: string, at: number): void {
    const kept = cut(next.replace(/[\r\n]+/g, ' '), maxLength)
    cursor = Math.min(at, kept.length)
    if (kept === text) return
    text = kept
    onChange?.(text)
  }

  return {
    hint,
    action,
    maxLength,
    text: () => text,
    selection: () => ({ start: cursor, end: cursor }),
    set: (next) => change(next, next.length),
    insert: (added) => change(text.slice(0, cursor) + added + text.slice(cursor), cursor + added.length),
    deleteBefore() {
      if (cursor === 0) return
      const before = Array.from(text.slice(0, cursor)).slice(0, -1).join('')
      change(before + text.slice(cursor), before.length)
    },
    moveCursor: (by) => {
      cursor = Math.max(0, Math.min(text.length, cursor + by))
    },
    perform: (wanted) => onAction?.(wanted) ?? false,
  }
}

/** Never cuts a surrogate pair in two. */
function cut(text: string, maxLength: number): string {
  if (maxLength < 0 || text.length <= maxLength) return text
  const end = /[\uD800-\uDBFF]/.test(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength
  return text.slice(0, end)
}
