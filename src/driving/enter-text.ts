import { RunError } from '../domain/errors.ts'
import { KEY, type PhoneSession } from '../domain/phone-session.ts'
import type { NodeSelector, ScreenNode } from '../domain/selector.ts'
import { isSameText } from '../domain/text.ts'
import { findElement } from './find.ts'
import { REACT_MS } from './navigate.ts'
import type { Pack } from './pack.ts'
import { textOf } from './read-value.ts'
import type { Stage } from './stage.ts'

/** Typing is one accessibility action (source: fidelity 4.1): the field shows the text at the next drawing, or never. */
const KEEP_MS = 2_000

/** A field that was still being set up can lose a text; one that loses it again and again will not keep it. */
const TRY_LIMIT = 3

export interface EnterTextDeps {
  pack: Pack
  session: PhoneSession
  stage: Stage
}

/** The on-phone server takes these two characters at the end of a text for a press of Enter (source: fidelity 4.1). */
const ENTER_SUFFIX = String.raw`\n`

/**
 * Replaces the text of an edit field and proves that the field holds it (`isSameText`).
 * @throws RunError 'app_changed' when it does not, 'input' when it never will: it has other ideas of blanks and line breaks, or no room
 */
export async function enterText(
  deps: EnterTextDeps,
  input: string,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const { pack, stage } = deps
  for (let tries = 1; tries <= TRY_LIMIT; tries++) {
    const { selector } = await stage.settled(input, { editing: true }, signal)
    try {
      await fill(deps, { input, selector, text }, signal)
    } catch (error) {
      // A dialog can have come up since the look at the field; the next look answers it.
      const gone = error instanceof RunError && error.category === 'app_changed'
      if (!gone || tries === TRY_LIMIT) throw error
      continue
    }
    const kept = await stage.within(
      { withinMs: KEEP_MS, editing: true },
      ({ screen }) => (holds(pack, input, screen.root, text) ? true : undefined),
      signal,
    )
    if (kept) return
  }
  const held = await stage.until(
    { what: `the field ${input}`, expects: { elements: [input] } },
    ({ screen }) => heldBy(pack, input, screen.root),
    signal,
  )
  throw notKept(input, held, text)
}

/** One accessibility action sets the whole text, whatever characters it has; no keyboard and no input method takes part. */
async function fill(
  { session, stage }: EnterTextDeps,
  { input, selector, text }: { input: string; selector: NodeSelector; text: string },
  signal: AbortSignal,
): Promise<void> {
  if (!text.endsWith(ENTER_SUFFIX)) return session.setText(selector, text, signal)
  // The last letter comes by key, so that nothing is submitted; keys go to the focused field, at its cursor.
  await session.setText(selector, text.slice(0, -1), signal)
  if (!(await stage.focus(input, { editing: true, withinMs: REACT_MS }, signal))) return
  await session.pressKey(KEY.move_end, signal)
  await session.pressKey(KEY.n, signal)
  await session.hideKeyboard(signal) // in extract mode it would take every tap that follows
}

function notKept(input: string, held: string, text: string): RunError {
  if (plainBlanks(held) === plainBlanks(text)) {
    return new RunError(
      'input',
      `the field ${input} takes no such line breaks or blanks: it turns the text into "${held}"`,
    )
  }
  const room = Array.from(held).length
  if (room > 0 && text.startsWith(held)) {
    return new RunError(
      'input',
      `the field ${input} has room for ${room} characters only: it holds "${held}"`,
    )
  }
  return new RunError(
    'app_changed',
    `the field ${input} did not keep its text: it shows "${held}" instead of "${text}"`,
  )
}

/** Single-line fields turn line breaks into blanks, however often one tries. */
function plainBlanks(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim()
}

function holds(pack: Pack, input: string, root: ScreenNode, text: string): boolean {
  const held = heldBy(pack, input, root)
  return held !== undefined && isSameText(held, text)
}

/** What the field holds; undefined when it is not on the screen. */
export function heldBy(pack: Pack, input: string, root: ScreenNode): string | undefined {
  const node = findElement(root, pack.element(input))?.nodes[0]
  return node && textOf(node)
}
