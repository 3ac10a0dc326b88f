import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { DialogPolicy } from '../domain/pack-dialogs.ts'
import { RunError } from '../domain/errors.ts'
import { KEY, type PhoneSession } from '../domain/phone-session.ts'
import { centerOf } from '../domain/selector.ts'
import { findElement, summarize } from './find.ts'
import type { Dialog, Pack } from './pack.ts'
import { isByPicture, type Sight } from './recognize.ts'
import { AppRestarted, type Restarts } from './restarts.ts'
import { RUN_LIMITS } from './run-limits.ts'

/** Between two looks at a dialog that is to go away. */
const LOOK_MS = 100

/** A dialog is gone within this time after the tap that dismisses it, or the tap did not reach it. */
const GONE_MS = 2_000

/** Dialogs that one wait puts up with before it gives up. */
const DIALOG_LIMIT = 8
const TIMES_LIMIT = 3

/** A dialog on a reading of the screen, and what is going on meanwhile. */
export interface Met {
  sight: Sight
  dialog: Dialog
  /** How often each dialog was met during the present wait; kept up by `answer`. */
  before: Map<string, number>
  /** A value is typed and not saved yet. */
  editing: boolean
}

/** Deals with dialogs as the pack's policies say. */
export interface DialogAnswers {
  /**
   * Does what the policy says; whoever waits then looks again.
   * @throws RunError 'account_action_needed', 'device', 'app_changed'; AppRestarted when the app was started anew
   */
  answer: (met: Met, signal: AbortSignal) => Promise<void>
  /** Dialogs met so far in this run. */
  count: () => number
}

export function createDialogAnswers(deps: {
  pack: Pack
  session: PhoneSession
  clock: Clock
  log: Pick<Logger, 'info'>
  restarts: Restarts
  look: (signal: AbortSignal) => Promise<Sight>
}): DialogAnswers {
  const { pack, session, clock, log, restarts, look } = deps
  let count = 0

  async function answer({ sight, dialog, before, editing }: Met, signal: AbortSignal): Promise<void> {
    count += 1
    const { name, kind, policy } = dialog
    const said = summarize(sight.screen)
    const times = (before.get(name) ?? 0) + 1
    before.set(name, times)
    const end = endOf(pack.name, dialog, said, times)
    if (end) throw end
    const ofThisWait = [...before.values()].reduce((sum, met) => sum + met)
    if (ofThisWait > DIALOG_LIMIT || count > RUN_LIMITS.dialogs) {
      throw new RunError('app_changed', `dialogs do not come to an end, the last one is ${name}: ${said}`)
    }
    log.info({ dialog: name, kind, policy: policy.kind, times }, 'dialog answered')
    await act(sight, dialog, { times, editing, said }, signal)
  }

  async function act(
    sight: Sight,
    { name, policy }: Dialog,
    { times, editing, said }: { times: number; editing: boolean; said: string },
    signal: AbortSignal,
  ): Promise<void> {
    switch (policy.kind) {
      case 'dismiss':
        if ('press' in policy) await session.pressKey(KEY.back, signal)
        else await tap(sight, name, (editing ? policy.tap_while_editing : undefined) ?? policy.tap, signal)
        return untilGone(name, GONE_MS, signal)
      case 'retry':
        await clock.sleep((policy.pause_ms ?? 0) * 2 ** (times - 1), signal)
        await tapIfThere(name, policy.tap, signal)
        return untilGone(name, GONE_MS, signal)
      case 'wait':
        if (times > (policy.times ?? 2)) return restart(name, said, signal)
        if (policy.tap !== undefined) await tap(sight, name, policy.tap, signal)
        return untilGone(name, policy.most_ms, signal)
      case 'restart_app':
        if (policy.tap !== undefined) await tap(sight, name, policy.tap, signal)
        return restart(name, said, signal)
      case 'account_action_needed':
      case 'stop':
        return // endOf has ended the run
    }
  }

  async function restart(name: string, said: string, signal: AbortSignal): Promise<never> {
    await restarts.start(`${name}: ${said}`, signal)
    throw new AppRestarted(name)
  }

  async function tap(sight: Sight, name: string, element: string, signal: AbortSignal): Promise<void> {
    const node = findElement(sight.screen.root, pack.element(element))?.nodes.find(({ enabled }) => enabled)
    if (!node) {
      // A button that the picture does not show as text may be there all the same.
      const category = isByPicture(sight.screen) ? 'timeout' : 'app_changed'
      throw new RunError(category, `the dialog ${name} has no ${element}: ${summarize(sight.screen)}`)
    }
    await session.tap(centerOf(node.bounds), signal)
  }

  /** After a pause the dialog may have gone by itself: only what is still there is tapped. */
  async function tapIfThere(name: string, element: string, signal: AbortSignal): Promise<void> {
    const sight = await look(signal)
    if (sight.is.kind === 'dialog' && sight.is.dialog.name === name) await tap(sight, name, element, signal)
  }

  /** A second tap while a dialog fades would hit whatever lies under it. */
  async function untilGone(name: string, withinMs: number, signal: AbortSignal): Promise<void> {
    const deadlineMs = clock.monotonicMs() + withinMs
    while (clock.monotonicMs() < deadlineMs) {
      await clock.sleep(LOOK_MS, signal)
      const { is } = await look(signal)
      if (is.kind !== 'dialog' || is.dialog.name !== name) return
    }
  }

  return { answer, count: () => count }
}

/** Why a dialog that is met for the `times`-th time ends the run; undefined when it does not. */
function endOf(
  app: string,
  { name, kind, policy }: Dialog,
  said: string,
  times: number,
): RunError | undefined {
  if (policy.kind === 'account_action_needed') {
    return new RunError('account_action_needed', `${app} asks for a person (${name}): ${said}`)
  }
  if (policy.kind === 'stop') {
    return new RunError('app_changed', `${app} cannot go on, ${policy.because} (${name}): ${said}`)
  }
  if (times <= timesOf(policy)) return undefined
  return kind === 'network_error'
    ? new RunError('device', `${app} has no way to its servers (${name}): ${said}`)
    : new RunError('app_changed', `the dialog ${name} does not go away: ${said}`)
}

/** How often it is answered; a dialog that an app restart follows at last is met once more. */
function timesOf(policy: DialogPolicy): number {
  if (policy.kind === 'retry') return policy.times ?? TIMES_LIMIT
  if (policy.kind === 'wait') return (policy.times ?? 2) + (policy.at_last === 'restart_app' ? 1 : 0)
  return TIMES_LIMIT
}
