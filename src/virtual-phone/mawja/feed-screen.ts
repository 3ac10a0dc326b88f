import { createFeedPages } from '../video-app/feed-pages.ts'
import { bottomBar, moreButton, title } from './bars.ts'
import type { MenuOpener } from './popup-menu.ts'
import type { MawjaContext, MawjaScreen, Speech } from './screen.ts'
import { createSearchScreen } from './search-screen.ts'
import { PAGE, videoPager } from './video-page.ts'

/** The main feed. Search is one of the entries of its menu. */
export function createFeedScreen(
  context: MawjaContext,
  { speech, openMenu }: { speech: Speech; openMenu: MenuOpener },
): MawjaScreen {
  const pages = createFeedPages(context, PAGE.bottom)

  function menu(): void {
    const words = speech.words()
    openMenu('menu', [
      {
        label: words.search,
        act: () => context.navigator.push(createSearchScreen(context, speech)),
      },
      { label: words.settings, act: () => undefined },
    ])
  }

  return {
    name: 'feed',
    dark: true,
    refresh: pages.refresh,
    setActive: pages.setActive,
    onSwipe: pages.onSwipe,
    ticks: pages.ticks,
    draw(ui) {
      const words = speech.words()
      return [
        videoPager(ui, words, pages),
        title(ui, words.app, 32, '#ffffff'),
        moreButton(ui, words, menu, '#ffffff'),
        ...bottomBar(ui, words, context, 'feed'),
      ]
    },
  }
}
