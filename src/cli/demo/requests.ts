/** The seeds' requests, with the ids and callback of this demo. */
export interface DemoRequests {
  callbackUrl: string
}

const REQUESTED_BY = { system: 'ugc-tracker', user: 'operator@example.com', metadata: {} }

const JUDGE_PROMPT = {
  prompt_id: 'demo-judge',
  name: 'Demo judge',
  version: 1,
  system_prompt: 'You judge short videos for a cooking account.',
  task_prompt: 'Watch videos about cooking, recipes, meal prep and dinners. Skip everything else.',
  output_contract: {
    type: 'object',
    properties: {
      decision: { type: 'string', enum: ['watch', 'skip'] },
      reason: { type: 'string' },
      confidence: { type: 'number' },
    },
    required: ['decision'],
  },
}

const callback = ({ callbackUrl }: DemoRequests) => ({ url: callbackUrl, metadata: { environment: 'demo' } })

export const runtimeSnapshot = () => ({
  account_id: 'account_virtual_01',
  ugc_account_id: 'ugc_123',
  snapshot_id: 'snapshot-2026-03-22-001',
  strategy_version: 7,
  content_hash: 'sha256:abc123',
  strategy_synced_at: '2026-03-22T08:30:00.000Z',
  stage: 'warmup',
  active_action: 'keyword_warmup',
  active_skills: ['warmup', 'commenting'],
  personality: { comment_style: 'casual, validating', interests: ['healthy recipes', 'meal prep'] },
})

export const maintenance = (demo: DemoRequests) => ({
  request_id: 'maint-2026-03-22-001',
  account_id: 'account_virtual_01',
  inputs: {
    steps: [
      {
        action: 'edit_profile',
        params: {
          display_name: 'weekday meals',
          bio: 'quick dinners and meal prep',
          mutation_kind: 'operator_requested',
          randomized: false,
        },
      },
    ],
    metadata: { source: 'ugc-tracker' },
  },
  callback: callback(demo),
  requested_by: REQUESTED_BY,
})

export const keywordWarmup = (demo: DemoRequests) => ({
  request_id: 'warmup-2026-03-22-001',
  capability: 'keyword_warmup',
  mode: 'manual',
  target: { routing: 'direct', phone_id: 'phone_virtual_02', account_id: 'account_virtual_02' },
  inputs: {
    keywords: ['meal prep', 'houseplants'],
    videos_per_keyword: 3,
    watch_seconds: { min: 1, max: 3 },
    keyword_judge_prompt: JUDGE_PROMPT,
  },
  callback: callback(demo),
  requested_by: REQUESTED_BY,
})

export const fypWarmup = (demo: DemoRequests) => ({
  request_id: 'fyp-2026-03-22-001',
  capability: 'fyp_warmup',
  mode: 'manual',
  target: { routing: 'group', account_ids: ['account_virtual_01', 'account_virtual_02'] },
  inputs: { videos: 5, watch_seconds: { min: 1, max: 3 }, fyp_judge_prompt: JUDGE_PROMPT },
  callback: callback(demo),
  requested_by: REQUESTED_BY,
})

/** Long enough that it is always the cancel that ends it. */
export const longWarmup = (demo: DemoRequests) => ({
  request_id: 'warmup-2026-03-22-002',
  capability: 'keyword_warmup',
  mode: 'manual',
  target: { routing: 'queue', account_id: 'account_virtual_03' },
  inputs: { keywords: ['travel'], videos_per_keyword: 50, watch_seconds: { min: 2, max: 4 } },
  callback: callback(demo),
  requested_by: REQUESTED_BY,
})

export const cancel = () => ({
  reason: 'operator requested stop',
  requested_by: REQUESTED_BY,
  strategy: 'soft_then_force',
  force_after_seconds: 10,
})
