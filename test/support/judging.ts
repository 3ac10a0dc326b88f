import {
  NO_COST,
  type JudgeContext,
  type Judgement,
  type JudgeSnapshot,
  type Verdict,
} from '../../src/domain/judge.ts'

/** A snapshot as a caller may have synced it. */
export function judgeSnapshot(given: Partial<JudgeSnapshot> = {}): JudgeSnapshot {
  return {
    snapshot_id: 'snap-1',
    strategy_version: 7,
    stage: null,
    active_action: null,
    interests: [],
    personality: {},
    ...given,
  }
}

/** What a judge is asked with on the feed, with nothing in particular wanted. */
export function judgeContext(given: Partial<JudgeContext> = {}): JudgeContext {
  return { capability: 'fyp_warmup', inputs: {}, keyword: null, snapshot: null, prompt: null, ...given }
}

/** A verdict as the judge of tests gives it, for nothing. */
export function judgement(verdict: Verdict): Judgement {
  return { ...verdict, judge: 'test', fallback: null, cost: NO_COST }
}
