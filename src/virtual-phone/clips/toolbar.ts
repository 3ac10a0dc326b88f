import type { TextField } from '../android/text-field.ts'
import type { View } from '../android/view.ts'
import { rect, STATUS_BAR_PX, type FieldFocus, type ViewBuilder } from '../apps/view-builder.ts'
import { INK, MUTED } from './screen.ts'

export const TOOLBAR_BOTTOM = 160

export function backButton(views: ViewBuilder, onTap: () => void, color: string = INK): View {
  return views.icon('back_button', rect(8, STATUS_BAR_PX + 12, 88, 88), 'back', {
    contentDesc: 'Back',
    onTap,
    paint: { color },
  })
}

export function toolbarTitle(views: ViewBuilder, title: string): View {
  return views.text('toolbar_title', rect(200, STATUS_BAR_PX + 24, 320, 64), title, {
    paint: { color: INK, textSizePx: 34, bold: true, align: 'center' },
  })
}

/** The gray box at the top of search screens with the field in it. */
export function searchBox(views: ViewBuilder, field: TextField, focus: FieldFocus): View {
  return views.edit('search_input', rect(104, STATUS_BAR_PX + 16, 456, 80), field, focus, {
    contentDesc: null,
    paint: {
      background: '#f1f2f5',
      color: field.text() === '' ? MUTED : INK,
      cornerPx: 40,
      textSizePx: 30,
      icon: 'search',
    },
  })
}
