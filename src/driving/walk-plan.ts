import type { Pack } from './pack.ts'

/** How a screen is come to: by the pack's routes, by a search, or not at all. */
export interface PlannedScreen {
  screen: string
  by: 'routes' | 'search' | 'no_way'
  /** The screens that the way leads over, from the first one on; the screen itself is not among them. */
  over: readonly string[]
}

/**
 * In what order to look at every screen of a pack, beginning with the feed: nearer ones first, then the search with its results and the video
 * that is opened from them, then what can be reached only from there. Routes that would change something are not gone.
 */
export function planWalk(pack: Pack): PlannedScreen[] {
  const { feed, search } = pack
  const ways = waysFrom(pack, feed.screen, [])
  const bySearch = [search.screen, search.results_screen, search.player_screen]
  const beforeSearch = [...ways].filter(([name]) => !bySearch.includes(name))
  const toSearch = ways.get(search.screen) ?? []
  const planned: PlannedScreen[] = beforeSearch.map(([screen, over]) => ({ screen, by: 'routes', over }))
  bySearch.forEach((screen, at) => {
    planned.push({ screen, by: 'search', over: [...toSearch, ...bySearch.slice(0, at)] })
  })
  const later = bySearch
    .slice(1)
    .flatMap((screen, at) => [...waysFrom(pack, screen, [...toSearch, ...bySearch.slice(0, at + 1)])])
  for (const [screen, over] of later) {
    if (!planned.some((known) => known.screen === screen)) planned.push({ screen, by: 'routes', over })
  }
  const left = pack.screens.filter(({ name }) => !planned.some(({ screen }) => screen === name))
  return [...planned, ...left.map(({ name }) => ({ screen: name, by: 'no_way', over: [] }) as const)]
}

/** Every screen that routes lead to, with what each way leads over; the shortest way to each, in the order of their length. */
function waysFrom(pack: Pack, start: string, before: readonly string[]): Map<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>([[start, before]])
  // A Map's keys are visited in order of insertion, also those added meanwhile.
  for (const [here, over] of ways) {
    for (const route of pack.routes) {
      if (!route.from.includes(here) || ways.has(route.to) || isHarmful(pack, here, route)) continue
      ways.set(route.to, [...over, here])
    }
  }
  return ways
}

/** Whether a step would save something or sign another account in. */
function isHarmful(pack: Pack, from: string, route: Pack['routes'][number]): boolean {
  if (!('tap' in route)) return false
  const saves = Object.values(pack.profile).some(({ screen, save }) => screen === from && save === route.tap)
  const { switcher } = pack.account
  return saves || (switcher.screen === from && switcher.usernames.element === route.tap)
}
