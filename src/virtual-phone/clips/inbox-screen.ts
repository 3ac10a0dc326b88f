import { rect } from '../apps/view-builder.ts'
import { INK, MUTED, type ClipsContext, type ClipsScreen } from './screen.ts'
import { tabBar } from './tab-bar.ts'
import { toolbarTitle } from './toolbar.ts'

/** The third tab; nothing of it is this farm's business, it is only there. */
export function createInboxScreen({ navigator }: ClipsContext): ClipsScreen {
  return {
    name: 'inbox',
    dark: false,
    draw: (views) => [
      toolbarTitle(views, 'Inbox'),
      views.icon('inbox_empty_icon', rect(296, 560, 128, 128), 'inbox', { paint: { color: '#c3c7cf' } }),
      views.text('inbox_empty', rect(60, 704, 600, 56), 'No messages yet', {
        paint: { color: INK, textSizePx: 34, bold: true, align: 'center' },
      }),
      views.text(
        'inbox_hint',
        rect(60, 764, 600, 48),
        'When there is something new, you will find it here.',
        {
          paint: { color: MUTED, textSizePx: 24, align: 'center' },
        },
      ),
      tabBar(views, navigator, 'inbox'),
    ],
  }
}
