import type { PromptObject } from '../../src/domain/judge.ts'

type Fields = Record<string, unknown>

/** A judge prompt with a contract that decides. */
export function judgePrompt(overrides: Fields = {}): PromptObject {
  return {
    prompt_id: 'fyp-judge',
    name: 'FYP judge',
    version: 3,
    system_prompt: 'You judge short videos.',
    task_prompt: 'Watch what fits the interests.',
    output_contract: {
      type: 'object',
      properties: { decision: { enum: ['watch', 'skip'] }, reason: { type: 'string' } },
      required: ['decision'],
    },
    ...overrides,
  }
}

const CALLER = {
  callback: {
    url: 'https://ugc-tracker.example.com/phonefarm/process-updates',
    metadata: { environment: 'production' },
  },
  requested_by: { system: 'ugc-tracker', user: 'operator@example.com', metadata: {} },
}

/** A valid body of POST /capability-requests/enqueue: a keyword warmup of account_01, routed direct. */
export function keywordWarmupRequest(overrides: Fields = {}): Fields {
  return {
    request_id: 'warmup-2026-03-22-001',
    capability: 'keyword_warmup',
    mode: 'manual',
    target: { routing: 'direct', phone_id: 'phone_01', account_id: 'account_01' },
    inputs: { keywords: ['healthy recipes', 'meal prep'] },
    ...structuredClone(CALLER),
    ...overrides,
  }
}

/** A valid fyp warmup of account_01. */
export function fypWarmupRequest(overrides: Fields = {}): Fields {
  return keywordWarmupRequest({
    request_id: 'fyp-2026-03-22-001',
    capability: 'fyp_warmup',
    inputs: { fyp_judge_prompt: judgePrompt() },
    ...overrides,
  })
}

/** A valid body of POST /maintenance/requests (source: seeds/maintenance-requests). */
export function maintenanceRequest(overrides: Fields = {}): Fields {
  return {
    request_id: 'maint-2026-03-22-001',
    account_id: 'account_01',
    inputs: {
      steps: [{ action: 'edit_profile', params: { display_name: 'weekday meals', bio: 'quick dinners' } }],
    },
    ...structuredClone(CALLER),
    ...overrides,
  }
}

/** The same work over the capability route. */
export function maintenanceCapabilityRequest(overrides: Fields = {}): Fields {
  const { account_id, ...request } = maintenanceRequest()
  return {
    ...request,
    capability: 'maintenance',
    mode: 'manual',
    target: { routing: 'queue', account_id },
    ...overrides,
  }
}

/** A valid body of POST /runtime-snapshots/upsert (source: seeds/runtime-snapshots). */
export function runtimeSnapshot(overrides: Fields = {}): Fields {
  return {
    account_id: 'account_01',
    ugc_account_id: 'ugc_123',
    snapshot_id: 'snapshot-2026-03-22-001',
    strategy_version: 7,
    content_hash: 'sha256:abc123',
    strategy_synced_at: '2026-03-22T08:30:00.000Z',
    stage: 'warmup',
    active_action: 'keyword_warmup',
    active_skills: ['warmup', 'commenting'],
    personality: { comment_style: 'casual, validating', interests: ['healthy recipes', 'meal prep'] },
    ...overrides,
  }
}

/** A valid body of POST /processes/{process_id}/cancel. */
export function cancelRequest(overrides: Fields = {}): Fields {
  return { reason: 'operator requested stop', requested_by: { system: 'ugc-tracker' }, ...overrides }
}
