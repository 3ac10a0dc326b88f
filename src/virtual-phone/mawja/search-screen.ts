import { createTextField } from '../android/text-field.ts'
import { rect } from '../apps/view-builder.ts'
import { backArrow, title, TOP_BAR_BOTTOM } from './bars.ts'
import { createResultsScreen } from './results-screen.ts'
import { INK, MUTED, type MawjaContext, type MawjaScreen, type Speech } from './screen.ts'

/** A lone field: only the keyboard's action searches. */
export function createSearchScreen(context: MawjaContext, speech: Speech): MawjaScreen {
  const { host, navigator, focus } = context

  const field = createTextField({
    hint: '',
    action: 'search',
    maxLength: 100,
    onChange: () => host.accessibility.fire(),
    onAction(action) {
      const query = field.text().trim()
      if (action !== 'search' || query === '') return false
      navigator.push(createResultsScreen(context, speech, query))
      return true
    },
  })

  return {
    name: 'search',
    dark: false,
    draw(ui) {
      const words = speech.words()
      return [
        backArrow(ui, words, navigator.back),
        title(ui, words.search, 112),
        ui.edit(
          rect(32, TOP_BAR_BOTTOM + 16, 656, 112),
          field,
          focus.of(field),
          { label: words.search, placeholder: words.searchHint },
          { color: INK, textSizePx: 30, border: MUTED, cornerPx: 24 },
        ),
      ]
    },
  }
}
