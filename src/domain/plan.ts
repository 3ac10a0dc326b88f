import type { Action } from './action.ts'
import type { Pair } from './assignment.ts'
import type { CapabilityInputs } from './capability-request.ts'
import type { TargetView } from './process-view.ts'
import type { Target } from './target.ts'
import type { DefaultedInput } from './warmup-inputs.ts'

/** One queue item to be. */
export interface PlannedItem extends Pair {
  action: Action
  /** False while an earlier step of the same process has to be done first. */
  ready: boolean
}

/** The queue items of a request: one a pair for a warmup, one a step for maintenance. @param leftOut inputs that the caller did not send */
export function planItems(
  request: CapabilityInputs,
  pairs: readonly Pair[],
  leftOut: readonly DefaultedInput[] = [],
): PlannedItem[] {
  if (request.capability === 'maintenance') {
    const { steps } = request.inputs
    return pairs.flatMap((pair) =>
      steps.map(({ params }, index) => ({
        ...pair,
        action: { name: 'edit_profile', params },
        ready: index === 0,
      })),
    )
  }
  const planned = warmupAction(request)
  const action = leftOut.length === 0 ? planned : { ...planned, left_out: [...leftOut] }
  return pairs.map((pair) => ({ ...pair, action, ready: true }))
}

/** What no run reads stays with the process, so that a group of hundreds does not carry it hundreds of times. */
function warmupAction(request: Exclude<CapabilityInputs, { capability: 'maintenance' }>): Action {
  if (request.capability === 'fyp_warmup') {
    const { metadata: _metadata, ...inputs } = request.inputs
    return { name: 'fyp_warmup', inputs }
  }
  const {
    metadata: _metadata,
    comment_plan: _plan,
    keyword_comment_plan_prompt: _prompt,
    ...inputs
  } = request.inputs
  return { name: 'keyword_warmup', inputs }
}

/** `target` as the process shows it: the pair, or a group's lists as they were resolved. */
export function targetView({ routing }: Target, pairs: readonly Pair[]): TargetView {
  const [first] = pairs
  if (routing !== 'group' && first) return { account_id: first.account_id, phone_id: first.phone_id }
  return {
    account_id: null,
    phone_id: null,
    account_ids: pairs.map(({ account_id }) => account_id),
    phone_ids: [...new Set(pairs.map(({ phone_id }) => phone_id))],
  }
}

/** People who wait come first (source: queue_items.priority). */
export function priorityOf(mode: 'manual' | 'unattended'): number {
  return mode === 'manual' ? 0 : 1
}
