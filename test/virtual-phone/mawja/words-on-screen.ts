import type { View } from '../../../src/virtual-phone/android/view.ts'
import { createTestScreen, type TestScreen, type TestScreenOptions } from '../../support/virtual-screen.ts'

/** The app opened, and reached as a person does: by what is written. */
export interface MawjaScene extends TestScreen {
  /** The last visible node with these words as text or description. @throws when there is none */
  said: (words: string) => View
  says: (words: string) => boolean
  /** Taps what has the words, one after the other, and waits until the screen has changed. */
  tapOnWords: (...words: string[]) => Promise<void>
  /** The edit fields on the screen, in order. */
  fields: () => View[]
}

const REST_MS = 1_500

export async function openMawja(options: TestScreenOptions = {}): Promise<MawjaScene> {
  const screen = createTestScreen(options)
  await screen.openMawja()
  const find = (words: string) =>
    screen.nodes().findLast(({ text, contentDesc }) => text === words || contentDesc === words)

  function said(words: string): View {
    const found = find(words)
    if (found) return found
    const all = screen.nodes().flatMap(({ text, contentDesc }) => text ?? contentDesc ?? [])
    throw new Error(`"${words}" is not among ${all.join(' | ')}`)
  }

  return {
    ...screen,
    said,
    says: (words) => find(words) !== undefined,
    async tapOnWords(...words) {
      for (const word of words) {
        const { left, top, right, bottom } = said(word).bounds
        screen.input.tap({ x: (left + right) / 2, y: (top + bottom) / 2 })
        await screen.clock.advance(REST_MS)
      }
    },
    fields: () => screen.nodes().filter(({ onSetText }) => onSetText !== null),
  }
}
