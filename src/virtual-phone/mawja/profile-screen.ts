import type { View } from '../android/view.ts'
import { rect } from '../apps/view-builder.ts'
import { bottomBar, moreButton, title } from './bars.ts'
import type { Compose } from './compose.ts'
import { createEditProfileScreen } from './edit-profile-screen.ts'
import type { MenuOpener } from './popup-menu.ts'
import { ACCENT, INK, MUTED, type MawjaContext, type MawjaScreen, type Speech } from './screen.ts'
import { shortNumber } from './words.ts'

/** The signed-in account as the app shows it to its owner; the username without a mark, one line among others. */
export function createProfileScreen(
  context: MawjaContext,
  { speech, openMenu }: { speech: Speech; openMenu: MenuOpener },
): MawjaScreen {
  const { data, navigator } = context

  function menu(): void {
    const words = speech.words()
    openMenu('profile_menu', [
      { label: words.switchAccount, act: context.openAccountSwitcher },
      { label: words.settings, act: () => undefined },
    ])
  }

  function count(ui: Compose, left: number, value: string, label: string): View {
    return ui.clickable(rect(left, 400, 208, 104), () => undefined, [
      ui.text(rect(left, 404, 208, 48), value, { color: INK, textSizePx: 32, bold: true, align: 'center' }),
      ui.text(rect(left, 456, 208, 40), label, { color: MUTED, textSizePx: 22, align: 'center' }),
    ])
  }

  function body(ui: Compose): View[] {
    const account = data.signedIn()
    if (!account) return []
    const words = speech.words()
    const { username, display_name, bio, following, followers, likes } = account
    const edit = rect(40, 632, 640, 84)
    return [
      ui.icon(rect(40, 192, 144, 144), 'person', words.profilePhoto, {
        background: ACCENT,
        color: '#ffffff',
        cornerPx: 72,
      }),
      ui.text(
        rect(208, 204, 480, 60),
        display_name,
        { color: INK, textSizePx: 34, bold: true },
        'display_name',
      ),
      ui.text(rect(208, 268, 480, 48), username, { color: MUTED, textSizePx: 28 }, 'username'),
      count(ui, 32, shortNumber(words, likes), words.like),
      count(ui, 256, shortNumber(words, followers), words.followers),
      count(ui, 480, shortNumber(words, following), words.following),
      ui.text(rect(40, 528, 640, 84), bio === '' ? words.noBio : bio, {
        color: bio === '' ? MUTED : INK,
        textSizePx: 28,
      }),
      ui.clickable(
        edit,
        () => navigator.push(createEditProfileScreen(context, speech)),
        [ui.text(edit, words.editProfile, { color: INK, textSizePx: 28, bold: true, align: 'center' })],
        { paint: { drawn: [{ bounds: edit, paint: { background: '#e5eff0', cornerPx: 42 } }] } },
      ),
    ]
  }

  return {
    name: 'profile',
    dark: false,
    draw(ui) {
      const words = speech.words()
      return [
        title(ui, words.me, 32),
        moreButton(ui, words, menu),
        ...body(ui),
        ...bottomBar(ui, words, context, 'profile'),
      ]
    },
  }
}
