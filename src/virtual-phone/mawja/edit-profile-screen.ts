import type { View } from '../android/view.ts'
import { rect, STATUS_BAR_PX } from '../apps/view-builder.ts'
import type { ProfileField } from '../video-app/account-data.ts'
import { countCharacters, PROFILE_LIMITS } from '../video-app/profile-limits.ts'
import { backArrow, title } from './bars.ts'
import type { Compose } from './compose.ts'
import { createProfileDraft, PROFILE_FIELDS } from './profile-draft.ts'
import { ACCENT, FAULT, INK, MUTED, type MawjaContext, type MawjaScreen, type Speech } from './screen.ts'
import { inDigits, type MawjaWords } from './words.ts'

const FIRST_TOP = 200
const FIELD_PX = 200

/** Name, username and bio on one screen with one check mark, which works once something has changed. */
export function createEditProfileScreen(context: MawjaContext, speech: Speech): MawjaScreen {
  const { navigator, focus, ask } = context
  const draft = createProfileDraft(context, speech)

  /** True when the screen stays for now. */
  function holdsBack(): boolean {
    if (draft.isBusy()) return true
    if (!draft.isChanged()) return false
    ask({ kind: 'discard_changes', ...speech.words().discard, onYes: navigator.back })
    return true
  }

  function field(ui: Compose, words: MawjaWords, name: ProfileField, index: number): View {
    const bounds = rect(32, FIRST_TOP + index * FIELD_PX, 656, 112)
    const complaint = draft.complaint(name)
    const count = countCharacters(draft.fields[name].text())
    const { most } = PROFILE_LIMITS[name]
    const below = bounds.bottom + 6
    // Compose counts what stands below the box to the field: its bounds reach around it.
    const whole = { ...bounds, bottom: bounds.bottom + 44 }
    return ui.edit(
      whole,
      draft.fields[name],
      focus.of(draft.fields[name]),
      {
        label: words.labels[name],
        placeholder: words.hints[name],
        enabled: !draft.isBusy(),
        supporting: [
          ui.text(
            rect(568, below, 112, 36),
            inDigits(words, `${count}/${most}`),
            { color: count > most ? FAULT : MUTED, textSizePx: 20, align: 'end' },
            `${name}/count`,
          ),
          ...(complaint === null
            ? []
            : [
                ui.text(
                  rect(44, below, 520, 36),
                  complaint,
                  { color: FAULT, textSizePx: 20 },
                  `${name}/complaint`,
                ),
              ]),
        ],
      },
      {
        color: INK,
        textSizePx: 28,
        drawn: [{ bounds, paint: { border: complaint === null ? MUTED : FAULT, cornerPx: 16 } }],
      },
    )
  }

  /** Turns into a spinner while the servers are asked. */
  function saveMark(ui: Compose, words: MawjaWords): View {
    const bounds = rect(624, STATUS_BAR_PX + 12, 88, 88)
    if (draft.isBusy()) return ui.progress(rect(640, STATUS_BAR_PX + 28, 56, 56), { color: ACCENT })
    const enabled = draft.isChanged()
    const color = enabled ? ACCENT : '#b8c4c7'
    return ui.clickable(bounds, draft.submit, [ui.icon(bounds, 'check', words.save, { color })], { enabled })
  }

  return {
    name: 'edit_profile',
    dark: false,
    onBack: holdsBack,
    draw(ui) {
      const words = speech.words()
      return [
        backArrow(ui, words, () => {
          if (!holdsBack()) navigator.back()
        }),
        title(ui, words.editProfile, 112),
        saveMark(ui, words),
        ...PROFILE_FIELDS.map((name, index) => field(ui, words, name, index)),
      ]
    },
  }
}
