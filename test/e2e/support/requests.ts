import { judgePrompt, keywordWarmupRequest, maintenanceRequest } from '../../support/requests.ts'

let count = 0
/** A caller's own id, another one each time. */
const requestId = () => `e2e-${++count}`
const callback = (url: string) => ({ url, metadata: { environment: 'e2e' } })

export const MAINTENANCE = '/maintenance/requests'
export const ENQUEUE = '/capability-requests/enqueue'

/** As short as a video can be watched and still be seen to play. */
const WATCH_SECONDS = { min: 1, max: 1 }

/** A prompt about cooking: on a feed of several topics it watches some and skips some. */
export const COOKING = judgePrompt({
  prompt_id: 'cooking',
  task_prompt: 'Watch videos about cooking, recipes, meal prep and dinners. Skip everything else.',
})

/** Requests of a caller whose callbacks go to `url`. */
export function requestsOf(url: string) {
  return {
    /** `steps` are the fields of one edit_profile each. */
    maintenance: (accountId: string, ...steps: Record<string, string>[]) =>
      maintenanceRequest({
        request_id: requestId(),
        account_id: accountId,
        inputs: { steps: steps.map((params) => ({ action: 'edit_profile', params })) },
        callback: callback(url),
      }),
    /** Without a judge prompt: every result is watched. */
    keywordWarmup: (accountId: string, inputs: Record<string, unknown>) =>
      keywordWarmupRequest({
        request_id: requestId(),
        target: { routing: 'queue', account_id: accountId },
        inputs: { watch_seconds: WATCH_SECONDS, ...inputs },
        callback: callback(url),
      }),
    fypWarmup: (accountIds: readonly string[], inputs: Record<string, unknown>) =>
      keywordWarmupRequest({
        request_id: requestId(),
        capability: 'fyp_warmup',
        target: { routing: 'group', account_ids: accountIds },
        inputs: { watch_seconds: WATCH_SECONDS, fyp_judge_prompt: COOKING, ...inputs },
        callback: callback(url),
      }),
  }
}
