import type { Screen } from '../domain/phone-session.ts'
import type { ScreenNode } from '../domain/selector.ts'
import { shows } from './find.ts'
import type { Dialog, Pack, Recognition } from './pack.ts'

/** What a reading of the screen is, in the words of the pack. */
export type Recognized =
  | { kind: 'dialog'; dialog: Dialog }
  | { kind: 'waiting'; name: string }
  | { kind: 'screen'; name: string }
  | { kind: 'unknown' }

/** One reading of the screen together with what it is. */
export interface Sight {
  screen: Screen
  is: Recognized
}

/** Names a reading: dialogs first, since they lie over screens, then what one can only wait for, then screens in the pack's order. */
export function recognize(pack: Pack, { root }: Screen): Recognized {
  const dialog = pack.dialogs.find((rule) => fits(rule, root))
  if (dialog) return { kind: 'dialog', dialog }
  const waiting = pack.waiting.find((rule) => fits(rule, root))
  if (waiting) return { kind: 'waiting', name: waiting.name }
  const screen = pack.screens.find((rule) => fits(rule, root))
  return screen ? { kind: 'screen', name: screen.name } : { kind: 'unknown' }
}

/** True when the sight is one of the named screens. */
export function isScreen(sight: Sight, ...names: readonly string[]): boolean {
  return sight.is.kind === 'screen' && names.includes(sight.is.name)
}

function fits({ all, any, none }: Recognition, root: ScreenNode): boolean {
  return (
    all.every((selector) => shows(root, selector)) &&
    (any.length === 0 || any.some((selector) => shows(root, selector))) &&
    !none.some((selector) => shows(root, selector))
  )
}
