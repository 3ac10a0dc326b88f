import type { ItemResult } from '../domain/action.ts'
import type { FypWarmupInputs } from '../domain/warmup-inputs.ts'
import { createWarmup, type WarmupDeps } from './warmup.ts'

/** Goes through the main feed. It only watches: no likes, follows or comments. */
export async function fypWarmup(
  deps: WarmupDeps,
  inputs: FypWarmupInputs,
  signal: AbortSignal,
): Promise<ItemResult> {
  const { videos, watch_seconds, max_minutes, metadata } = inputs
  const warmup = createWarmup(deps, {
    capability: 'fyp_warmup',
    inputs: { videos, watch_seconds, max_minutes, ...(metadata && { metadata }) },
    prompt: inputs.fyp_judge_prompt ?? null,
    keywords: [],
  })
  if (warmup.seen(null) >= videos) return warmup.result('done')
  if (warmup.isTimeOver()) return warmup.result('max_minutes')
  await deps.driver.openFeed(signal)
  return warmup.result(await warmup.goThrough({ keyword: null, wanted: videos }, signal))
}
