import type { ItemResult } from '../domain/action.ts'
import type { FypWarmupInputs } from '../domain/warmup-inputs.ts'
import { createWarmup, type WarmupDeps } from './warmup.ts'

/** Goes through the main feed. It only watches: no likes, follows or comments. */
export async function fypWarmup(
  deps: WarmupDeps,
  inputs: FypWarmupInputs,
  signal: AbortSignal,
): Promise<ItemResult> {
  const warmup = createWarmup(deps, inputs, inputs.fyp_judge_prompt ?? null, [])
  if (warmup.seen(null) >= inputs.videos) return warmup.result('done')
  if (warmup.isTimeOver()) return warmup.result('max_minutes')
  await deps.driver.openFeed(signal)
  return warmup.result(await warmup.goThrough({ keyword: null, wanted: inputs.videos }, signal))
}
