/** Bodies of requests that are accepted as they stand (source: seeds); each call makes a fresh one. */

export const callback = () => ({
  url: 'https://caller.example/updates',
  metadata: { environment: 'production' },
})

export const requestedBy = () => ({ system: 'ugc-tracker', user: 'operator@example.com', metadata: {} })

export const prompt = () => ({
  prompt_id: 'judge-1',
  name: 'Judge',
  version: 3,
  system_prompt: 'You judge videos.',
  task_prompt: 'Is this worth watching?',
  output_contract: {
    type: 'object',
    properties: { decision: { enum: ['watch', 'skip'] }, reason: { type: 'string' } },
    required: ['decision'],
  },
})

export const keywordWarmup = () => ({
  request_id: 'warmup-1',
  capability: 'keyword_warmup',
  mode: 'manual',
  target: { routing: 'direct', phone_id: 'phone_01', account_id: 'account_01' },
  inputs: { keywords: ['meal prep', 'healthy recipes'] },
  callback: callback(),
  requested_by: requestedBy(),
})

export const fypWarmup = () => ({
  request_id: 'fyp-1',
  capability: 'fyp_warmup',
  mode: 'manual',
  target: { routing: 'group', account_ids: ['account_01', 'account_02'] },
  inputs: { fyp_judge_prompt: prompt() },
  callback: callback(),
  requested_by: requestedBy(),
})

export const maintenance = () => ({
  request_id: 'maint-1',
  account_id: 'account_01',
  inputs: {
    steps: [
      {
        action: 'edit_profile',
        params: {
          display_name: 'weekday meals',
          bio: 'quick dinners',
          mutation_kind: 'operator_requested',
          randomized: false,
        },
      },
    ],
    metadata: { source: 'ugc-tracker' },
  },
  callback: callback(),
  requested_by: requestedBy(),
})

export const snapshot = () => ({
  account_id: 'account_01',
  ugc_account_id: 'ugc_123',
  snapshot_id: 'snapshot-1',
  strategy_version: 7,
  content_hash: 'sha256:abc123',
  strategy_synced_at: '2026-03-22T08:30:00.000Z',
  stage: 'warmup',
  active_action: 'keyword_warmup',
  active_skills: ['warmup', 'commenting'],
  personality: { comment_style: 'casual', interests: ['healthy recipes'] },
})

export const cancel = () => ({ reason: 'operator requested stop', requested_by: requestedBy() })

/** A copy with the value at the JSON pointer replaced, or removed when there is none. */
export function changed(body: object, pointer: string, value?: unknown): unknown {
  const copy: Record<string, unknown> = structuredClone(body) as Record<string, unknown>
  const steps = pointer.split('/').slice(1)
  const last = steps.pop() ?? ''
  const place = steps.reduce((at, step) => at[step] as Record<string, unknown>, copy)
  if (value === undefined) delete place[last]
  else place[last] = value
  return copy
}
