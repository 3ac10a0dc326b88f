import type { ScreenNode } from '../domain/selector.ts'
import { isDrift } from './find.ts'
import type { Found, Pack } from './pack.ts'
import { isByPicture, type Sight } from './recognize.ts'
import { traceOf, type Trace } from './trace.ts'

/** An element that a later candidate found where no better one did; `candidate` is its place in the pack's list, 1 for the second. */
export interface Drift {
  element: string
  candidate: number
  /** Readings of the screen in which it was found so. */
  times: number
}

/** What was found of one element on one screen. */
interface Finds {
  /** Readings by candidate. */
  times: Map<number, number>
  /** The last reading that was counted. */
  reading: number
  /** Whether a candidate that the pack trusts found it there. */
  isTrusted: boolean
}

/** Keeps which candidate found each element while a run drives, so that an app that moves away from its pack is seen before runs fail. */
export interface LocatorJournal {
  /** The same pack; what is looked for with it is noted. */
  follow: (pack: Pack) => Pack
  /** A new reading of the screen: what is looked for from now on is looked for there. */
  reads: (sight: Sight) => void
  /** Only what no trusted candidate ever found on the same screen of the app, in the order of the names. */
  drift: () => Drift[]
  /** The element as it was found last in this run. */
  traceOf: (element: string) => Trace | undefined
  /** Every element that was found in this run, as it was last. */
  traces: () => ReadonlyMap<string, Trace>
}

export function createLocatorJournal(): LocatorJournal {
  const finds = new Map<string, Map<string, Finds>>()
  const last = new Map<string, { root: ScreenNode; node: ScreenNode }>()
  /** Null where what is found says nothing: between two screens, and on pictures. */
  let place: string | null = null
  let root: ScreenNode | null = null
  let reading = 0

  function note(element: string, found: Found | undefined, candidateDrifts: boolean): void {
    const node = found?.nodes[0]
    if (!found || !node || place === null || root === null) return
    if (!candidateDrifts) last.set(element, { root, node })
    const places = finds.get(element) ?? new Map<string, Finds>()
    finds.set(element, places)
    const here = places.get(place) ?? { times: new Map<number, number>(), reading: 0, isTrusted: false }
    places.set(place, here)
    if (here.reading === reading) return
    here.reading = reading
    here.isTrusted ||= !candidateDrifts
    here.times.set(found.candidate, (here.times.get(found.candidate) ?? 0) + 1)
  }

  function driftOf(element: string, places: ReadonlyMap<string, Finds>): Drift[] {
    const times = new Map<number, number>()
    for (const here of places.values()) {
      if (here.isTrusted) continue
      for (const [candidate, count] of here.times) times.set(candidate, (times.get(candidate) ?? 0) + count)
    }
    return [...times].map(([candidate, count]) => ({ element, candidate, times: count }))
  }

  const lastTrace = (element: string) => {
    const seen = last.get(element)
    return seen && traceOf(seen.root, seen.node)
  }

  return {
    follow: (pack) => ({
      ...pack,
      element(name) {
        const element = pack.element(name)
        return {
          ...element,
          onLooked: (found) => note(name, found, found !== undefined && isDrift(element, found.candidate)),
        }
      },
    }),
    reads(sight) {
      reading += 1
      root = sight.screen.root
      place = isByPicture(sight.screen) ? null : placeOf(sight)
    },
    drift: () =>
      [...finds]
        .flatMap(([element, places]) => driftOf(element, places))
        .toSorted((a, b) => (a.element < b.element ? -1 : 1)),
    traceOf: lastTrace,
    traces: () =>
      new Map(
        [...last.keys()].flatMap((element) => {
          const trace = lastTrace(element)
          return trace ? [[element, trace] as const] : []
        }),
      ),
  }
}

function placeOf({ is }: Sight): string | null {
  if (is.kind === 'dialog') return is.dialog.name
  return is.kind === 'screen' ? is.name : null
}
