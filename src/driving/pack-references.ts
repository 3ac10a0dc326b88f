import type { DriverPack, EditableField } from '../domain/driver-pack.ts'

/** A place in a pack that names an element or a screen. */
export interface PackReference {
  kind: 'element' | 'screen'
  name: string
  /** JSON pointer. */
  path: string
}

/** Every name of an element or a screen that the pack uses, in document order. */
export function* packReferences(pack: DriverPack): Generator<PackReference> {
  yield* dialogReferences(pack)
  yield* routeReferences(pack)
  yield screen(pack.account.screen, '/account/screen')
  yield element(pack.account.username.element, '/account/username/element')
  yield screen(pack.account.switcher.screen, '/account/switcher/screen')
  yield element(pack.account.switcher.usernames.element, '/account/switcher/usernames/element')
  yield screen(pack.feed.screen, '/feed/screen')
  if (pack.feed.end !== undefined) yield element(pack.feed.end, '/feed/end')
  yield* searchReferences(pack.search)
  yield element(pack.video.page, '/video/page')
  for (const key of ['author', 'caption', 'sound', 'position'] as const) {
    const reading = pack.video[key]
    if (reading) yield element(reading.element, `/video/${key}/element`)
  }
  if (pack.video.paused !== undefined) yield element(pack.video.paused, '/video/paused')
  for (const key of ['display_name', 'username', 'bio'] as const) {
    yield* fieldReferences(pack.profile[key], `/profile/${key}`)
  }
}

function element(name: string, path: string): PackReference {
  return { kind: 'element', name, path }
}

function screen(name: string, path: string): PackReference {
  return { kind: 'screen', name, path }
}

function* dialogReferences({ dialogs }: DriverPack): Generator<PackReference> {
  for (const [index, { policy }] of dialogs.entries()) {
    const path = `/dialogs/${index}/policy`
    if ('tap' in policy && policy.tap !== undefined) yield element(policy.tap, `${path}/tap`)
    if ('tap_while_editing' in policy && policy.tap_while_editing !== undefined) {
      yield element(policy.tap_while_editing, `${path}/tap_while_editing`)
    }
  }
}

function* routeReferences({ routes }: DriverPack): Generator<PackReference> {
  for (const [index, route] of routes.entries()) {
    for (const [at, from] of route.from.entries()) yield screen(from, `/routes/${index}/from/${at}`)
    yield screen(route.to, `/routes/${index}/to`)
    if ('tap' in route) yield element(route.tap, `/routes/${index}/tap`)
  }
}

function* searchReferences(search: DriverPack['search']): Generator<PackReference> {
  yield screen(search.screen, '/search/screen')
  yield element(search.input, '/search/input')
  for (const [index, way] of search.submit.entries()) {
    if ('tap' in way) yield element(way.tap, `/search/submit/${index}/tap`)
  }
  yield screen(search.results_screen, '/search/results_screen')
  yield element(search.no_results, '/search/no_results')
  yield element(search.results, '/search/results')
  yield screen(search.player_screen, '/search/player_screen')
  if (search.end_of_results !== undefined) yield element(search.end_of_results, '/search/end_of_results')
}

function* fieldReferences(field: EditableField, path: string): Generator<PackReference> {
  yield screen(field.screen, `${path}/screen`)
  yield element(field.input, `${path}/input`)
  yield element(field.save, `${path}/save`)
  for (const [index, name] of field.errors.entries()) yield element(name, `${path}/errors/${index}`)
  for (const [index, name] of field.pending.entries()) yield element(name, `${path}/pending/${index}`)
}
