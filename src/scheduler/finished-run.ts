import { parseAction } from '../domain/action.ts'
import { capabilityOf, countedRun, type DrivenApp, type RunEnd } from '../domain/verification.ts'
import type { FinishedRun } from '../processes/verify.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { Tables } from '../store/store.ts'

/**
 * What a run shows about its capability, as the outcome carries it to the transaction that ends the attempt.
 * @param driven null when the run ended before anything drove the app
 * @returns nothing when the run shows nothing
 */
export function finishedRun(
  read: Tables,
  { action_id }: ClaimedItem,
  driven: DrivenApp | null,
  end: RunEnd,
): { finished?: FinishedRun } {
  const counted = driven && countedRun(end)
  if (driven === null || counted === null) return {}
  const capability = capabilityOf(parseAction(read.actions.read(action_id)).name)
  return { finished: { capability, driven, counted } }
}
