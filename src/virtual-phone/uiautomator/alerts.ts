import { IDLE_WAITS, type Idle } from './idle.ts'
import { matches } from './locators/by-attribute.ts'
import { centerOfNode, shownText, type Node } from './node-tree.ts'
import type { Screen } from './screen.ts'
import type { Touch } from './touch.ts'
import { invalidElementState, noSuchAlert } from './wd-errors.ts'

/** How the server tells alerts by their resource ids (source: research/fidelity.md 1.6). */
const REGULAR_TITLE = /^.+:id\/(alertTitle|custom)$/
const PERMISSION_TITLE = /^.+:id\/permission_message$/
const REGULAR_BUTTON = /^android:id\/button(\d+)$/
const PERMISSION_BUTTON = /^.+:id\/permission_\w+_button$/
const CONTENT = /^android:id\/content$/
const ANY_ID = /^.+:id\/.+$/

export interface AlertDeps {
  screen: Screen
  idle: Idle
  touch: Touch
}

type AlertKind = 'regular' | 'permission'
export type AlertAction = 'accept' | 'dismiss'

/** Texts of the alert without those of its buttons, one a line. @throws WdError 'no such alert' */
export async function alertText(deps: AlertDeps): Promise<string> {
  const kind = await kindOfAlert(deps)
  const [content] = await search(CONTENT, deps)
  if (!content) throw noSuchAlert()
  const buttons = kind === 'regular' ? REGULAR_BUTTON : PERMISSION_BUTTON
  return matches([content], ({ view }) => ANY_ID.test(view.resourceId ?? ''))
    .filter(({ view }) => !buttons.test(view.resourceId ?? ''))
    .map(({ view }) => shownText(view))
    .filter((text) => text !== '')
    .join('\n')
}

/** Clicks a button of the alert. @throws WdError 'no such alert', 'invalid element state' when it lacks the wanted button */
export async function answerAlert(
  action: AlertAction,
  label: string | undefined,
  deps: AlertDeps,
): Promise<void> {
  const kind = await kindOfAlert(deps)
  const buttons = await search(kind === 'regular' ? REGULAR_BUTTON : PERMISSION_BUTTON, deps)
  const button = label === undefined ? usualButton(kind, action, buttons) : labelled(buttons, label)
  if (!button) throw invalidElementState('The expected button cannot be detected on the alert')
  await deps.idle.wait(IDLE_WAITS.alertSearch)
  await deps.touch.click(centerOfNode(button))
  await deps.idle.wait(IDLE_WAITS.afterClick)
}

async function kindOfAlert(deps: AlertDeps): Promise<AlertKind> {
  await deps.idle.wait(IDLE_WAITS.alertSearch)
  if ((await search(REGULAR_TITLE, deps)).length > 0) return 'regular'
  if ((await search(PERMISSION_TITLE, deps)).length > 0) return 'permission'
  throw noSuchAlert()
}

async function search(resourceId: RegExp, { screen, idle }: AlertDeps): Promise<Node[]> {
  await idle.wait(IDLE_WAITS.alertSearch)
  return matches(await screen.roots(), ({ view }) => resourceId.test(view.resourceId ?? ''))
}

function labelled(buttons: readonly Node[], label: string): Node | undefined {
  return buttons.find(({ view }) => shownText(view) === label)
}

/** Accept is the lowest button number, dismiss the next one; permission dialogs go by allow and deny. */
function usualButton(kind: AlertKind, action: AlertAction, buttons: readonly Node[]): Node | undefined {
  if (kind === 'permission') {
    const wanted = action === 'accept' ? /allow/ : /deny/
    return buttons.find(({ view }) => wanted.test(view.resourceId ?? ''))
  }
  const byNumber = new Map(buttons.map((button) => [numberOf(button), button]))
  const lowest = Math.min(...byNumber.keys())
  return byNumber.get(action === 'accept' || byNumber.size === 1 ? lowest : lowest + 1)
}

function numberOf({ view }: Node): number {
  const [, number = ''] = REGULAR_BUTTON.exec(view.resourceId ?? '') ?? []
  return Number(number)
}
