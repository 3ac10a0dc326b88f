import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Action, WarmupProgress } from '../../src/domain/action.ts'
import { processView, type ItemRecord, type ProcessRecord } from '../../src/domain/process-view.ts'

const WARMUP: Action = {
  name: 'keyword_warmup',
  inputs: {
    keywords: ['healthy recipes', 'meal prep'],
    videos_per_keyword: 3,
    watch_seconds: { min: 5, max: 20 },
    max_minutes: 30,
  },
}
const FYP: Action = {
  name: 'fyp_warmup',
  inputs: { videos: 20, watch_seconds: { min: 5, max: 20 }, max_minutes: 30 },
}
const EDIT: Action = { name: 'edit_profile', params: { display_name: 'weekday meals', bio: 'quick dinners' } }

const DONE_SO_FAR: WarmupProgress = {
  kind: 'warmup',
  videos_seen: 4,
  videos_watched: 3,
  videos_skipped: 1,
  seconds_watched: 29.3,
  worked_ms: 40_000,
  keywords: [{ keyword: 'healthy recipes', seen: 4, watched: 3, skipped: 1 }],
  fingerprints: ['f1', 'f2', 'f3', 'f4'],
}

function process(overrides: Partial<ProcessRecord> = {}): ProcessRecord {
  return {
    process_id: '3e6f2e7b-4e3c-4c7c-b8d7-0c53d83f9870',
    process_type: 'keyword_warmup',
    request_id: 'warmup-2026-03-22-001',
    status: 'EXECUTING',
    target: { account_id: 'account_user095916355', phone_id: 'phone_01' },
    requested_by: { system: 'ugc-tracker', user: 'operator@example.com', metadata: {} },
    callback: {
      url: 'https://ugc-tracker.example.com/phonefarm/process-updates',
      metadata: { environment: 'production' },
    },
    error: null,
    ignored_inputs: [],
    timestamps: {
      created_at: '2026-03-22T08:30:00.000Z',
      accepted_at: '2026-03-22T08:30:00.000Z',
      queued_at: '2026-03-22T08:30:00.000Z',
      executing_at: '2026-03-22T08:31:10.000Z',
      retrying_at: null,
      cancel_requested_at: null,
      finished_at: null,
    },
    ...overrides,
  }
}

function item(overrides: Partial<ItemRecord> = {}): ItemRecord {
  return {
    queue_item_id: '7c1a07f6-1d55-4f79-a403-8a8420f1b62b',
    account_id: 'account_user095916355',
    phone_id: 'phone_01',
    status: 'QUEUED',
    attempt: 0,
    action: WARMUP,
    progress: null,
    result: null,
    error: null,
    started_at: null,
    ...overrides,
  }
}

test('the record is the one of the documents', () => {
  assert.deepEqual(processView(process(), [item()]), {
    process_id: '3e6f2e7b-4e3c-4c7c-b8d7-0c53d83f9870',
    process_type: 'keyword_warmup',
    request_id: 'warmup-2026-03-22-001',
    status: 'executing',
    target: { account_id: 'account_user095916355', phone_id: 'phone_01' },
    requested_by: { system: 'ugc-tracker', user: 'operator@example.com', metadata: {} },
    callback: {
      url: 'https://ugc-tracker.example.com/phonefarm/process-updates',
      metadata: { environment: 'production' },
    },
    result: {},
    error: null,
    timestamps: {
      created_at: '2026-03-22T08:30:00.000Z',
      accepted_at: '2026-03-22T08:30:00.000Z',
      queued_at: '2026-03-22T08:30:00.000Z',
      executing_at: '2026-03-22T08:31:10.000Z',
      retrying_at: null,
      cancel_requested_at: null,
      finished_at: null,
    },
    linked_ids: {
      queue_item_ids: ['7c1a07f6-1d55-4f79-a403-8a8420f1b62b'],
      completed_queue_item_ids: [],
    },
    partial_progress: {},
  })
})

const STARTED = { started_at: '2026-03-22T08:31:10.000Z', attempt: 1 }

test('one item shows its progress from the moment a phone has begun it', () => {
  const view = processView(process(), [item({ ...STARTED, status: 'EXECUTING', progress: DONE_SO_FAR })])
  assert.deepEqual(view.partial_progress, {
    total: 1,
    completed: 0,
    failed: 0,
    cancelled: 0,
    running: 1,
    pending: 0,
    items: [
      {
        queue_item_id: '7c1a07f6-1d55-4f79-a403-8a8420f1b62b',
        account_id: 'account_user095916355',
        phone_id: 'phone_01',
        status: 'running',
        attempt: 1,
        done: 4,
        of: 6,
      },
    ],
  })
})

test('several items are counted by what became of them', () => {
  const error = { message: 'phone phone_01 is not online', category: 'device' } as const
  const view = processView(process(), [
    item({ queue_item_id: 'i1', status: 'QUEUED' }),
    item({ queue_item_id: 'i2', status: 'CLAIMED', attempt: 1 }),
    item({ queue_item_id: 'i3', ...STARTED, status: 'EXECUTING' }),
    item({ queue_item_id: 'i4', ...STARTED, status: 'RETRYABLE', error }),
    item({ queue_item_id: 'i5', ...STARTED, status: 'DONE' }),
    item({ queue_item_id: 'i6', ...STARTED, status: 'DEAD_LETTER', error }),
    item({ queue_item_id: 'i7', status: 'CANCELLED' }),
  ])
  const { items, ...counts } = view.partial_progress
  assert.deepEqual(counts, { total: 7, completed: 1, failed: 1, cancelled: 1, running: 1, pending: 3 })
  assert.deepEqual(
    items?.map(({ queue_item_id, status }) => [queue_item_id, status]),
    [
      ['i1', 'pending'],
      ['i2', 'pending'],
      ['i3', 'running'],
      ['i4', 'retrying'],
      ['i5', 'completed'],
      ['i6', 'failed'],
      ['i7', 'cancelled'],
    ],
  )
  assert.deepEqual(items?.[3]?.error, error)
  assert.deepEqual(view.linked_ids.completed_queue_item_ids, ['i5'])
})

test('a maintenance item names its step and counts the fields that were verified', () => {
  const field = { before: 'a', after: 'weekday meals', changed: true, verified: true }
  const view = processView(process({ process_type: 'maintenance' }), [
    item({
      ...STARTED,
      status: 'EXECUTING',
      action: EDIT,
      progress: {
        kind: 'edit_profile',
        fields: { display_name: field, bio: { ...field, verified: false } },
      },
    }),
  ])
  const { step, done, of } = view.partial_progress.items?.[0] ?? {}
  assert.deepEqual({ step, done, of }, { step: 'edit_profile', done: 1, of: 2 })
})

test('the result is empty until the first item ends and then grows', () => {
  const running = item({ queue_item_id: 'i2', ...STARTED, status: 'EXECUTING', action: FYP })
  const result = {
    videos_seen: 20,
    videos_watched: 12,
    videos_skipped: 8,
    seconds_watched: 101.1,
    judge: { kind: 'embedded', prompt_id: 'p', version: 3 },
    snapshot_id: 'snapshot-1',
    strategy_version: 7,
  }
  const ended = item({ queue_item_id: 'i1', ...STARTED, status: 'DONE', action: FYP, result })
  assert.deepEqual(processView(process(), [running]).result, {})
  assert.deepEqual(processView(process({ process_type: 'fyp_warmup' }), [ended, running]).result, {
    items: [
      {
        ...result,
        queue_item_id: 'i1',
        account_id: 'account_user095916355',
        phone_id: 'phone_01',
        status: 'completed',
        attempt: 1,
      },
    ],
    totals: {
      items: 2,
      completed: 1,
      failed: 0,
      cancelled: 0,
      videos_seen: 20,
      videos_watched: 12,
      videos_skipped: 8,
      seconds_watched: 101.1,
    },
    ignored_inputs: [],
  })
})

test('sums of seconds carry no binary dust', () => {
  const done = (id: string, seconds_watched: number) =>
    item({ queue_item_id: id, ...STARTED, status: 'DONE', result: { seconds_watched } })
  const { totals } = processView(process(), [done('i1', 0.1), done('i2', 0.2)]).result
  assert.equal(totals?.['seconds_watched'], 0.3)
})

test('an item that failed half-way still tells what it had done', () => {
  const error = { message: 'the app did not open', category: 'app_changed' } as const
  const failed = item({ ...STARTED, status: 'DEAD_LETTER', progress: DONE_SO_FAR, error })
  const view = processView(process({ status: 'DEAD_LETTER', error }), [failed])
  assert.deepEqual(view.result.items, [
    {
      queue_item_id: '7c1a07f6-1d55-4f79-a403-8a8420f1b62b',
      account_id: 'account_user095916355',
      phone_id: 'phone_01',
      status: 'failed',
      attempt: 1,
      error,
      videos_seen: 4,
      videos_watched: 3,
      videos_skipped: 1,
      seconds_watched: 29.3,
      keywords: [{ keyword: 'healthy recipes', seen: 4, watched: 3, skipped: 1 }],
    },
  ])
  assert.equal(view.status, 'failed_terminal')
  assert.deepEqual(view.error, error)
})

test('ids of an item cannot be overwritten by its result', () => {
  const result = { queue_item_id: 'other', status: 'other' }
  const [shown] = processView(process(), [item({ ...STARTED, status: 'DONE', result })]).result.items ?? []
  assert.equal(shown?.queue_item_id, '7c1a07f6-1d55-4f79-a403-8a8420f1b62b')
  assert.equal(shown?.status, 'completed')
})

test('a maintenance result counts the fields that were changed and verified', () => {
  const fields = {
    display_name: { before: 'a', after: 'b', changed: true, verified: true },
    bio: { before: 'c', after: 'c', changed: false, verified: true },
  }
  const done = item({ ...STARTED, status: 'DONE', action: EDIT, result: { fields } })
  assert.deepEqual(processView(process({ process_type: 'maintenance' }), [done]).result.totals, {
    items: 1,
    completed: 1,
    failed: 0,
    cancelled: 0,
    fields_changed: 1,
    fields_verified: 2,
  })
})
