import type { Reading } from '../domain/pack-selector.ts'
import type { Dialog, Pack } from './pack.ts'

/** One element on one screen, and what the pack wants from it there. */
export interface ElementUse {
  screen: string
  element: string
  /** False for what comes and goes: error lines, the end of a list, the mark of a video that is held. */
  expected: boolean
  /** How its words are read. */
  reading: Reading | null
  /** It is looked for on the page of the video in front alone: while pages move, two are on the screen. */
  onPage: boolean
}

/** Every element that the pack needs on a screen, once for each screen; in the order of the screens. */
export function elementUses(pack: Pack): ElementUse[] {
  const uses = new Map<string, ElementUse>()
  for (const use of allUses(pack)) {
    const key = JSON.stringify([use.screen, use.element, use.reading])
    const known = uses.get(key)
    uses.set(key, known ? { ...known, expected: known.expected || use.expected } : use)
  }
  const plain = (use: ElementUse) =>
    use.reading === null &&
    [...uses.values()].some(
      (other) => other.reading !== null && other.screen === use.screen && other.element === use.element,
    )
  const rank = new Map(pack.screens.map(({ name }, index) => [name, index]))
  return [...uses.values()]
    .filter((use) => !plain(use))
    .toSorted((a, b) => (rank.get(a.screen) ?? 0) - (rank.get(b.screen) ?? 0))
}

/** What a dialog is answered with; empty when it is answered by a key or never. */
export function dialogElements({ policy }: Dialog): string[] {
  const names = [
    'tap' in policy ? policy.tap : undefined,
    'tap_while_editing' in policy ? policy.tap_while_editing : undefined,
  ]
  return names.filter((name) => name !== undefined)
}

function* allUses(pack: Pack): Generator<ElementUse> {
  for (const route of pack.routes) {
    if (!('tap' in route)) continue
    for (const from of route.from) yield always(from, route.tap)
  }
  yield* accountUses(pack)
  yield* searchUses(pack)
  for (const screen of [pack.feed.screen, pack.search.player_screen]) yield* videoUses(pack, screen)
  if (pack.feed.end !== undefined) yield sometimes(pack.feed.screen, pack.feed.end)
  for (const field of Object.values(pack.profile)) {
    const { screen, input, save, errors, pending } = field
    yield always(screen, input)
    yield always(screen, save)
    for (const name of [...errors, ...pending]) yield sometimes(screen, name)
  }
}

function* accountUses({ account: { screen, username, switcher } }: Pack): Generator<ElementUse> {
  yield read(screen, username)
  yield read(switcher.screen, switcher.usernames)
}

function* searchUses({ search }: Pack): Generator<ElementUse> {
  yield always(search.screen, search.input)
  for (const way of search.submit) if ('tap' in way) yield always(search.screen, way.tap)
  yield always(search.results_screen, search.results)
  yield sometimes(search.results_screen, search.no_results)
  if (search.end_of_results === undefined) return
  for (const screen of [search.results_screen, search.player_screen])
    yield sometimes(screen, search.end_of_results)
}

function* videoUses({ video }: Pack, screen: string): Generator<ElementUse> {
  yield always(screen, video.page)
  for (const reading of [video.author, video.caption, video.sound, video.position]) {
    if (reading) yield { ...read(screen, reading), onPage: true }
  }
  if (video.paused !== undefined) yield sometimes(screen, video.paused)
}

const always = (screen: string, element: string): ElementUse => ({
  screen,
  element,
  expected: true,
  reading: null,
  onPage: false,
})

const sometimes = (screen: string, element: string): ElementUse => ({
  ...always(screen, element),
  expected: false,
})

const read = (screen: string, reading: Reading): ElementUse => ({
  ...always(screen, reading.element),
  reading,
})
