import { parseAction } from '../domain/action.ts'
import { runLimitMs } from '../domain/account-hold.ts'
import type { Cancel, Clock } from '../domain/clock.ts'
import { RunStopped } from '../domain/run-control.ts'
import { holdFactsOf } from '../processes/account-time.ts'
import type { Store } from '../store/store.ts'
import type { ActiveRun } from './active-run.ts'

/**
 * Stops a warmup at its next step when the quiet hours of its account begin or the day's minutes are used up; it goes on from there when the
 * account may work again. Other work takes seconds and is better finished than left half done. Measured on monotonic time, so that a host
 * clock that is set meanwhile ends no run.
 * @returns lifts the limit; call it when the run is over
 */
export function limitRun({ store, clock }: { store: Store; clock: Clock }, active: ActiveRun): Cancel {
  const { account_id, action_id } = active.item
  const facts = holdFactsOf(store.read, account_id)
  const limitMs = facts === null ? null : runLimitMs(clock.now().getTime(), facts)
  if (limitMs === null || parseAction(store.read.actions.read(action_id)).name === 'edit_profile')
    return () => undefined
  const reason = new RunStopped('account_held', `account ${account_id} has reached its quiet hours or budget`)
  return clock.after(limitMs, () => active.stop(reason))
}
