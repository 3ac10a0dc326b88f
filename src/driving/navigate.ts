import { RunError } from '../domain/errors.ts'
import { KEY, type PhoneSession } from '../domain/phone-session.ts'
import { summarize } from './find.ts'
import type { Pack } from './pack.ts'
import type { Sight } from './recognize.ts'
import type { Restarts } from './restarts.ts'
import type { Stage } from './stage.ts'

type Route = Pack['routes'][number]

/** After a tap or a key press the next screen shows up within this time, or the press went nowhere. */
export const REACT_MS = 4_000

/** Presses of the same way out of the same screen: the first may fall into a transition. */
const PRESS_LIMIT = 3

/** More steps than the longest way through an app, with detours. */
const STEP_LIMIT = 20

/** Another app in front: a moment of grace, since starting and leaving apps shows the launcher for a while. */
const FOREIGN_GRACE_MS = 3_000

export interface NavigateDeps {
  pack: Pack
  session: PhoneSession
  stage: Stage
  restarts: Restarts
}

export interface Navigator {
  /**
   * Goes to the screen by the pack's routes, planning anew after each step, from wherever the app is. An app that is not in front any more is
   * started again once.
   * @throws RunError 'app_changed' when there is no way or a way leads nowhere, and what the stage throws
   */
  goTo: (screen: string, signal: AbortSignal) => Promise<void>
}

export function createNavigator({ pack, session, stage, restarts }: NavigateDeps): Navigator {
  /** Where the app is; undefined when another app stays in front. @param expected where the last press should have led */
  async function whereAmI(
    target: string,
    expected: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const nearby = await stage.within({ withinMs: FOREIGN_GRACE_MS }, screenName, signal)
    if (nearby !== undefined) return nearby
    const place = await stage.until(
      { what: `the screen ${target}`, expects: { screens: [expected] } },
      (sight) => screenName(sight) ?? (isForeign(sight) ? FOREIGN : undefined),
      signal,
    )
    return place === FOREIGN ? undefined : place
  }

  function isForeign({ screen, is }: Sight): boolean {
    return (
      is.kind === 'unknown' && screen.package_name !== '' && screen.package_name !== pack.target.package_name
    )
  }

  async function press(route: Route, signal: AbortSignal): Promise<void> {
    if ('tap' in route) await stage.tap(route.tap, { withinMs: REACT_MS }, signal)
    else await session.pressKey(KEY.back, signal)
  }

  return {
    async goTo(screen, signal) {
      const presses = new Map<Route, number>()
      let started = false
      let here = await whereAmI(screen, screen, signal)
      for (let step = 0; step < STEP_LIMIT; step++) {
        if (here === screen) return
        let expected = screen
        if (here === undefined) {
          if (started) throw await notInFront(screen, signal)
          started = true
          await restarts.start('another window is in front', signal)
        } else {
          const route = nextRoute(pack.routes, here, screen)
          if (!route) throw new RunError('app_changed', `the pack knows no way from ${here} to ${screen}`)
          const times = (presses.get(route) ?? 0) + 1
          presses.set(route, times)
          if (times > PRESS_LIMIT) throw deadEnd(route, here)
          expected = route.to
          await press(route, signal)
        }
        here =
          (await stage.within({ withinMs: REACT_MS }, screenOtherThan(here), signal)) ??
          (await whereAmI(screen, expected, signal))
      }
      throw new RunError('app_changed', `${screen} was not reached in ${STEP_LIMIT} steps`)
    },
  }

  async function notInFront(target: string, signal: AbortSignal): Promise<RunError> {
    const seen = summarize(await session.readScreen(signal))
    return new RunError(
      'app_changed',
      `expected the screen ${target}, but ${pack.name} does not stay in front: ${seen}`,
    )
  }
}

function deadEnd(route: Route, from: string): RunError {
  const way = 'tap' in route ? `a tap on ${route.tap}` : 'the back key'
  return new RunError('app_changed', `${way} does not lead from ${from} to ${route.to}`)
}

function screenOtherThan(before: string | undefined): (sight: Sight) => string | undefined {
  return (sight) => {
    const name = screenName(sight)
    return name === before ? undefined : name
  }
}

/** Cannot be a screen's name: those are lower case. */
const FOREIGN = 'FOREIGN'

function screenName({ is }: Sight): string | undefined {
  return is.kind === 'screen' ? is.name : undefined
}

/** First step of the shortest way; undefined when there is none. */
function nextRoute(routes: readonly Route[], from: string, to: string): Route | undefined {
  const reached = new Map<string, Route | undefined>([[from, undefined]])
  for (const here of reached.keys()) {
    for (const route of routes) {
      if (!route.from.includes(here) || reached.has(route.to)) continue
      const first = reached.get(here) ?? route
      if (route.to === to) return first
      reached.set(route.to, first) // a Map's keys are visited in order of insertion, also those added meanwhile
    }
  }
  return undefined
}
