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
export function recognize(pack: Pack, screen: Screen): Recognized {
  const { root } = screen
  const isTold = isByPicture(screen) ? isToldByWords : () => true
  const find = <Rule extends Recognition>(rules: readonly Rule[]) =>
    rules.find((rule) => isTold(rule) && fits(rule, root))
  const dialog = find(pack.dialogs.filter((rule) => !isByPicture(screen) || mayAnswerByWords(rule)))
  if (dialog) return { kind: 'dialog', dialog }
  const waiting = find(pack.waiting)
  if (waiting) return { kind: 'waiting', name: waiting.name }
  const named = find(pack.screens)
  return named ? { kind: 'screen', name: named.name } : { kind: 'unknown' }
}

/** Whether a reading is no more than the words on a picture: what it does not show may be there all the same. */
export function isByPicture({ source }: Screen): boolean {
  return source === 'ocr'
}

/** On a picture nobody can say what is not there. */
function isToldByWords({ none }: Recognition): boolean {
  return none.length === 0
}

/** The same words can stand in somebody's video: they are good enough for a tap on a button, not to take an account out of work. */
function mayAnswerByWords({ policy }: Dialog): boolean {
  return policy.kind !== 'account_action_needed' && policy.kind !== 'stop'
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
