import type { RunActionDeps } from '../../src/actions/run-action.ts'
import type { Action, ActionProgress, EditProgress, WarmupProgress } from '../../src/domain/action.ts'
import type { Decision } from '../../src/domain/decision.ts'
import type { Judge } from '../../src/domain/judge.ts'
import type { MiniScene } from '../driving/support/mini-scene.ts'
import { judgement } from '../support/judging.ts'
import { actionDeps } from '../support/action-deps.ts'

/** Watches what matches, with the given relevance, and skips the rest. */
export function judgeBy(pattern: RegExp, relevance = 1): Judge {
  return {
    kind: 'test',
    judge: ({ caption }) =>
      Promise.resolve(
        pattern.test(caption)
          ? judgement({ decision: 'watch', confidence: 1, relevance, reason: 'fits' })
          : judgement({ decision: 'skip', confidence: 1, relevance: 0, reason: 'does not fit' }),
      ),
  }
}

export interface Setup {
  deps: RunActionDeps
  /** Everything that was stored, in order. */
  saved: ActionProgress[]
  /** Every decision, in order, with the progress that has it counted. */
  decisions: { decision: Decision; progress: ActionProgress }[]
}

/** What an action needs, on a scripted app, for its account `vera`. */
export function setUp(
  { driver, clock }: MiniScene,
  action: Action,
  given: Partial<RunActionDeps> = {},
): Setup {
  const saved: ActionProgress[] = []
  const decisions: Setup['decisions'] = []
  const deps = actionDeps({
    driver,
    judge: judgeBy(/./),
    clock,
    action,
    account: { account_id: 'account_1', app: 'mini', username: 'vera' },
    saveProgress: (progress) => {
      saved.push(progress)
      return Promise.resolve()
    },
    decided: (decision, progress) => void decisions.push({ decision, progress }),
    ...given,
  })
  return { deps, saved, decisions }
}

export function lastWarmup(saved: readonly ActionProgress[]): WarmupProgress {
  const last = saved.at(-1)
  if (last?.kind !== 'warmup') throw new Error('no progress of a warmup was stored')
  return last
}

export function lastEdit(saved: readonly ActionProgress[]): EditProgress {
  const last = saved.at(-1)
  if (last?.kind !== 'edit_profile') throw new Error('no progress of an edit was stored')
  return last
}
