import { pino } from 'pino'
import type { RunActionDeps } from '../../src/actions/run-action.ts'
import { NO_EVIDENCE } from '../../src/domain/evidence.ts'
import { createEmbeddedJudge } from '../../src/judging/embedded-judge.ts'

/** What an action is given beside an app to drive; the rest is as of a first attempt that nobody listens to. */
export type GivenAction = Pick<RunActionDeps, 'driver' | 'clock' | 'action' | 'account'> &
  Partial<RunActionDeps>

/** An action without a daemon around it: nothing is stored, and the embedded judge decides. */
export function actionDeps(given: GivenAction): RunActionDeps {
  return {
    judge: createEmbeddedJudge(),
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    snapshot: null,
    defaultsFromSnapshot: [],
    onIdentity: () => Promise.resolve(),
    progress: null,
    saveProgress: () => Promise.resolve(),
    decided: () => undefined,
    packHash: 'abc123abc123',
    evidence: NO_EVIDENCE,
    ...given,
  }
}
