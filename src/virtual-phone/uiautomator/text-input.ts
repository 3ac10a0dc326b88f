import type { Phone } from '../android/phone.ts'
import type { HeldElement } from './elements.ts'
import { IDLE_WAITS, type Idle } from './idle.ts'
import { shownText, type Node } from './node-tree.ts'
import { invalidArgument, invalidElementState } from './wd-errors.ts'

/** Android's key code of Enter. */
const ENTER = 66
/** The two characters backslash and n: they press Enter and stay in the field (source: research/fidelity.md 4.1). */
const ENTER_SUFFIX = String.raw`\n`

export interface TextEntry {
  text: string
  /** Sets the text at once instead of appending it to what is there. */
  replaces: boolean
}

/**
 * One accessibility SET_TEXT: no click, no focus, no keys, no keyboard.
 * @throws WdError 'invalid element state' when the view refuses, 'invalid argument' for a slider's value that is no number
 */
export async function enterText(
  held: HeldElement,
  { text, replaces }: TextEntry,
  { phone, idle }: { phone: Phone; idle: Idle },
): Promise<void> {
  const kept = replaces || held.node.view.onSetProgress ? '' : await textToKeep(held)
  await idle.wait(IDLE_WAITS.setText - 1)
  const node = await held.reread()
  if (node.view.onSetProgress) return setProgress(node, text)
  if (!setText(node, kept + text)) {
    throw invalidElementState(
      `Cannot set the element to '${kept + text}'. Did you interact with the correct element?`,
    )
  }
  if (text.endsWith(ENTER_SUFFIX)) {
    await idle.wait(IDLE_WAITS.key)
    phone.input.key(ENTER)
  }
}

/** What the field holds before; text that a clear leaves behind is taken for its hint. */
async function textToKeep(held: HeldElement): Promise<string> {
  const before = shownText((await held.reread()).view)
  if (before === '') return ''
  setText(await held.reread(), '')
  const left = shownText((await held.reread()).view)
  return left === '' ? before : ''
}

/** SET_TEXT ''. A view that refuses it is only noted in the phone's log (source: research/fidelity.md 4.1). */
export function clearText(node: Node): void {
  setText(node, '')
}

/** @returns false when the view does not take text */
function setText({ view }: Node, text: string): boolean {
  if (!view.onSetText || !view.enabled) return false
  const fitting = view.maxTextLength < 0 ? text : text.slice(0, view.maxTextLength)
  view.onSetText(fitting)
  return true
}

function setProgress({ view }: Node, text: string): void {
  const value = Number(text)
  if (text.trim() === '' || Number.isNaN(value)) throw invalidArgument(`Cannot convert '${text}' to float`)
  const { min, max } = view.range ?? { min: value, max: value }
  view.onSetProgress?.(Math.min(Math.max(value, min), max))
}
