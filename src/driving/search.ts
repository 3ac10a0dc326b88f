import { RunError } from '../domain/errors.ts'
import { KEY, type PhoneSession } from '../domain/phone-session.ts'
import { centerOf } from '../domain/selector.ts'
import { enterText } from './enter-text.ts'
import { findElement } from './find.ts'
import { REACT_MS, type Navigator } from './navigate.ts'
import type { Pack } from './pack.ts'
import { isScreen, type Sight } from './recognize.ts'
import type { Stage } from './stage.ts'
import type { Videos } from './video.ts'

export interface SearchDeps {
  pack: Pack
  session: PhoneSession
  stage: Stage
  navigator: Navigator
  videos: Videos
}

/** A tap or a key can be lost to whatever comes up just then. */
const SUBMIT_ROUNDS = 2

/** Taps on the first result: its row can be re-used for another one just then, or still be without a picture. */
const OPEN_LIMIT = 3

/**
 * Searches the words and opens the first result.
 * @returns how many results were on the screen; 0 when the app says that there are none, and then nothing is opened
 */
export async function search(deps: SearchDeps, keyword: string, signal: AbortSignal): Promise<number> {
  await typeWords(deps, keyword, signal)
  const count = await submitWords(deps, keyword, signal)
  if (count === 0) return 0
  await openFirst(deps, signal)
  await deps.videos.settled(signal)
  return count
}

/** Goes to the search screen and types the words there. */
export async function typeWords(deps: SearchDeps, keyword: string, signal: AbortSignal): Promise<void> {
  const { pack, navigator } = deps
  if (keyword.trim() === '') throw new RunError('input', 'a keyword of blanks cannot be searched')
  await navigator.goTo(pack.search.screen, signal)
  await enterText(deps, pack.search.input, keyword, signal)
}

/** Submits the words that have been typed. @returns how many results are on the screen */
export async function submitWords(deps: SearchDeps, keyword: string, signal: AbortSignal): Promise<number> {
  await submit(deps, signal)
  return deps.stage.until(
    {
      what: `results for "${keyword}"`,
      expects: { elements: [deps.pack.search.results], screens: [deps.pack.search.results_screen] },
    },
    (sight) => resultsOn(deps.pack, sight),
    signal,
  )
}

/** Setting a text submits nothing (source: fidelity 4.1): each way of the pack is tried until the app reacts, and all of them twice. */
async function submit(deps: SearchDeps, signal: AbortSignal): Promise<void> {
  const { pack, stage } = deps
  const reacts = ({ is }: Sight) =>
    is.kind === 'waiting' || (is.kind === 'screen' && is.name !== pack.search.screen) ? true : undefined
  const ways = Array.from({ length: SUBMIT_ROUNDS }, () => pack.search.submit).flat()
  for (const way of ways) {
    await submitBy(deps, way, signal)
    if (await stage.within({ withinMs: REACT_MS }, reacts, signal)) return
  }
  throw new RunError('app_changed', `${pack.name} did not react to a submitted search`)
}

async function submitBy(
  { pack, session, stage }: SearchDeps,
  way: SearchDeps['pack']['search']['submit'][number],
  signal: AbortSignal,
): Promise<void> {
  if ('tap' in way) return stage.tap(way.tap, { withinMs: REACT_MS }, signal)
  if (!(await stage.focus(pack.search.input, { withinMs: REACT_MS }, signal))) return
  if ('press' in way) return session.pressKey(KEY.enter, signal)
  return session.editorAction(way.editor_action, signal)
}

/** Undefined while the results have not come yet. */
function resultsOn(pack: Pack, sight: Sight): number | undefined {
  if (!isScreen(sight, pack.search.results_screen)) return undefined
  if (findElement(sight.screen.root, pack.element(pack.search.no_results))) return 0
  return findElement(sight.screen.root, pack.element(pack.search.results))?.nodes.length
}

/** Opens the first one of the results on the screen. */
export async function openFirst({ pack, session, stage }: SearchDeps, signal: AbortSignal): Promise<void> {
  for (let taps = 0; taps < OPEN_LIMIT; taps++) {
    const { node } = await stage.settled(pack.search.results, {}, signal)
    await session.tap(centerOf(node.bounds), signal)
    const opened = await stage.within(
      { withinMs: REACT_MS },
      (sight) => (isScreen(sight, pack.search.player_screen) ? true : undefined),
      signal,
    )
    if (opened) return
  }
  throw new RunError('app_changed', 'a tap on the first result does not open it')
}
