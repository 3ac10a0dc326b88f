import { DecisionPage, JudgeContextPage } from '../../http/decision-schemas.ts'
import type { DecisionView, JudgeContextView } from '../../processes/decisions.ts'
import type { DaemonClient } from '../daemon-client.ts'
import { readAll } from '../print.ts'

/** What was decided in a process and from what, the oldest decision first. */
export interface Recorded {
  decisions: readonly DecisionView[]
  contexts: readonly JudgeContextView[]
}

/** Asks the running daemon. @throws DaemonRefused */
export async function readFromDaemon(daemon: DaemonClient, processId: string): Promise<Recorded> {
  const path = `/processes/${encodeURIComponent(processId)}`
  const decisions = await readAll(daemon, `${path}/decisions`, DecisionPage, (page) => page.decisions)
  const contexts = await readAll(
    daemon,
    `${path}/judge-contexts`,
    JudgeContextPage,
    (page) => page.judge_contexts,
  )
  return { decisions: decisions.toReversed(), contexts }
}
