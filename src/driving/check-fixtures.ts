import type { Screen } from '../domain/phone-session.ts'
import { isProblem, lookFor, type ElementSight } from './look-for-elements.ts'
import type { Pack } from './pack.ts'
import { recognize, type Recognized } from './recognize.ts'
import { dialogElements, elementUses } from './screen-elements.ts'

/** A recorded screen with the name that the pack has to give it. */
export interface Fixture {
  /** `rate_us.es.xml`, `system_alert-sim.en.xml`: what stands before the first dot or dash is the name. */
  file: string
  screen: Screen
}

export interface CheckedFixture {
  file: string
  expected: string
  /** What the pack takes it for. */
  seen: string
  /** The elements that the pack needs there; empty when it is taken for something else. */
  elements: readonly ElementSight[]
  ok: boolean
}

/** What a fixture's file name says that it shows. */
export function fixtureName(file: string): string {
  return file.split(/[.-]/)[0] ?? file
}

/** The name of what a screen is taken for; `unknown` when no rule fits. */
export function nameOf(is: Recognized): string {
  if (is.kind === 'dialog') return is.dialog.name
  return is.kind === 'unknown' ? is.kind : is.name
}

/** Shows a pack its recorded screens: each must be taken for what its name says, and have what the pack needs there. */
export function checkFixtures(pack: Pack, fixtures: readonly Fixture[]): CheckedFixture[] {
  const uses = elementUses(pack)
  return fixtures.map(({ file, screen }) => {
    const expected = fixtureName(file)
    const is = recognize(pack, screen)
    const seen = nameOf(is)
    if (seen !== expected) return { file, expected, seen, elements: [], ok: false }
    const wanted =
      is.kind === 'dialog'
        ? dialogElements(is.dialog).map((element) => ({ ...ON_DIALOG, screen: seen, element }))
        : uses.filter((use) => is.kind === 'screen' && use.screen === seen)
    const elements = wanted.map((use) => lookFor(pack, use, screen.root))
    return { file, expected, seen, elements, ok: !elements.some(isProblem) }
  })
}

const ON_DIALOG = { expected: true, reading: null, onPage: false } as const

/** The screens and dialogs of a pack that no fixture shows. */
export function withoutFixture(pack: Pack, fixtures: readonly Pick<Fixture, 'file'>[]): string[] {
  const shown = new Set(fixtures.map(({ file }) => fixtureName(file)))
  return [...pack.dialogs, ...pack.screens].map(({ name }) => name).filter((name) => !shown.has(name))
}
