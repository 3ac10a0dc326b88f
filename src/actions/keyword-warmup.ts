import type { ItemResult } from '../domain/action.ts'
import type { KeywordWarmupInputs } from '../domain/warmup-inputs.ts'
import { createWarmup, type EndedBy, type WarmupDeps } from './warmup.ts'

/** Searches each keyword and goes through its results. It only watches: no likes, follows or comments. */
export async function keywordWarmup(
  deps: WarmupDeps,
  inputs: KeywordWarmupInputs,
  signal: AbortSignal,
): Promise<ItemResult> {
  const { keywords, videos_per_keyword: wanted, watch_seconds, max_minutes, metadata } = inputs
  const warmup = createWarmup(deps, {
    capability: 'keyword_warmup',
    inputs: {
      keywords,
      videos_per_keyword: wanted,
      watch_seconds,
      max_minutes,
      ...(metadata && { metadata }),
    },
    prompt: inputs.keyword_judge_prompt ?? null,
    keywords,
  })
  let endedBy: EndedBy = 'done'
  for (const keyword of keywords) {
    if (warmup.seen(keyword) >= wanted) continue
    if (warmup.isTimeOver()) return warmup.result('max_minutes')
    const found = await deps.driver.search(keyword, signal)
    const end = found ? await warmup.goThrough({ keyword, wanted }, signal) : 'no_more_videos'
    if (end === 'max_minutes') return warmup.result(end)
    if (end === 'no_more_videos') endedBy = end
  }
  return warmup.result(endedBy)
}
