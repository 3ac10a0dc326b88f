import type { DriverPack } from '../domain/driver-pack.ts'
import type { Problem } from '../domain/errors.ts'

/** Screens that a run has to get to, and where the pack names them. */
function goalsOf({ feed, account, search, profile }: DriverPack): { screen: string; path: string }[] {
  return [
    { screen: feed.screen, path: '/feed/screen' },
    { screen: account.screen, path: '/account/screen' },
    { screen: account.switcher.screen, path: '/account/switcher/screen' },
    { screen: search.screen, path: '/search/screen' },
    { screen: profile.display_name.screen, path: '/profile/display_name/screen' },
    { screen: profile.username.screen, path: '/profile/username/screen' },
    { screen: profile.bio.screen, path: '/profile/bio/screen' },
  ]
}

/** Goals that the routes do not reach from the feed, where apps begin, or from which they do not lead back to it; and screens without any route. */
export function routeProblems(pack: DriverPack): Problem[] {
  const { feed, search, routes, screens } = pack
  const goals = goalsOf(pack)
  const fromFeed = reachedFrom(feed.screen, routes)
  const starts = [
    ...goals,
    { screen: search.results_screen, path: '/search/results_screen' },
    { screen: search.player_screen, path: '/search/player_screen' },
  ]
  const named = new Set([
    ...starts.map(({ screen }) => screen),
    ...routes.flatMap(({ from, to }) => [...from, to]),
  ])
  return [
    ...goals
      .filter(({ screen }) => !fromFeed.has(screen))
      .map(({ screen, path }) => ({
        path,
        message: `cannot be reached: no routes lead from ${feed.screen} to ${screen}`,
      })),
    ...starts
      .filter(({ screen }) => !reachedFrom(screen, routes).has(feed.screen))
      .map(({ screen, path }) => ({
        path,
        message: `cannot be left: no routes lead from ${screen} to ${feed.screen}`,
      })),
    ...screens.flatMap(({ name }, index) =>
      named.has(name)
        ? []
        : [{ path: `/screens/${index}/name`, message: `${name} has no route to it or from it` }],
    ),
  ]
}

function reachedFrom(start: string, routes: DriverPack['routes']): Set<string> {
  const reached = new Set([start])
  for (const here of reached) {
    for (const { from, to } of routes) if (from.includes(here)) reached.add(to) // a Set also gives what is added meanwhile
  }
  return reached
}
