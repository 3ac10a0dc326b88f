import type { WarmupProgress } from '../../src/domain/action.ts'
import { countJudgement, NO_JUDGING, type Decision } from '../../src/domain/decision.ts'
import type { FeedItem, JudgeContext, Judgement, PromptObject } from '../../src/domain/judge.ts'
import type { Store } from '../../src/store/store.ts'
import { judgeContext, judgement } from './judging.ts'

/** A video as the app may show it. */
export function feedItem(given: Partial<FeedItem> = {}): FeedItem {
  return { author: 'mia', caption: 'Easy dinner ideas', hashtags: ['recipe'], sound: 'original', ...given }
}

/** A prompt as a caller may send it. */
export function promptObject(given: Partial<PromptObject> = {}): PromptObject {
  return {
    prompt_id: 'cooking',
    name: 'cooking judge',
    version: 3,
    system_prompt: '',
    task_prompt: 'Watch what is about cooking.',
    output_contract: { type: 'object', properties: { decision: { enum: ['watch', 'skip'] } } },
    ...given,
  }
}

/** A decision as a warmup tells of it. */
export function decisionOf(
  given: { judgement?: Partial<Judgement>; context?: Partial<JudgeContext>; item?: Partial<FeedItem> } = {},
): Decision {
  const verdict = judgement({ decision: 'watch', confidence: 0.9, relevance: 0.5, reason: 'fits' })
  return {
    judge: 'embedded',
    item: feedItem(given.item),
    context: judgeContext(given.context),
    judgement: { ...verdict, judge: 'embedded', ...given.judgement },
    ms: 2,
  }
}

/** Progress of a warmup that has counted `seen` videos and decided about as many, or about `decided`. */
export function warmupProgress(seen: number, decided = seen): WarmupProgress {
  const { judgement: one } = decisionOf()
  let judging = NO_JUDGING
  for (let count = 0; count < decided; count++) judging = countJudgement(judging, one)
  return {
    kind: 'warmup',
    videos_seen: seen,
    videos_watched: seen,
    videos_skipped: 0,
    seconds_watched: 0,
    worked_ms: 0,
    keywords: [],
    fingerprints: Array.from({ length: seen }, (_, index) => `video-${index}`),
    judging,
  }
}

/** Stores decisions as an attempt of an item does, oldest first. */
export async function addDecisions(
  store: Store,
  of: { process_id: string; queue_item_id: string; attempt?: number },
  decisions: readonly Decision[],
): Promise<void> {
  const { process_id, queue_item_id, attempt = 1 } = of
  await store.write('save_progress', (tables) => {
    for (const [index, { item, context, judgement: told, ms }] of decisions.entries()) {
      const { keyword, snapshot, ...task } = context
      if (index === 0) {
        tables.judgeContexts.add({
          process_id,
          queue_item_id,
          attempt,
          task: JSON.stringify(task),
          snapshot: snapshot && JSON.stringify(snapshot),
        })
      }
      tables.decisions.add({
        process_id,
        queue_item_id,
        attempt,
        at: '2026-03-22T08:30:00.000Z',
        keyword,
        item: JSON.stringify(item),
        judgement: JSON.stringify(told),
        prompt_id: task.prompt?.prompt_id ?? null,
        prompt_version: task.prompt && JSON.stringify(task.prompt.version),
        ms,
      })
    }
  })
}
