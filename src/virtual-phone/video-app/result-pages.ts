import { between } from '../../domain/random.ts'
import type { Video } from '../content/videos.ts'
import { watchedRecord, type AppContext, type AppScreen } from './screen.ts'
import { createVideoPages, type VideoPages } from './video-pages.ts'

/** Time until the server's answer is there, and how long the pictures go on arriving after that. */
const LOAD_MS = [500, 900] as const
const SETTLE_MS = 600

/** What a search has found. */
export interface Results {
  /** `loading` until the servers have answered. */
  state: () => 'loading' | 'failed' | 'loaded'
  /** Empty as long as nothing is there. */
  videos: () => readonly Video[]
  /** Asks the servers unless they have been asked; after a failure it asks again. */
  load: () => void
}

export function createResults<Screen extends AppScreen, Tab extends string>(
  { host, catalog, network }: AppContext<Screen, Tab>,
  query: string,
): Results {
  let state: ReturnType<Results['state']> = 'loading'
  let asked = false
  let videos: readonly Video[] = []

  return {
    state: () => state,
    videos: () => videos,
    load() {
      if (asked) return
      asked = true
      state = 'loading'
      network.request(between(host.random, ...LOAD_MS), {
        answered() {
          videos = catalog.search(query)
          state = 'loaded'
          host.accessibility.fire()
          if (videos.length > 0) host.accessibility.animate(SETTLE_MS)
        },
        failed() {
          state = 'failed'
          asked = false
          host.accessibility.fire()
        },
      })
    },
  }
}

/** Results as full-screen pages from one of them on. @param hasEndPage whether a page follows that says that there is no more; else the last one just stays */
export function createResultPages<Screen extends AppScreen, Tab extends string>(
  { host, data, network }: AppContext<Screen, Tab>,
  options: {
    query: string
    videos: readonly Video[]
    firstPage: number
    pageHeight: number
    hasEndPage: boolean
  },
): VideoPages {
  const { query, videos, firstPage, pageHeight, hasEndPage } = options
  return createVideoPages({
    host,
    network,
    pageHeight,
    firstPage,
    record: watchedRecord(data, 'search', query),
    source: {
      lastPage: hasEndPage ? videos.length : videos.length - 1,
      isStale: () => false,
      begin: () => undefined,
      at(page) {
        const video = videos[page]
        if (video) return { video, shown: () => undefined }
        return hasEndPage ? 'end' : null
      },
    },
  })
}
