import { watchedRecord, type AppContext, type AppScreen } from './screen.ts'
import { createVideoPages, type PageSource, type VideoPages } from './video-pages.ts'

/** The main feed of whoever is signed in: without end unless its servers have run dry. */
export function createFeedPages<Screen extends AppScreen, Tab extends string>(
  { host, data, catalog, network }: AppContext<Screen, Tab>,
  pageHeight: number,
): VideoPages {
  let shownAccount: string | null = null
  let firstPosition = 0

  const source: PageSource = {
    lastPage: Infinity,
    isStale() {
      const account = data.signedIn()
      return account !== null && account.key !== shownAccount
    },
    /** The account's feed goes on where it was left. */
    begin() {
      const account = data.signedIn()
      shownAccount = account?.key ?? null
      firstPosition = account?.feed_position ?? 0
    },
    at(page) {
      const account = data.signedIn()
      if (!account) return null
      const position = firstPosition + page
      const isNew = position >= account.feed_position
      if (isNew && network.feedLeft() === 0) return 'end'
      return {
        video: catalog.feed(account.key, position),
        shown() {
          if (!isNew) return
          data.advanceFeed()
          network.feedGave()
        },
      }
    },
  }

  return createVideoPages({
    host,
    network,
    pageHeight,
    firstPage: 0,
    record: watchedRecord(data, 'feed', null),
    source,
  })
}
