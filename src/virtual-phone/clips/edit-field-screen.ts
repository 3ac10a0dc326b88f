import { between } from '../../domain/random.ts'
import { createTextField } from '../android/text-field.ts'
import type { View } from '../android/view.ts'
import { rect, STATUS_BAR_PX, type ViewBuilder } from '../apps/view-builder.ts'
import type { ProfileField } from '../video-app/account-data.ts'
import { countCharacters, PROFILE_LIMITS } from '../video-app/profile-limits.ts'
import { FIELD_RULES, isTaken, refusalOf } from './profile-rules.ts'
import { ACCENT, CLIPS_PACKAGE, INK, MUTED, type ClipsContext, type ClipsScreen } from './screen.ts'
import { backButton, toolbarTitle } from './toolbar.ts'

const CHECK_MS = [400, 900] as const
const SAVE_MS = [300, 800] as const

const SCREEN_NAMES = {
  display_name: 'edit_name',
  username: 'edit_username',
  bio: 'edit_bio',
} as const satisfies Record<ProfileField, ClipsScreen['name']>

/** One profile field: counter, the app's own refusals, "Checking…" for usernames, "Saving…", and a question before changes are lost. */
export function createEditFieldScreen(context: ClipsContext, name: ProfileField): ClipsScreen {
  const { host, data, navigator, focus, network, overlays, ask } = context
  const { title, hint, maxLength } = FIELD_RULES[name]
  const { most, stored } = PROFILE_LIMITS[name]
  const before = data.signedIn()?.[name] ?? ''
  let error: string | null = null
  let busy: 'Checking…' | 'Saving…' | null = null

  const field = createTextField({
    hint,
    action: 'done',
    maxLength,
    initial: before,
    onChange() {
      error = null
      host.accessibility.fire()
    },
  })

  const changed = () => field.text() !== before

  function refuse(words: string): void {
    busy = null
    error = words
    host.accessibility.fire()
  }

  /** Asks the servers; without an answer nothing is saved, and the app offers to try again. */
  function wait(
    what: NonNullable<typeof busy>,
    [least, longest]: readonly [number, number],
    then: () => void,
  ): void {
    busy = what
    network.request(between(host.random, least, longest), {
      answered: then,
      failed() {
        busy = null
        overlays.snackbar('No internet connection', 'Retry', submit)
      },
    })
  }

  function submit(): void {
    const value = field.text()
    const words = refusalOf(name, value)
    if (words !== null) return refuse(words)
    if (name !== 'username') return save(value)
    wait('Checking…', CHECK_MS, () => {
      if (isTaken(value) || data.accounts().some(({ username }) => username === value)) {
        refuse("This username isn't available")
      } else save(value)
    })
  }

  function save(value: string): void {
    wait('Saving…', SAVE_MS, () => {
      data.edit(name, stored(value), host.timeline.wallTime())
      busy = null
      host.windows.toast(CLIPS_PACKAGE, 'Profile saved')
      navigator.back()
    })
  }

  /** True when the screen stays for now. */
  function holdsBack(): boolean {
    if (busy !== null) return true
    if (!changed()) return false
    ask({
      kind: 'discard_changes',
      title: 'Discard changes?',
      message: 'If you go back now, you will lose your changes.',
      yes: 'Discard',
      no: 'Keep editing',
      onYes: navigator.back,
    })
    return true
  }

  function below(views: ViewBuilder): View[] {
    const count = countCharacters(field.text())
    const counter = views.text('edit_counter', rect(520, 320, 160, 44), `${count}/${most}`, {
      paint: { color: count > most ? '#c62828' : MUTED, textSizePx: 24, align: 'end' },
    })
    if (busy !== null) {
      return [
        counter,
        views.view('android.widget.ProgressBar', 'edit_spinner', rect(40, 384, 40, 40), {
          paint: { icon: 'spinner', color: ACCENT },
        }),
        views.text('edit_status', rect(96, 380, 400, 48), busy, { paint: { color: MUTED, textSizePx: 26 } }),
      ]
    }
    if (error === null) return [counter]
    return [
      counter,
      views.text('edit_error', rect(40, 376, 640, 80), error, {
        paint: { color: '#c62828', textSizePx: 26 },
      }),
    ]
  }

  return {
    name: SCREEN_NAMES[name],
    dark: false,
    onBack: holdsBack,
    draw(views) {
      const canSave = changed() && busy === null
      return [
        backButton(views, () => {
          if (!holdsBack()) navigator.back()
        }),
        toolbarTitle(views, title),
        views.button('edit_save', rect(568, STATUS_BAR_PX + 16, 136, 80), 'Save', submit, {
          enabled: canSave,
          paint: { color: canSave ? ACCENT : '#c3c7cf', textSizePx: 30, bold: true, align: 'center' },
        }),
        views.text('edit_label', rect(40, 184, 400, 40), title, { paint: { color: MUTED, textSizePx: 24 } }),
        views.edit('edit_input', rect(40, 224, 640, 88), field, focus.of(field), {
          enabled: busy === null,
          paint: {
            color: field.text() === '' ? MUTED : INK,
            textSizePx: 32,
            border: error === null ? '#d7dae0' : '#c62828',
            cornerPx: 12,
          },
        }),
        ...below(views),
      ]
    },
  }
}
