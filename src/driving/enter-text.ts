import { RunError } from '../domain/errors.ts'
import type { PhoneSession } from '../domain/phone-session.ts'
import type { ScreenNode } from '../domain/selector.ts'
import { findElement } from './find.ts'
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

/**
 * Replaces the text of an edit field and proves that the field holds it.
 * @throws RunError 'app_changed' when it does not, 'input' when it never will: it has other ideas of blanks and line breaks
 */
export async function enterText(
  { pack, session, stage }: EnterTextDeps,
  input: string,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; tries <= TRY_LIMIT; tries++) {
    const { selector } = await stage.settled(input, { editing: true }, signal)
    try {
      await session.setText(selector, text, signal)
    } catch (error) {
      // A dialog can have come up since the look at the field; the next look answers it.
      const gone = error instanceof RunError && error.category === 'app_changed'
      if (!gone || tries === TRY_LIMIT) throw error
      continue
    }
    const kept = await stage.within(
      { withinMs: KEEP_MS, editing: true },
      ({ screen }) => (heldBy(pack, input, screen.root) === text ? true : undefined),
      signal,
    )
    if (kept) return
  }
  const held = await stage.until(
    { what: `the field ${input}` },
    ({ screen }) => heldBy(pack, input, screen.root),
    signal,
  )
  const onlyBlanksDiffer = plainBlanks(held) === plainBlanks(text)
  throw onlyBlanksDiffer
    ? new RunError(
        'input',
        `the field ${input} takes no such line breaks or blanks: it turns the text into "${held}"`,
      )
    : new RunError(
        'app_changed',
        `the field ${input} did not keep its text: it shows "${held}" instead of "${text}"`,
      )
}

/** Single-line fields turn line breaks into blanks, however often one tries. */
function plainBlanks(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}

/** What the field holds; undefined when it is not on the screen. */
export function heldBy(pack: Pack, input: string, root: ScreenNode): string | undefined {
  const node = findElement(root, pack.element(input))?.nodes[0]
  return node && textOf(node)
}
