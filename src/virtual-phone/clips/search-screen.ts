import type { Cancel } from '../../domain/clock.ts'
import { createTextField } from '../android/text-field.ts'
import type { View } from '../android/view.ts'
import { rect, STATUS_BAR_PX, type ViewBuilder } from '../apps/view-builder.ts'
import { createResultsScreen } from './results-screen.ts'
import { ACCENT, INK, type ClipsContext, type ClipsScreen } from './screen.ts'
import { backButton, searchBox, TOOLBAR_BOTTOM } from './toolbar.ts'

/** Suggestions come this long after the text last changed. */
const SUGGEST_AFTER_MS = 400
const ROW_PX = 96

/** The search box with its suggestions. Text alone searches nothing: the keyboard's action, the button or a suggestion does. */
export function createSearchScreen(context: ClipsContext): ClipsScreen {
  const { host, catalog, navigator, focus } = context
  let suggestions: readonly string[] = []
  let cancelSuggest: Cancel = () => undefined

  const field = createTextField({
    hint: 'Search',
    action: 'search',
    maxLength: 100,
    onChange(text) {
      host.accessibility.fire()
      cancelSuggest()
      cancelSuggest = host.timeline.after(SUGGEST_AFTER_MS, () => {
        suggestions = catalog.suggest(text)
        host.accessibility.fire()
      })
    },
    onAction(action) {
      if (action !== 'search') return false
      submit()
      return true
    },
  })

  function submit(): void {
    const query = field.text().trim()
    if (query === '') return
    navigator.push(createResultsScreen(context, query))
  }

  function suggestion(views: ViewBuilder, text: string, index: number): View {
    const top = TOOLBAR_BOTTOM + 16 + index * ROW_PX
    return views.group(
      'suggestion_row',
      rect(0, top, 720, ROW_PX),
      [
        views.icon('suggestion_icon', rect(32, top + 28, 40, 40), 'search', {
          key: `suggestion_icon_${index}`,
          paint: { color: '#9aa0aa' },
        }),
        views.text('suggestion_text', rect(96, top + 20, 520, 56), text, {
          key: `suggestion_text_${index}`,
          paint: { color: INK, textSizePx: 30 },
        }),
      ],
      {
        key: `suggestion_${index}`,
        onTap() {
          field.set(text)
          submit()
        },
      },
    )
  }

  return {
    name: 'search',
    dark: false,
    draw: (views) => [
      views.view('android.widget.LinearLayout', 'search_bar', rect(0, STATUS_BAR_PX, 720, 112), {}, [
        backButton(views, navigator.back),
        searchBox(views, field, focus.of(field)),
        views.text('search_submit', rect(568, STATUS_BAR_PX + 16, 144, 80), 'Search', {
          onTap: submit,
          paint: { color: ACCENT, textSizePx: 30, bold: true, align: 'center' },
        }),
      ]),
      views.view(
        'androidx.recyclerview.widget.RecyclerView',
        'suggestion_list',
        rect(0, TOOLBAR_BOTTOM, 720, 1440),
        {},
        suggestions.map((text, index) => suggestion(views, text, index)),
      ),
    ],
  }
}
