import type { AppHost } from '../apps/app.ts'
import type { Network } from './network.ts'

/** Videos that such apps load ahead while the line is good: they still play when it is gone. */
const AHEAD = 2

/** What a page that was not loaded ahead takes on a good line. */
const LOAD_MS = 400

export type PageState = 'shown' | 'loading' | 'failed'

/** Loads the pages of a pager. On a good line they are simply there. */
export interface PageLoader {
  state: () => PageState
  /** Shows the page as soon as it has loaded; a later call takes its place. */
  show: (page: number, bind: () => void) => void
  /** Tries the page that failed once more. */
  retry: () => void
  /** Another list: nothing of it is loaded. */
  forget: () => void
}

export function createPageLoader(host: AppHost, network: Network): PageLoader {
  let state: PageState = 'shown'
  let loadedTo = -1
  let asked = 0
  let last: { page: number; bind: () => void } | null = null

  function become(next: PageState): void {
    state = next
    host.accessibility.fire()
  }

  function show(page: number, bind: () => void): void {
    const ask = ++asked
    last = { page, bind }
    if (network.state() === 'online') loadedTo = Math.max(loadedTo, page + AHEAD)
    if (page <= loadedTo) {
      become('shown')
      return bind()
    }
    become('loading')
    const stillAsked = (then: () => void) => () => {
      if (ask === asked) then()
    }
    network.request(LOAD_MS, {
      answered: stillAsked(() => {
        loadedTo = Math.max(loadedTo, page)
        become('shown')
        bind()
      }),
      failed: stillAsked(() => become('failed')),
    })
  }

  return {
    state: () => state,
    show,
    retry() {
      if (state === 'failed' && last) show(last.page, last.bind)
    },
    forget() {
      loadedTo = -1
    },
  }
}
