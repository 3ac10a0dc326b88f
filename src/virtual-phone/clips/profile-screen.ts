import type { View } from '../android/view.ts'
import { rect, type ViewBuilder } from '../apps/view-builder.ts'
import { createEditProfileScreen } from './edit-profile-screen.ts'
import { INK, MUTED, type ClipsContext, type ClipsScreen } from './screen.ts'
import { tabBar } from './tab-bar.ts'
import { shortCount } from './video-row.ts'

/** The signed-in account, as the app shows it to its owner. */
export function createProfileScreen(context: ClipsContext): ClipsScreen {
  const { data, navigator, openAccountSwitcher } = context

  function count(views: ViewBuilder, id: string, left: number, value: number, label: string): View {
    return views.group(
      `${id}_group`,
      rect(left, 496, 180, 104),
      [
        views.text(id, rect(left, 496, 180, 52), shortCount(value), {
          paint: { color: INK, textSizePx: 34, bold: true, align: 'center' },
        }),
        views.text(`${id}_label`, rect(left, 550, 180, 40), label, {
          paint: { color: MUTED, textSizePx: 24, align: 'center' },
        }),
      ],
      { clickable: true, focusable: true },
    )
  }

  return {
    name: 'profile',
    dark: false,
    draw(views) {
      const account = data.signedIn()
      if (!account) return [tabBar(views, navigator, 'profile')]
      const { username, display_name, bio, following, followers, likes } = account
      return [
        views.view('android.widget.LinearLayout', 'profile_toolbar', rect(0, 48, 720, 112), {}, [
          views.text('profile_title', rect(160, 64, 400, 80), username, {
            contentDesc: null,
            onTap: openAccountSwitcher,
            paint: { color: INK, textSizePx: 34, bold: true, align: 'center', icon: 'chevron_down' },
          }),
          views.icon('profile_menu', rect(632, 64, 80, 80), 'menu', {
            contentDesc: 'Profile menu',
            clickable: true,
            focusable: true,
            paint: { color: INK },
          }),
        ]),
        views.icon('profile_avatar', rect(272, 200, 176, 176), 'person', {
          contentDesc: 'Profile photo',
          clickable: true,
          focusable: true,
          paint: { background: '#7c5cd6', color: '#ffffff', cornerPx: 88 },
        }),
        views.text('profile_display_name', rect(60, 388, 600, 52), display_name, {
          paint: { color: INK, textSizePx: 36, bold: true, align: 'center' },
        }),
        views.text('profile_username', rect(60, 440, 600, 44), `@${username}`, {
          paint: { color: MUTED, textSizePx: 28, align: 'center' },
        }),
        count(views, 'profile_following', 90, following, 'Following'),
        count(views, 'profile_followers', 270, followers, 'Followers'),
        count(views, 'profile_likes', 450, likes, 'Likes'),
        views.button(
          'edit_profile_button',
          rect(180, 624, 360, 88),
          'Edit profile',
          () => navigator.push(createEditProfileScreen(context)),
          {
            paint: {
              background: '#f1f2f5',
              color: INK,
              cornerPx: 12,
              textSizePx: 30,
              bold: true,
              align: 'center',
            },
          },
        ),
        views.text('profile_bio', rect(60, 736, 600, 88), bio === '' ? 'No bio yet.' : bio, {
          paint: { color: bio === '' ? MUTED : INK, textSizePx: 28, align: 'center' },
        }),
        views.icon('profile_grid_tab', rect(312, 852, 96, 72), 'grid', {
          contentDesc: 'Videos',
          selected: true,
          clickable: true,
          paint: { color: INK },
        }),
        views.text('profile_empty', rect(60, 1080, 600, 56), 'You have not posted any videos yet', {
          paint: { color: MUTED, textSizePx: 28, align: 'center' },
        }),
        tabBar(views, navigator, 'profile'),
      ]
    },
  }
}
