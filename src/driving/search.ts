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

/** Taps on the first result: its row can be re-used for another one just then, or still be without a picture. */
const OPEN_LIMIT = 3

/**
 * Searches the words and opens the first result.
 * @returns how many results were on the screen; 0 when the app says that there are none, and then nothing is opened
 */
export async function search(deps: SearchDeps, keyword: string, signal: AbortSignal): Promise<number> {
  const { pack, stage, navigator, videos } = deps
  if (keyword.trim() === '') throw new RunError('input', 'a keyword of blanks cannot be searched')
  await navigator.goTo(pack.search.screen, signal)
  await enterText(deps, pack.search.input, keyword, signal)
  await submit(deps, signal)
  const count = await stage.until(
    { what: `results for "${keyword}"` },
    (sight) => resultsOn(pack, sight),
    signal,
  )
  if (count === 0) return 0
  await openFirst(deps, signal)
  await videos.settled(signal)
  return count
}

/** Setting a text submits nothing (source: fidelity 4.1): each way of the pack is tried until the app reacts. */
async function submit({ pack, session, stage }: SearchDeps, signal: AbortSignal): Promise<void> {
  for (const way of pack.search.submit) {
    if ('tap' in way) {
      await stage.tap(way.tap, { withinMs: REACT_MS }, signal)
    } else {
      await stage.tap(pack.search.input, { withinMs: REACT_MS }, signal) // keys go to the focused field
      if ('press' in way) await session.pressKey(KEY.enter, signal)
      else await session.editorAction(way.editor_action, signal)
    }
    const reacts = ({ is }: Sight) =>
      is.kind === 'waiting' || (is.kind === 'screen' && is.name !== pack.search.screen) ? true : undefined
    if (await stage.within({ withinMs: REACT_MS }, reacts, signal)) return
  }
  throw new RunError('app_changed', `${pack.name} did not react to a submitted search`)
}

/** Undefined while the results have not come yet. */
function resultsOn(pack: Pack, sight: Sight): number | undefined {
  if (!isScreen(sight, pack.search.results_screen)) return undefined
  if (findElement(sight.screen.root, pack.element(pack.search.no_results))) return 0
  return findElement(sight.screen.root, pack.element(pack.search.results))?.nodes.length
}

async function openFirst({ pack, session, stage }: SearchDeps, signal: AbortSignal): Promise<void> {
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
