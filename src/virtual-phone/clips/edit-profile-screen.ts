import type { View } from '../android/view.ts'
import { rect, type ViewBuilder } from '../apps/view-builder.ts'
import type { ProfileField } from '../video-app/account-data.ts'
import { createEditFieldScreen } from './edit-field-screen.ts'
import { FIELD_RULES } from './profile-rules.ts'
import { INK, MUTED, type ClipsContext, type ClipsScreen } from './screen.ts'
import { backButton, toolbarTitle } from './toolbar.ts'

const ROWS: readonly { field: ProfileField; id: string }[] = [
  { field: 'display_name', id: 'edit_name' },
  { field: 'username', id: 'edit_username' },
  { field: 'bio', id: 'edit_bio' },
]

/** The list of what can be changed; each row opens a screen of its own. */
export function createEditProfileScreen(context: ClipsContext): ClipsScreen {
  const { data, navigator } = context

  function row(views: ViewBuilder, { field, id }: (typeof ROWS)[number], index: number): View {
    const top = 456 + index * 112
    const value = data.signedIn()?.[field] ?? ''
    const { title, hint } = FIELD_RULES[field]
    return views.group(
      `${id}_row`,
      rect(0, top, 720, 104),
      [
        views.text(`${id}_label`, rect(40, top + 24, 200, 56), title, {
          paint: { color: INK, textSizePx: 30 },
        }),
        views.text(`${id}_value`, rect(240, top + 24, 392, 56), value === '' ? hint : value, {
          paint: { color: value === '' ? '#a2a7b0' : MUTED, textSizePx: 30, align: 'end' },
        }),
        views.icon(`${id}_chevron`, rect(648, top + 32, 40, 40), 'chevron_right', {
          paint: { color: '#a2a7b0' },
        }),
      ],
      { onTap: () => navigator.push(createEditFieldScreen(context, field)) },
    )
  }

  return {
    name: 'edit_profile',
    dark: false,
    draw: (views) => [
      backButton(views, navigator.back),
      toolbarTitle(views, 'Edit profile'),
      views.icon('change_photo', rect(272, 200, 176, 176), 'camera', {
        contentDesc: 'Change photo',
        clickable: true,
        focusable: true,
        paint: { background: '#7c5cd6', color: '#ffffff', cornerPx: 88 },
      }),
      views.text('about_you', rect(40, 400, 400, 48), 'About you', {
        paint: { color: MUTED, textSizePx: 26 },
      }),
      ...ROWS.map((entry, index) => row(views, entry, index)),
    ],
  }
}
