import type { View } from '../android/view.ts'
import { rect, type ViewBuilder } from '../apps/view-builder.ts'
import { ACCENT, type ClipsContext, type TabName } from './screen.ts'

export const TAB_BAR_TOP = 1456
const HEIGHT = 112

/** The bar at the bottom. "Create" is there as on any such app; this farm posts nothing, so nothing is behind it. */
export function tabBar(views: ViewBuilder, navigator: ClipsContext['navigator'], current: TabName): View {
  const dark = current === 'feed'
  const ink = dark ? '#ffffff' : '#16181d'
  const dim = dark ? '#a6a8ad' : '#8a8f98'

  function item(index: number, id: string, label: string, icon: string, tab: TabName): View {
    const selected = tab === current
    const left = index * 180
    const color = selected ? ink : dim
    return views.group(
      id,
      rect(left, TAB_BAR_TOP, 180, HEIGHT),
      [
        views.icon('tab_icon', rect(left + 66, TAB_BAR_TOP + 12, 48, 48), icon, {
          key: `${id}_icon`,
          paint: { color },
        }),
        views.text('tab_label', rect(left, TAB_BAR_TOP + 64, 180, 36), label, {
          key: `${id}_label`,
          selected,
          paint: { color, textSizePx: 20, align: 'center', bold: selected },
        }),
      ],
      { contentDesc: label, selected, onTap: () => navigator.openTab(tab) },
    )
  }

  return views.view(
    'android.widget.LinearLayout',
    'tab_bar',
    rect(0, TAB_BAR_TOP, 720, 144),
    { paint: { background: dark ? '#000000' : '#ffffff', border: dark ? '#1d1d1f' : '#eceef1' } },
    [
      item(0, 'tab_home', 'Home', 'home', 'feed'),
      views.view(
        'android.widget.FrameLayout',
        'tab_create',
        rect(180, TAB_BAR_TOP, 180, HEIGHT),
        { contentDesc: 'Create', clickable: true, focusable: true },
        [
          views.icon('create_icon', rect(222, TAB_BAR_TOP + 22, 96, 60), 'plus', {
            paint: { background: ACCENT, color: '#ffffff', cornerPx: 18 },
          }),
        ],
      ),
      item(2, 'tab_inbox', 'Inbox', 'inbox', 'inbox'),
      item(3, 'tab_profile', 'Profile', 'person', 'profile'),
    ],
  )
}
