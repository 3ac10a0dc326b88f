import {
  NOTHING_YET,
  type CallbackTold,
  type History,
  type ProcessTold,
  type TimelineEvent,
} from '../history.ts'

/** 10:00 plus so many seconds. */
export const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 22, 10, 0, seconds)).toISOString()

interface Fields {
  id: string
  type?: ProcessTold['process_type']
  status?: ProcessTold['status']
  created: number
  executing?: number
  finished?: number
  cancelRequested?: number
  result?: ProcessTold['result']
}

/** A process as the API would tell it; its only item is called after it. */
export function processTold({ id, created, ...fields }: Fields): ProcessTold {
  const time = (seconds: number | undefined) => (seconds === undefined ? null : at(seconds))
  return {
    process_id: id,
    process_type: fields.type ?? 'maintenance',
    request_id: `request-${id}`,
    status: fields.status ?? 'completed',
    target: { account_id: 'account_01', phone_id: 'phone_01' },
    requested_by: { system: 'tracker', user: null, metadata: {} },
    callback: null,
    result: fields.result ?? {},
    error: null,
    timestamps: {
      created_at: at(created),
      accepted_at: at(created),
      queued_at: at(created),
      executing_at: time(fields.executing),
      retrying_at: null,
      cancel_requested_at: time(fields.cancelRequested),
      finished_at: time(fields.finished),
    },
    linked_ids: { queue_item_ids: [`item-${id}`], completed_queue_item_ids: [] },
    partial_progress: {},
  }
}

/** What happened to the item of a process. */
export function event(id: string, name: string, seconds: number, attempt: number | null = 1): TimelineEvent {
  return {
    at: at(seconds),
    event: name,
    queue_item_id: `item-${id}`,
    attempt,
    phone_id: 'phone_01',
    detail: null,
  }
}

export function callback(id: string, sequence: number, milestone: string, seconds: number): CallbackTold {
  return {
    at: at(seconds),
    webhook_id: `message-${id}-${sequence}`,
    delivery_id: `message-${id}-${sequence}`,
    process_id: id,
    sequence,
    milestone,
    process_status: milestone,
    digest: `digest-${id}-${sequence}`,
    signed: true,
    answered: 204,
  }
}

const EDITED = {
  items: [
    {
      queue_item_id: 'item-edit',
      account_id: 'account_01',
      phone_id: 'phone_01',
      status: 'completed' as const,
      attempt: 2,
      fields: { bio: { before: '', after: 'bio 1', changed: true, verified: true } },
    },
  ],
}
const WARMED = {
  items: [
    {
      queue_item_id: 'item-warm',
      account_id: 'account_01',
      phone_id: 'phone_01',
      status: 'completed' as const,
      attempt: 1,
      videos_seen: 2,
      videos_watched: 1,
      videos_skipped: 1,
    },
  ],
}

/**
 * One phone, three processes of one caller: an edit whose first attempt was interrupted by the daemon's death, a warmup, and unattended work that was cancelled.
 * Nothing is wrong with it.
 */
export function goodHistory(): History {
  const edit = processTold({ id: 'edit', created: 0, executing: 1, finished: 20, result: EDITED })
  const warm = processTold({
    id: 'warm',
    type: 'keyword_warmup',
    created: 2,
    executing: 21,
    finished: 30,
    result: WARMED,
  })
  const gone = processTold({
    id: 'gone',
    type: 'keyword_warmup',
    status: 'cancelled',
    created: 3,
    executing: 31,
    cancelRequested: 33,
    finished: 35,
  })
  const acknowledged = (process_id: string, seconds: number, status: 200 | 202 = 202) => ({
    at: at(seconds),
    status,
    process_id,
    differs: false,
    mismatch: false,
  })
  const request = { system: 'tracker', mode: 'manual' as const, edits: [] }
  return {
    lives: [{ started_at: at(0), ended_at: at(5), how: 'SIGKILL', frozen: false }],
    requests: [
      {
        ...request,
        key: 'maintenance/tracker/request-edit',
        edits: [{ account_id: 'account_01', field: 'bio', value: 'bio 1' }],
        answers: [
          acknowledged('edit', 0),
          { ...acknowledged('edit', 4, 200), differs: true, mismatch: true },
        ],
      },
      { ...request, key: 'keyword_warmup/tracker/request-warm', answers: [acknowledged('warm', 2)] },
      {
        ...request,
        key: 'keyword_warmup/tracker/request-gone',
        mode: 'unattended',
        answers: [acknowledged('gone', 3)],
      },
    ],
    sightings: [
      {
        asked_at: at(2),
        at: at(2),
        process: {
          ...edit,
          status: 'executing',
          result: {},
          timestamps: { ...edit.timestamps, finished_at: null },
        },
      },
      { asked_at: at(22), at: at(22), process: structuredClone(edit) },
    ],
    polls: 2,
    cancels: [
      { process_id: 'gone', strategy: 'soft', asked_at: at(33), at: at(33), status: 'cancel_requested' },
    ],
    pauses: [{ phone_id: 'phone_01', at: at(22), resume_asked_at: at(26) }],
    callbacks: [
      callback('edit', 1, 'accepted', 0),
      callback('edit', 2, 'executing', 1),
      callback('edit', 2, 'executing', 6),
      callback('edit', 3, 'completed', 20),
      callback('warm', 1, 'accepted', 2),
      callback('warm', 2, 'completed', 30),
      callback('gone', 1, 'accepted', 3),
      callback('gone', 2, 'cancelled', 35),
    ],
    surprises: [],
    end: {
      ...NOTHING_YET,
      processes: [edit, warm, gone],
      timelines: {
        edit: [
          event('edit', 'item_executing', 1),
          event('edit', 'item_retrying', 7),
          event('edit', 'item_executing', 8, 2),
          event('edit', 'item_done', 20, 2),
        ],
        warm: [event('warm', 'item_executing', 21), event('warm', 'item_done', 30)],
        gone: [event('gone', 'item_executing', 31), event('gone', 'item_cancelled', 35)],
      },
      phones: [
        {
          phone_id: 'phone_01',
          serial: 'vp-01',
          adb: '127.0.0.1:16001',
          online: true,
          screen: 'feed',
          signed_in: 'clips_user01',
          accounts: [{ username: 'clips_user01', display_name: 'Clips User 01', bio: 'bio 1' }],
          sessions: [
            { session_id: 's1', opened_at: at(2), closed_at: at(6) },
            { session_id: 's2', opened_at: at(9), closed_at: at(19) },
            { session_id: 's3', opened_at: at(22), closed_at: at(29) },
            { session_id: 's4', opened_at: at(32), closed_at: at(34) },
            // Of the recovery.
            { session_id: 's5', opened_at: at(37), closed_at: at(38) },
          ],
          watched: [watched('v1', 24), watched('v2', 26)],
          edits: [{ at: at(15), account: 'clips_user01', field: 'bio', before: '', after: 'bio 1' }],
          commands: [
            { at: at(9), session_id: 's2', method: 'GET', path: '/session/s2/source' },
            { at: at(19), session_id: 's2', method: 'DELETE', path: '/session/s2' },
            { at: at(34), session_id: 's4', method: 'DELETE', path: '/session/s4' },
          ],
        },
      ],
      maintenance: [{ phone_id: 'phone_01', since: at(36), released_at: at(39) }],
      accounts: [{ account_id: 'account_01', phone_id: 'phone_01', username: 'clips_user01' }],
      metrics:
        '# TYPE phonefarm_processes gauge\nphonefarm_processes{status="DONE"} 2\nphonefarm_processes{status="CANCELLED"} 1\n',
      exit: '0',
    },
  }
}

function watched(video_id: string, seconds: number) {
  return {
    video_id,
    source: 'search' as const,
    keyword: 'travel',
    account: 'clips_user01',
    started_at: at(seconds),
    seconds: 1,
  }
}
