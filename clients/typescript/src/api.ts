// Written by scripts/write-client-types.ts from /openapi.json; a test compares. Do not edit.
/* oxlint-disable max-lines */

export type CapabilityRequest = {
  request_id: string
  capability: 'keyword_warmup'
  mode: 'manual' | 'unattended'
  target: Target
  inputs: KeywordWarmupInputs
  callback: Callback
  requested_by: RequestedBy
} | {
  request_id: string
  capability: 'fyp_warmup'
  mode: 'manual' | 'unattended'
  target: Target
  inputs: FypWarmupInputs
  callback: Callback
  requested_by: RequestedBy
} | {
  request_id: string
  capability: 'maintenance'
  mode: 'manual' | 'unattended'
  target: Target
  inputs: MaintenanceInputs
  callback: Callback
  requested_by: RequestedBy
}

export type KeywordWarmupInputs = {
  keywords: string[]
  videos_per_keyword?: number
  watch_seconds?: {
    min: number
    max: number
  }
  max_minutes?: number
  keyword_judge_prompt?: {
    prompt_id: string
    name: string
    version: string | number
    system_prompt: string
    task_prompt: string
    output_contract: Record<string, unknown>
  }
  comment_plan?: Record<string, unknown>
  keyword_comment_plan_prompt?: {
    prompt_id: string
    name: string
    version: string | number
    system_prompt: string
    task_prompt: string
    output_contract: Record<string, unknown>
  }
  metadata?: Record<string, unknown>
}

export type FypWarmupInputs = {
  videos?: number
  watch_seconds?: {
    min: number
    max: number
  }
  max_minutes?: number
  fyp_judge_prompt?: {
    prompt_id: string
    name: string
    version: string | number
    system_prompt: string
    task_prompt: string
    output_contract: Record<string, unknown>
  }
  metadata?: Record<string, unknown>
}

export type MaintenanceInputs = {
  steps: ({
    action: 'edit_profile'
    params: {
      display_name?: string
      username?: string
      bio?: string
      mutation_kind?: string
      randomized?: boolean
    }
  })[]
  metadata?: Record<string, unknown>
}

export type MaintenanceRequest = {
  request_id: string
  account_id: string
  inputs: MaintenanceInputs
  callback: Callback
  requested_by: RequestedBy
}

export type Target = {
  routing: 'direct' | 'queue' | 'group'
  phone_id?: string | null
  account_id?: string | null
  phone_group?: unknown
  account_group?: unknown
  phone_ids?: string[] | null
  account_ids?: string[] | null
}

export type Callback = {
  url: string
  metadata?: Record<string, unknown>
}

export type RequestedBy = {
  system: string
  user?: string | null
  metadata?: Record<string, unknown>
}

export type PromptObject = {
  prompt_id: string
  name: string
  version: string | number
  system_prompt: string
  task_prompt: string
  output_contract: Record<string, unknown>
}

export type CancelRequest = {
  reason: string
  requested_by: RequestedBy
  strategy?: 'soft' | 'soft_then_force' | 'hard'
  force_after_seconds?: number
}

export type RuntimeSnapshot = {
  account_id: string
  ugc_account_id: string
  snapshot_id: string
  strategy_version: number
  content_hash: string
  strategy_synced_at: string
  stage?: string | null
  active_action?: string | null
  active_skills?: string[]
  personality: Record<string, unknown>
}

export type PhoneRequest = {
  serial: string
  name?: string | null
  app_versions?: Record<string, unknown>
}

export type PhoneTake = {
  holder: string
  minutes?: number | null
}

export type PhoneRelease = {
  holder: string
}

export type AccountRequest = {
  phone_id: string
  app: string
  username: string
  status: 'active' | 'inactive'
  settings?: AccountSettings
}

export type AccountSettings = {
  /** A name of the IANA time zone database. */
  timezone?: string
  quiet_hours?: ({
    from: string
    to: string
  })[]
  daily_budget_minutes?: number | null
}

export type AccountResume = {
  note: string
  by?: string | null
}

export type Capabilities = {
  capabilities: ({
    capability: 'keyword_warmup' | 'fyp_warmup' | 'maintenance'
    modes: {
      manual: {
        allowed: boolean
        reason: string | null
      }
      unattended: {
        allowed: boolean
        reason: string | null
      }
    }
    routing: {
      direct: {
        allowed: boolean
        reason: string | null
      }
      queue: {
        allowed: boolean
        reason: string | null
      }
      group: {
        allowed: boolean
        reason: string | null
      }
    }
    /** True when it is verified in every version of every app that active accounts of this farm live on; false without accounts. */
    live_verified: boolean
    verifications: ({
      app: string
      /** Null while no phone has told the version of the app. */
      app_version: string | null
      /** Null when no driver pack drives the app. */
      pack_hash: string | null
      status: 'unverified' | 'verified' | 'withdrawn'
      /** Null for what was never verified. */
      since: string | null
      /** A sentence for people: how it was earned, lost, or how far it is. */
      reason: string
      /** The runs that the status rests on, oldest first. */
      runs: ({
        process_id: string | null
        queue_item_id: string | null
        at: string
        outcome: 'completed' | 'drifted' | 'failed'
      })[]
      /** Runs in a row that are still needed to earn it; 0 when it is verified. */
      needed: number
    })[]
    inputs_schema: Record<string, unknown>
  })[]
}

export type ProcessUpdated = {
  event_type: 'process.updated'
  /** One per message, the same over its tries; equals the header `webhook-id`. */
  delivery_id: string
  /** Counts the messages of the process without a gap. */
  sequence: number
  milestone: 'accepted' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancel_requested' | 'cancelled'
  /** When the milestone was reached. */
  emitted_at: string
  process: Process
}

export type Explanation = {
  process_id: string
  status: 'queued' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancelled'
  waiting: ({
    queue_item_id: string
    /**
     * - `daemon_starting`: the daemon has just been started and does not hand out work yet
     * - `daemon_draining`: the daemon is being stopped and starts nothing new; the item goes on after the next start
     * - `storage_full`: the disk of the data directory is full; nothing new is started until there is room
     * - `being_rescued`: an earlier life of the daemon was cut off with this phone in its hands; its session is being ended first
     * - `earlier_step`: an earlier step of the same request has to be done first
     * - `retry_pause`: the last attempt failed; there is a pause before the next one
     * - `clock_not_set`: the host's clock is not set, and the account's work depends on the time of day
     * - `quiet_hours`: the account's quiet hours (`settings.quiet_hours`)
     * - `daily_budget`: the account's minutes of the day are used up (`settings.daily_budget_minutes`)
     * - `account_on_hold`: the app has asked for a person; the account waits until somebody has done what is needed and resumes it
     * - `phone_paused`: a person has paused the phone
     * - `phone_unauthorized`: the phone has not allowed USB debugging to this computer
     * - `phone_offline`: adb does not reach the phone, or it does not answer
     * - `phone_connecting`: the phone has just been registered and is being connected
     * - `phone_booting`: the phone is starting up
     * - `phone_locked`: the phone is behind a PIN, which only a person has
     * - `phone_too_hot`: the phone is too hot to work
     * - `phone_low_battery`: the phone's battery is too low to work
     * - `phone_low_storage`: the phone has too little room left to work
     * - `phone_recovering`: the phone did not work and is being brought back
     * - `phone_quarantined`: nothing has brought the phone back; it is looked at again and again, or a person readmits it
     * - `phone_resting`: the phone rests between two items (`PHONEFARM_REST_SECONDS`)
     * - `phone_being_checked`: the phone is being looked at, as before every claim
     * - `phone_busy`: somebody holds the phone: a run, a person, or a maintenance of the daemon
     * - `queue_position`: other items are served before it on the same phone
     * - `host_sessions`: as many sessions are open on this host as `PHONEFARM_SESSIONS` allows
     * - `about_to_start`: nothing is in its way: it is being handed to its phone
     */
    code: 'daemon_starting' | 'daemon_draining' | 'storage_full' | 'being_rescued' | 'earlier_step' | 'retry_pause' | 'clock_not_set' | 'quiet_hours' | 'daily_budget' | 'account_on_hold' | 'phone_paused' | 'phone_unauthorized' | 'phone_offline' | 'phone_connecting' | 'phone_booting' | 'phone_locked' | 'phone_too_hot' | 'phone_low_battery' | 'phone_low_storage' | 'phone_recovering' | 'phone_quarantined' | 'phone_resting' | 'phone_being_checked' | 'phone_busy' | 'queue_position' | 'host_sessions' | 'about_to_start'
    /** A sentence for people. */
    message: string
    since: string
    until: string | null
  })[]
  failures: ({
    queue_item_id: string
    message: string
    category: 'input' | 'cancelled' | 'device' | 'session' | 'app_changed' | 'account_action_needed' | 'account_mismatch' | 'reasoner' | 'timeout' | 'interrupted' | 'internal'
    evidence: {
      attempts: ({
        attempt: number
        started_at: string
        ended_at: string | null
        outcome: string | null
        error: {
          message: string
          category: 'input' | 'cancelled' | 'device' | 'session' | 'app_changed' | 'account_action_needed' | 'account_mismatch' | 'reasoner' | 'timeout' | 'interrupted' | 'internal'
        } | null
      })[]
      /** Path of the timeline. */
      timeline: string
      /** What was kept of the last attempt. */
      artifacts: ({
        artifact_id: string
        kind: 'screenshot' | 'hierarchy' | 'commands' | 'logcat' | 'versions' | 'judgement' | 'failure' | 'drift' | 'proposal'
        name: string
        missing: string | null
      })[]
      /** How the driver pack could find again what it has lost: JSON Patches in the artifacts, for a person to judge. */
      proposals: ({
        artifact_id: string
        /** What the pack has lost: `the element open_search`. */
        lost: string
        /** How sure it is, 0 to 1. */
        score: number
      })[]
    } | null
  })[]
}

export type AcceptedProcess = {
  status: 'accepted'
  process_id: string
  request_id: string
  process_type: 'keyword_warmup' | 'fyp_warmup' | 'maintenance'
}

export type CancelOutcome = {
  status: 'cancel_requested' | 'ignored_terminal'
  cancelled_queue_item_ids: string[]
  active_queue_item_ids: string[]
  active_target: {
    process_id: string
    phone_id: string
    account_id: string
    queue_item_id: string
    capability_request_id: string
  } | null
  termination: {
    process_id: string
    status: 'not_needed' | 'requested' | 'scheduled' | 'terminated' | 'failed'
    terminate_issued: boolean
    container: string | null
  }
  process: Process
}

export type DuplicateProcess = {
  process_id: string
  process_type: 'keyword_warmup' | 'fyp_warmup' | 'maintenance'
  request_id: string | null
  status: 'queued' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancelled'
  target: {
    account_id: string | null
    phone_id: string | null
    account_ids?: string[]
    phone_ids?: string[]
  }
  requested_by: {
    system: string
    user: string | null
    metadata: Record<string, unknown>
  }
  callback: {
    url: string
    metadata: Record<string, unknown>
  } | null
  result: {
    items?: ({
      queue_item_id: string
      account_id: string
      phone_id: string
      status: 'pending' | 'running' | 'retrying' | 'completed' | 'failed' | 'cancelled'
      attempt: number
      error?: {
        message: string
        category: 'input' | 'cancelled' | 'device' | 'session' | 'app_changed' | 'account_action_needed' | 'account_mismatch' | 'reasoner' | 'timeout' | 'interrupted' | 'internal'
      }
      /** Watched and skipped. */
      videos_seen?: number
      videos_watched?: number
      videos_skipped?: number
      seconds_watched?: number
      keywords?: ({
        keyword: string
        seen: number
        watched: number
        skipped: number
      })[]
      judge?: {
        kind: string
        prompt_id: string | null
        version: string | number | null
      }
      /** Why it ended: all was seen, the time was over … */
      ended_by?: string
      snapshot_id?: string | null
      strategy_version?: number | null
      decided_by?: Record<string, number>
      fallbacks?: number
      model?: {
        calls: number
        prompt_tokens: number
        completion_tokens: number
        cached: number
      }
      fields?: {
        display_name?: {
          before: string
          after: string
          changed: boolean
          verified: boolean
        }
        username?: {
          before: string
          after: string
          changed: boolean
          verified: boolean
        }
        bio?: {
          before: string
          after: string
          changed: boolean
          verified: boolean
        }
      }
    })[]
    totals?: Record<string, number>
    ignored_inputs?: string[]
  }
  error: {
    message: string
    category: 'input' | 'cancelled' | 'device' | 'session' | 'app_changed' | 'account_action_needed' | 'account_mismatch' | 'reasoner' | 'timeout' | 'interrupted' | 'internal'
  } | null
  timestamps: {
    created_at: string
    accepted_at: string | null
    queued_at: string | null
    executing_at: string | null
    retrying_at: string | null
    cancel_requested_at: string | null
    finished_at: string | null
  }
  linked_ids: {
    queue_item_ids: string[]
    completed_queue_item_ids: string[]
  }
  partial_progress: {
    total?: number
    completed?: number
    failed?: number
    cancelled?: number
    running?: number
    pending?: number
    items?: ({
      queue_item_id: string
      account_id: string
      phone_id: string
      status: 'pending' | 'running' | 'retrying' | 'completed' | 'failed' | 'cancelled'
      attempt: number
      error?: {
        message: string
        category: 'input' | 'cancelled' | 'device' | 'session' | 'app_changed' | 'account_action_needed' | 'account_mismatch' | 'reasoner' | 'timeout' | 'interrupted' | 'internal'
      }
      step?: string
      done?: number
      of?: number
    })[]
  }
  duplicate: true
  process_status: 'queued' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancelled'
  request_mismatch?: true
}

export type ErrorBody = {
  /** A code, or a code and a detail behind a colon. */
  error: string
  message: string
  details: ({
    /** JSON pointer into the request. */
    path: string
    message: string
  })[]
}

export type Health = {
  status: 'ok'
}

export type NotReady = {
  /** A code, or a code and a detail behind a colon. */
  error: string
  message: string
  details: ({
    /** JSON pointer into the request. */
    path: string
    message: string
  })[]
  status: 'not_ready'
  checks: Record<string, {
    ok: boolean
    message?: string
  }>
}

export type Phone = {
  phone_id: string
  serial: string
  name: string | null
  state: 'paused' | 'quarantined' | 'recovering' | 'unauthorized' | 'offline' | 'booting' | 'locked' | 'too_hot' | 'low_battery' | 'low_storage' | 'busy' | 'ready'
  reason: string | null
  next: string | null
  model: string | null
  android_version: string | null
  apps: ({
    package_name: string
    version: string | null
  })[]
  app_versions: Record<string, unknown>
  paused: boolean
  /** Paused while a run goes on, which ends well. */
  draining: boolean
  hardware_serial: string | null
  facts: {
    read_at: string
    manufacturer: string | null
    sdk: number | null
    build: string | null
    security_patch: string | null
    hardware_serial: string | null
    screen: {
      width: number | null
      height: number | null
      density: number | null
    }
    storage: {
      free_mb: number | null
      total_mb: number | null
    }
    keyguard: {
      showing: boolean | null
      secure: boolean | null
      user_unlocked: boolean | null
    }
    developer_settings: {
      development_settings_enabled: boolean | null
      adb_enabled: boolean | null
      stay_on_while_plugged_in: number | null
      screen_off_timeout_ms: number | null
      window_animation_scale: number | null
      transition_animation_scale: number | null
      animator_duration_scale: number | null
      default_input_method: string | null
    }
    transports: ({
      serial: string
      state: string
      usb: string | null
    })[]
  } | null
  since: string
  recovery: PhoneRecovery | null
  lease: PhoneLease | null
  care?: {
    read_at: string
    level: number | null
    temperature_c: number | null
    status: 'unknown' | 'charging' | 'discharging' | 'not_charging' | 'full'
    health: 'unknown' | 'good' | 'overheat' | 'dead' | 'over_voltage' | 'failure' | 'cold'
    powered: boolean | null
    cycles: number | null
    full_mah: number | null
    lost_percent: number | null
    warnings: string[]
    worked_minutes: number
  } | null
  screen_reading?: {
    /** `picture`: it does not tell its hierarchy of views in time, so the words on a picture of it are read. */
    by: 'hierarchy' | 'picture'
    since: string
    /** What telling its hierarchy takes the phone, smoothed; null before the first time. */
    latency_ms: number | null
    /** What the next reading is given before a picture is taken. */
    deadline_ms: number
  } | null
}

export type PhoneCandidates = {
  candidates: ({
    serial: string
    /** adb's word. */
    state: string
    reason: string | null
    next: string | null
    hardware_serial: string | null
    model: string | null
    android_version: string | null
    suggested_phone_id: string
  })[]
}

export type PhoneLease = {
  kind: 'run' | 'person' | 'maintenance'
  holder: string | null
  queue_item_id: string | null
  since: string
  until: string | null
}

export type PhoneLeasePage = {
  leases: ({
    kind: 'run' | 'person' | 'maintenance'
    holder: string | null
    queue_item_id: string | null
    since: string
    until: string | null
    attempt: number | null
    released_at: string | null
  })[]
  next_cursor: string | null
}

export type PhonePage = {
  phones: Phone[]
  next_cursor: string | null
}

export type PhoneStatePage = {
  states: ({
    state: 'paused' | 'quarantined' | 'recovering' | 'unauthorized' | 'offline' | 'booting' | 'locked' | 'too_hot' | 'low_battery' | 'low_storage' | 'busy' | 'ready'
    reason: string | null
    next: string | null
    at: string
  })[]
  next_cursor: string | null
}

export type ProblemBody = {
  /** Where the code is explained, as a reference to the address that was asked. */
  type: string
  /** What the code is called. */
  title: string
  status: number
  /** The same as `message`. */
  detail: string
  /** `urn:phonefarm:request:` and the `X-Request-Id`. */
  instance: string
  /** A code, or a code and a detail behind a colon. */
  error: string
  message: string
  details: ({
    /** JSON pointer into the request. */
    path: string
    message: string
  })[]
}

export type Process = {
  process_id: string
  process_type: 'keyword_warmup' | 'fyp_warmup' | 'maintenance'
  request_id: string | null
  status: 'queued' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancelled'
  target: {
    account_id: string | null
    phone_id: string | null
    account_ids?: string[]
    phone_ids?: string[]
  }
  requested_by: {
    system: string
    user: string | null
    metadata: Record<string, unknown>
  }
  callback: {
    url: string
    metadata: Record<string, unknown>
  } | null
  result: {
    items?: ({
      queue_item_id: string
      account_id: string
      phone_id: string
      status: 'pending' | 'running' | 'retrying' | 'completed' | 'failed' | 'cancelled'
      attempt: number
      error?: {
        message: string
        category: 'input' | 'cancelled' | 'device' | 'session' | 'app_changed' | 'account_action_needed' | 'account_mismatch' | 'reasoner' | 'timeout' | 'interrupted' | 'internal'
      }
      /** Watched and skipped. */
      videos_seen?: number
      videos_watched?: number
      videos_skipped?: number
      seconds_watched?: number
      keywords?: ({
        keyword: string
        seen: number
        watched: number
        skipped: number
      })[]
      judge?: {
        kind: string
        prompt_id: string | null
        version: string | number | null
      }
      /** Why it ended: all was seen, the time was over … */
      ended_by?: string
      snapshot_id?: string | null
      strategy_version?: number | null
      decided_by?: Record<string, number>
      fallbacks?: number
      model?: {
        calls: number
        prompt_tokens: number
        completion_tokens: number
        cached: number
      }
      fields?: {
        display_name?: {
          before: string
          after: string
          changed: boolean
          verified: boolean
        }
        username?: {
          before: string
          after: string
          changed: boolean
          verified: boolean
        }
        bio?: {
          before: string
          after: string
          changed: boolean
          verified: boolean
        }
      }
    })[]
    totals?: Record<string, number>
    ignored_inputs?: string[]
  }
  error: {
    message: string
    category: 'input' | 'cancelled' | 'device' | 'session' | 'app_changed' | 'account_action_needed' | 'account_mismatch' | 'reasoner' | 'timeout' | 'interrupted' | 'internal'
  } | null
  timestamps: {
    created_at: string
    accepted_at: string | null
    queued_at: string | null
    executing_at: string | null
    retrying_at: string | null
    cancel_requested_at: string | null
    finished_at: string | null
  }
  linked_ids: {
    queue_item_ids: string[]
    completed_queue_item_ids: string[]
  }
  partial_progress: {
    total?: number
    completed?: number
    failed?: number
    cancelled?: number
    running?: number
    pending?: number
    items?: ({
      queue_item_id: string
      account_id: string
      phone_id: string
      status: 'pending' | 'running' | 'retrying' | 'completed' | 'failed' | 'cancelled'
      attempt: number
      error?: {
        message: string
        category: 'input' | 'cancelled' | 'device' | 'session' | 'app_changed' | 'account_action_needed' | 'account_mismatch' | 'reasoner' | 'timeout' | 'interrupted' | 'internal'
      }
      step?: string
      done?: number
      of?: number
    })[]
  }
}

export type ProcessPage = {
  processes: Process[]
  next_cursor: string | null
}

export type Ready = {
  status: 'ready'
  checks: Record<string, {
    ok: boolean
    message?: string
  }>
}

export type SnapshotOutcome = {
  status: 'upserted'
  account_id: string
  snapshot_id: string
  strategy_version: number
  strategy_synced_at: string
} | {
  status: 'ignored_stale'
  account_id: string
  snapshot_id: string
  strategy_version: number
}

export type Timeline = {
  events: ({
    at: string
    event: string
    queue_item_id: string | null
    attempt: number | null
    phone_id: string | null
    detail: string | null
  })[]
}

export type Account = {
  account_id: string
  phone_id: string
  app: string
  username: string
  status: 'active' | 'inactive'
  settings?: AccountSettings
  hand_over: {
    hand_over_id: string
    phone_id: string
    process_id: string | null
    queue_item_id: string | null
    /** What the app said. */
    reason: string
    /** What a person must do. */
    needed: string
    opened_at: string
    closed_at: string | null
    closed_by: string | null
    note: string | null
  } | null
  on_hold: {
    since: string
    reason: string
    needed: string
  } | null
  /** Why nothing would be started for it now. */
  waiting: ({
    code: 'account_inactive' | 'account_on_hold' | 'quiet_hours' | 'daily_budget' | 'clock_not_set'
    message: string
    since: string | null
    until: string | null
  })[]
  next_allowed_at: string | null
  last_verified: {
    username: string
    at: string
    process_id: string | null
  } | null
  last_mismatch: {
    message: string
    at: string
    process_id: string | null
  } | null
  totals: {
    runs: number
    completed: number
    failed: number
    minutes: number
    since: string | null
  }
  created_at: string
  updated_at: string
  /** Of the last 31, those on which something was done, newest first. */
  days: ({
    /** In the account's time zone. */
    day: string
    runs: number
    completed: number
    failed: number
    minutes: number
  })[]
}

export type AccountPage = {
  accounts: ({
    account_id: string
    phone_id: string
    app: string
    username: string
    status: 'active' | 'inactive'
    settings?: AccountSettings
    hand_over: {
      hand_over_id: string
      phone_id: string
      process_id: string | null
      queue_item_id: string | null
      /** What the app said. */
      reason: string
      /** What a person must do. */
      needed: string
      opened_at: string
      closed_at: string | null
      closed_by: string | null
      note: string | null
    } | null
    on_hold: {
      since: string
      reason: string
      needed: string
    } | null
    /** Why nothing would be started for it now. */
    waiting: ({
      code: 'account_inactive' | 'account_on_hold' | 'quiet_hours' | 'daily_budget' | 'clock_not_set'
      message: string
      since: string | null
      until: string | null
    })[]
    next_allowed_at: string | null
    last_verified: {
      username: string
      at: string
      process_id: string | null
    } | null
    last_mismatch: {
      message: string
      at: string
      process_id: string | null
    } | null
    totals: {
      runs: number
      completed: number
      failed: number
      minutes: number
      since: string | null
    }
    created_at: string
    updated_at: string
  })[]
  next_cursor: string | null
}

export type HandOverPage = {
  hand_overs: ({
    hand_over_id: string
    phone_id: string
    process_id: string | null
    queue_item_id: string | null
    /** What the app said. */
    reason: string
    /** What a person must do. */
    needed: string
    opened_at: string
    closed_at: string | null
    closed_by: string | null
    note: string | null
  })[]
  next_cursor: string | null
}

export type SnapshotAnswer = {
  account_id: string
  ugc_account_id: string
  snapshot_id: string
  strategy_version: number
  content_hash: string
  strategy_synced_at: string
  stage?: string | null
  active_action?: string | null
  active_skills?: string[]
  personality: Record<string, unknown>
  stored_at: string
  changes: string[] | null
  /** Those that were replaced, newest first, at most 20. */
  history: ({
    snapshot_id: string
    strategy_version: number
    strategy_synced_at: string
    stored_at: string
    content_hash: string | null
    changes: string[] | null
  })[]
}

export type Artifact = {
  artifact_id: string
  kind: 'screenshot' | 'hierarchy' | 'commands' | 'logcat' | 'versions' | 'judgement' | 'failure' | 'drift' | 'proposal'
  /** File name for people, unique within the attempt. */
  name: string
  queue_item_id: string
  attempt: number
  at: string
  sha256: string | null
  bytes: number
  content_type: string
  /** What it belongs to: moment, video, author, keyword, field, why it is missing … */
  detail: Record<string, string | number | boolean | null>
  /**
   * Why there are no bytes, null when there are.
   * - `not_taken`: it was not asked for, or the phone did not give it in time
   * - `failed`: it could not be taken or stored; `detail.why` says more
   * - `no_room`: the quota or the disk left no room for it
   * - `pruned`: it was removed for its age or for newer pieces
   * - `lost`: its file is gone or damaged
   */
  missing: 'not_taken' | 'failed' | 'no_room' | 'pruned' | 'lost' | null
}

export type ArtifactPage = {
  artifacts: Artifact[]
  next_cursor: string | null
}

export type Decision = {
  decision_id: number
  at: string
  queue_item_id: string
  attempt: number
  /** The keyword that was searched; null on the feed. */
  keyword: string | null
  item: {
    author: string
    caption: string
    hashtags: string[]
    sound: string
    language?: string
  }
  decision: 'watch' | 'skip'
  relevance: number
  confidence: number
  reason: string
  judge: string
  fallback: string | null
  cost: {
    calls: number
    prompt_tokens: number
    completion_tokens: number
    cached: boolean
  }
  /** Of the prompt that was in use; null without one. */
  prompt_id: string | null
  prompt_version: string | number | null
  /** How long the judge took. */
  ms: number
}

export type DecisionPage = {
  decisions: Decision[]
  next_cursor: string | null
}

export type JudgeContext = {
  queue_item_id: string
  attempt: number
  capability: 'keyword_warmup' | 'fyp_warmup'
  inputs: Record<string, unknown>
  prompt: PromptObject | null
  /** The runtime snapshot that was current when the attempt began; null when none was synced. */
  snapshot: {
    snapshot_id: string
    strategy_version: number
    stage: string | null
    active_action: string | null
    interests: string[]
    personality: Record<string, unknown>
  } | null
}

export type JudgeContextPage = {
  judge_contexts: JudgeContext[]
  next_cursor: string | null
}

export type Delivery = {
  /** Equals the header `webhook-id` of every try. */
  delivery_id: string
  process_id: string
  sequence: number
  milestone: 'accepted' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancel_requested' | 'cancelled'
  /** `exhausted`: given up; it is sent again when somebody asks for it. */
  status: 'pending' | 'delivered' | 'exhausted'
  try_count: number
  /** When it is due; later while an earlier message of its process or the receiver holds it up. */
  next_try_at: string | null
  emitted_at: string
  delivered_at: string | null
  last_error: string | null
  url: string
}

export type DeliveryPage = {
  deliveries: DeliveryWithTries[]
  next_cursor: string | null
}

export type DeliveryTry = {
  try: number
  at: string
  /** Of the answer; null when there was none. */
  status: number | null
  /** Null when it was delivered. */
  error: string | null
  ms: number
}

export type DeliveryWithTries = {
  /** Equals the header `webhook-id` of every try. */
  delivery_id: string
  process_id: string
  sequence: number
  milestone: 'accepted' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancel_requested' | 'cancelled'
  /** `exhausted`: given up; it is sent again when somebody asks for it. */
  status: 'pending' | 'delivered' | 'exhausted'
  try_count: number
  /** When it is due; later while an earlier message of its process or the receiver holds it up. */
  next_try_at: string | null
  emitted_at: string
  delivered_at: string | null
  last_error: string | null
  url: string
  tries: DeliveryTry[]
}

export type FailingReceiver = {
  /** Scheme and host. */
  origin: string
  /** `open`: its messages wait until `probe_at`, and then one is tried. */
  breaker: 'open' | 'closed'
  /** Tries that failed in a row, over all of its messages. */
  failures: number
  failing_since: string
  failed_at: string
  last_error: string
  probe_at: string | null
  /** Messages that wait for it; counted as far as 1,000. */
  waiting: number
}

export type FarmDeliveryPage = {
  deliveries: ({
    /** Equals the header `webhook-id` of every try. */
    delivery_id: string
    process_id: string
    sequence: number
    milestone: 'accepted' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancel_requested' | 'cancelled'
    /** `exhausted`: given up; it is sent again when somebody asks for it. */
    status: 'pending' | 'delivered' | 'exhausted'
    try_count: number
    /** When it is due; later while an earlier message of its process or the receiver holds it up. */
    next_try_at: string | null
    emitted_at: string
    delivered_at: string | null
    last_error: string | null
    /** Of the receiver: its whole address, which may be a secret, stands with the process. */
    origin: string
  })[]
  next_cursor: string | null
  /** The 50 that failed last. */
  receivers: FailingReceiver[]
}

export type Redelivered = {
  redelivered: number
}

export type RedeliveredSince = {
  redelivered: number
  /** Not null: there is more; ask again with it as `cursor`. */
  next_cursor: string | null
}

export type TestedCallback = {
  delivery_id: string
  delivered: boolean
  /** Of the answer; null when there was none. */
  status: number | null
  ms: number
  error: string | null
  /** The URL leads to an address that must not be called. */
  address_refused: boolean
  /** False while no webhook secret is set. */
  signed: boolean
}

export type RedeliverRequest = {
  since: string
  until?: string
  /** What became of them: given up, or delivered to a receiver that has lost them. */
  status?: 'exhausted' | 'delivered'
  /** Scheme and host of the receiver. */
  origin?: string
  /** `next_cursor` of the answer before, to go on where it ended. */
  cursor?: string
}

export type TestCallbackRequest = {
  url: string
}

export type Event = {
  /** Opaque; what `Last-Event-ID` and `after` take. */
  event_id: string
  kind: 'process' | 'progress' | 'phone'
  /** Of `process`: what stands in the process's timeline (its milestones among them). Of `progress`: `progress`. Of `phone`: the state. */
  event: string
  at: string
  process_id: string | null
  process_type: 'keyword_warmup' | 'fyp_warmup' | 'maintenance' | null
  request_id: string | null
  system: string | null
  status: 'queued' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancelled' | null
  milestone: 'accepted' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancel_requested' | 'cancelled' | null
  queue_item_id: string | null
  account_id: string | null
  attempt: number | null
  progress: {
    /** Videos seen, or profile fields verified. */
    done: number
    /** Those that were asked for. */
    of: number
  } | null
  phone_id: string | null
  state: 'paused' | 'quarantined' | 'recovering' | 'unauthorized' | 'offline' | 'booting' | 'locked' | 'too_hot' | 'low_battery' | 'low_storage' | 'busy' | 'ready' | null
  reason: string | null
  detail: string | null
}

export type EventPage = {
  events: Event[]
  /** While more events are there already. */
  next_cursor: string | null
  /** Everything up to it has been looked at: your `after` of the next time. */
  last_event_id: string
  /** Why you have missed events: read what you care for anew. Null when you have not. */
  reset: 'expired' | 'restored' | null
}

export type EventsMissed = {
  /** `expired`: events after your id are kept no longer. `restored`: the database is an earlier one again. */
  reason: 'expired' | 'restored'
  /** Where the stream goes on. */
  event_id: string
}

export type IncidentPage = {
  incidents: ({
    incident_id: string
    scope: 'phone' | 'hub' | 'host'
    subject: string
    symptom: string
    reason: string
    phone_ids: string[]
    began_at: string
    ended_at: string | null
    outcome: string | null
  })[]
  next_cursor: string | null
}

export type PhoneRecovery = {
  symptom: string
  rung: string
  began_at: string
  ended_at: string | null
  outcome: string | null
  detail: string | null
  incident_id: string | null
}

export type RecoveryPage = {
  recoveries: PhoneRecovery[]
  next_cursor: string | null
  /** How each rung has done on this phone within the last week. */
  rungs: ({
    rung: string
    helped: number
    did_not_help: number
  })[]
}

export type KeyRequest = {
  /** Names the caller in the log; no two callers have the same. */
  name: string
  scopes: ('submit' | 'read' | 'operate' | 'admin')[]
  /** The only `requested_by.system` that it may name; null: any. */
  system?: string | null
  /** Sees and cancels its own processes only. */
  own_only?: boolean
  /** Requests a second, and how many may come at once; null: as many as it likes. */
  rate?: {
    per_second: number
    burst: number
  } | null
  expires_at?: string | null
  expires_in_days?: number | null
}

export type KeyRotation = {
  /** How long the old key is accepted beside the new one; 0: not at all. */
  overlap_minutes?: number
}

export type ApiKey = {
  /** The public part of the key: `pfk_<key_id>_<secret>`. */
  key_id: string
  /** The first key of those that were made from each other by rotation: they own the same processes. */
  owner: string
  name: string
  scopes: ('submit' | 'read' | 'operate' | 'admin')[]
  system: string | null
  own_only: boolean
  rate: {
    per_second: number
    burst: number
  } | null
  /** `live` and `retiring` (until `retires_at`) keys are accepted, the others are not. */
  state: 'live' | 'retiring' | 'expired' | 'revoked'
  created_at: string
  expires_at: string | null
  retires_at: string | null
  revoked_at: string | null
  last_used_on: string | null
}

export type ApiKeyPage = {
  keys: ApiKey[]
  next_cursor: string | null
}

export type MadeApiKey = {
  /** The public part of the key: `pfk_<key_id>_<secret>`. */
  key_id: string
  /** The first key of those that were made from each other by rotation: they own the same processes. */
  owner: string
  name: string
  scopes: ('submit' | 'read' | 'operate' | 'admin')[]
  system: string | null
  own_only: boolean
  rate: {
    per_second: number
    burst: number
  } | null
  /** `live` and `retiring` (until `retires_at`) keys are accepted, the others are not. */
  state: 'live' | 'retiring' | 'expired' | 'revoked'
  created_at: string
  expires_at: string | null
  retires_at: string | null
  revoked_at: string | null
  last_used_on: string | null
  /** The key itself, which is told this once. */
  key: string
}

/** What each operation is given and what it answers. */
export interface Operations {
  /** Create a process. */
  enqueueCapabilityRequest: {
    input: { body: CapabilityRequest }
    answer: DuplicateProcess | AcceptedProcess
  }
  /** Create a maintenance process for one account. */
  requestMaintenance: {
    input: { body: MaintenanceRequest }
    answer: DuplicateProcess | AcceptedProcess
  }
  /** List processes, newest first. */
  listProcesses: {
    input: { query?: { status?: 'queued' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancelled' | ('queued' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancelled')[]; process_type?: 'keyword_warmup' | 'fyp_warmup' | 'maintenance' | ('keyword_warmup' | 'fyp_warmup' | 'maintenance')[]; account_id?: string | string[]; phone_id?: string | string[]; system?: string | string[]; limit?: number; cursor?: string } }
    answer: ProcessPage
  }
  /** Read a process. */
  readProcess: {
    input: { path: { process_id: string }; query?: { wait?: number } }
    answer: Process
  }
  /** Cancel a process. */
  cancelProcess: {
    input: { path: { process_id: string }; body: CancelRequest }
    answer: CancelOutcome
  }
  /** Read what happened to a process, oldest first. */
  readTimeline: {
    input: { path: { process_id: string } }
    answer: Timeline
  }
  /** Read why a process waits and why it failed. */
  explainProcess: {
    input: { path: { process_id: string } }
    answer: Explanation
  }
  /** Follow what happens, or read what has happened. */
  readEvents: {
    input: { query?: { kind?: 'process' | 'progress' | 'phone' | ('process' | 'progress' | 'phone')[]; event?: string | string[]; process_id?: string | string[]; phone_id?: string | string[]; account_id?: string | string[]; system?: string | string[]; after?: string; cursor?: string; limit?: number } }
    answer: EventPage
  }
  /** List the evidence of a process, newest first. */
  listArtifacts: {
    input: { path: { process_id: string }; query?: { limit?: number; cursor?: string } }
    answer: ArtifactPage
  }
  /** Read one piece of evidence. */
  readArtifact: {
    input: { path: { process_id: string; artifact_id: string } }
    answer: Response
  }
  /** Read everything that is known of a process in one archive. */
  readBundle: {
    input: { path: { process_id: string } }
    answer: Response
  }
  /** List what was decided about the videos of a process, newest first. */
  listDecisions: {
    input: { path: { process_id: string }; query?: { keyword?: string | string[]; decision?: 'watch' | 'skip' | ('watch' | 'skip')[]; judge?: 'embedded' | 'model' | ('embedded' | 'model')[]; limit?: number; cursor?: string } }
    answer: DecisionPage
  }
  /** List what the judge of each attempt was given beside the videos, newest item first. */
  listJudgeContexts: {
    input: { path: { process_id: string }; query?: { limit?: number; cursor?: string } }
    answer: JudgeContextPage
  }
  /** List the callbacks of a process with their tries, newest first. */
  listDeliveries: {
    input: { path: { process_id: string }; query?: { status?: 'pending' | 'delivered' | 'exhausted' | ('pending' | 'delivered' | 'exhausted')[]; limit?: number; cursor?: string } }
    answer: DeliveryPage
  }
  /** Send every callback of a process again that was given up. */
  redeliverAllOfProcess: {
    input: { path: { process_id: string } }
    answer: Redelivered
  }
  /** Send a callback again, whatever became of it. */
  redeliver: {
    input: { path: { process_id: string; delivery_id: string } }
    answer: Delivery
  }
  /** Sync an account's strategy and personality. */
  upsertRuntimeSnapshot: {
    input: { body: RuntimeSnapshot }
    answer: SnapshotOutcome
  }
  /** Read an account's current runtime snapshot, what it changed, and those before it. */
  readRuntimeSnapshot: {
    input: { path: { account_id: string } }
    answer: SnapshotAnswer
  }
  /** Read what can be asked for, in which modes and routings. */
  readCapabilities: {
    input: Record<string, never>
    answer: Capabilities
  }
  /** List phones that adb has and nobody has registered. */
  listPhoneCandidates: {
    input: Record<string, never>
    answer: PhoneCandidates
  }
  /** List phones, newest first. */
  listPhones: {
    input: { query?: { limit?: number; cursor?: string } }
    answer: PhonePage
  }
  /** Read a phone. */
  readPhone: {
    input: { path: { phone_id: string } }
    answer: Phone
  }
  /** Register a phone by its adb serial, or replace what is said of it. */
  putPhone: {
    input: { path: { phone_id: string }; body: PhoneRequest }
    answer: Phone
  }
  /** Forget a phone. */
  deletePhone: {
    input: { path: { phone_id: string } }
    answer: undefined
  }
  /** List the states that a phone has been in, newest first. */
  listPhoneStates: {
    input: { path: { phone_id: string }; query?: { limit?: number; cursor?: string } }
    answer: PhoneStatePage
  }
  /** Claim nothing new for a phone. */
  pausePhone: {
    input: { path: { phone_id: string } }
    answer: Phone
  }
  /** Claim work for a paused phone again. */
  resumePhone: {
    input: { path: { phone_id: string } }
    answer: Phone
  }
  /** Hold a phone for a person: nothing runs on it meanwhile. */
  takePhone: {
    input: { path: { phone_id: string }; body: PhoneTake }
    answer: Phone
  }
  /** Give a phone back that a person holds. */
  releasePhone: {
    input: { path: { phone_id: string }; body: PhoneRelease }
    answer: Phone
  }
  /** List who held a phone, newest first. */
  listPhoneLeases: {
    input: { path: { phone_id: string }; query?: { limit?: number; cursor?: string } }
    answer: PhoneLeasePage
  }
  /** List what was tried on a phone that did not work, newest first. */
  listRecoveries: {
    input: { path: { phone_id: string }; query?: { limit?: number; cursor?: string } }
    answer: RecoveryPage
  }
  /** Let a phone out of quarantine. */
  readmitPhone: {
    input: { path: { phone_id: string } }
    answer: Phone
  }
  /** List what went wrong with phones, hubs and the host, newest first. */
  listIncidents: {
    input: { query?: { limit?: number; cursor?: string } }
    answer: IncidentPage
  }
  /** Take a picture of a phone's screen. */
  takeScreenshot: {
    input: { path: { phone_id: string }; query?: { width?: number } }
    answer: Response
  }
  /** Watch a phone's screen. */
  watchPhone: {
    input: { path: { phone_id: string }; query?: { fps?: number; width?: number } }
    answer: Response
  }
  /** List accounts, newest first. */
  listAccounts: {
    input: { query?: { on_hold?: 'true' | 'false' | ('true' | 'false')[]; limit?: number; cursor?: string } }
    answer: AccountPage
  }
  /** Read an account. */
  readAccount: {
    input: { path: { account_id: string } }
    answer: Account
  }
  /** Register an app account on its phone, or replace what is said of it. */
  putAccount: {
    input: { path: { account_id: string }; body: AccountRequest }
    answer: Account
  }
  /** Forget an account. */
  deleteAccount: {
    input: { path: { account_id: string } }
    answer: undefined
  }
  /** Let an account go on that has waited for a person. */
  resumeAccount: {
    input: { path: { account_id: string }; body: AccountResume }
    answer: Account
  }
  /** List what people had to do for an account, newest first. */
  listHandOvers: {
    input: { path: { account_id: string }; query?: { limit?: number; cursor?: string } }
    answer: HandOverPage
  }
  /** Is the daemon alive?. */
  readHealth: {
    input: Record<string, never>
    answer: Health
  }
  /** Can the daemon take in and do work?. */
  readReadiness: {
    input: Record<string, never>
    answer: Ready
  }
  /** Read what each error means and what to do. */
  readErrorDocs: {
    input: Record<string, never>
    answer: Response
  }
  /** Read the API reference as a page. */
  readDocs: {
    input: Record<string, never>
    answer: Response
  }
  /** Read the numbers of the farm, for Prometheus. */
  readMetrics: {
    input: Record<string, never>
    answer: string
  }
  /** Make a key for a caller. */
  createKey: {
    input: { body: KeyRequest }
    answer: MadeApiKey
  }
  /** List keys, newest first. */
  listKeys: {
    input: { query?: { state?: 'live' | 'retiring' | 'expired' | 'revoked' | ('live' | 'retiring' | 'expired' | 'revoked')[]; limit?: number; cursor?: string } }
    answer: ApiKeyPage
  }
  /** Exchange a key for a new one of the same caller. */
  rotateKey: {
    input: { path: { key_id: string }; body: KeyRotation }
    answer: MadeApiKey
  }
  /** Take a key back for good, from the next request on. */
  revokeKey: {
    input: { path: { key_id: string } }
    answer: ApiKey
  }
  /** List the callbacks of all processes, newest first, and the receivers that do not answer. */
  listCallbacks: {
    input: { query?: { status?: 'pending' | 'delivered' | 'exhausted' | ('pending' | 'delivered' | 'exhausted')[]; origin?: string | string[]; limit?: number; cursor?: string } }
    answer: FarmDeliveryPage
  }
  /** Send every callback since a time again, at most 1,000 a request. */
  redeliverCallbacks: {
    input: { body: RedeliverRequest }
    answer: RedeliveredSince
  }
  /** Send a signed test event at once and tell what came of it. */
  testCallback: {
    input: { body: TestCallbackRequest }
    answer: TestedCallback
  }
  /** Read this description. */
  readOpenApi: {
    input: Record<string, never>
    answer: {
      openapi: '3.1.0'
    }
  }
}

/** Where each operation is. */
export const OPERATIONS = {
  enqueueCapabilityRequest: { method: 'POST', path: '/capability-requests/enqueue', answer: 'json' },
  requestMaintenance: { method: 'POST', path: '/maintenance/requests', answer: 'json' },
  listProcesses: { method: 'GET', path: '/processes', answer: 'json' },
  readProcess: { method: 'GET', path: '/processes/{process_id}', answer: 'json' },
  cancelProcess: { method: 'POST', path: '/processes/{process_id}/cancel', answer: 'json' },
  readTimeline: { method: 'GET', path: '/processes/{process_id}/timeline', answer: 'json' },
  explainProcess: { method: 'GET', path: '/processes/{process_id}/explain', answer: 'json' },
  readEvents: { method: 'GET', path: '/events', answer: 'json' },
  listArtifacts: { method: 'GET', path: '/processes/{process_id}/artifacts', answer: 'json' },
  readArtifact: { method: 'GET', path: '/processes/{process_id}/artifacts/{artifact_id}', answer: 'response' },
  readBundle: { method: 'GET', path: '/processes/{process_id}/bundle', answer: 'response' },
  listDecisions: { method: 'GET', path: '/processes/{process_id}/decisions', answer: 'json' },
  listJudgeContexts: { method: 'GET', path: '/processes/{process_id}/judge-contexts', answer: 'json' },
  listDeliveries: { method: 'GET', path: '/processes/{process_id}/deliveries', answer: 'json' },
  redeliverAllOfProcess: { method: 'POST', path: '/processes/{process_id}/deliveries/redeliver', answer: 'json' },
  redeliver: { method: 'POST', path: '/processes/{process_id}/deliveries/{delivery_id}/redeliver', answer: 'json' },
  upsertRuntimeSnapshot: { method: 'POST', path: '/runtime-snapshots/upsert', answer: 'json' },
  readRuntimeSnapshot: { method: 'GET', path: '/accounts/{account_id}/runtime-snapshot', answer: 'json' },
  readCapabilities: { method: 'GET', path: '/capabilities', answer: 'json' },
  listPhoneCandidates: { method: 'GET', path: '/phones/candidates', answer: 'json' },
  listPhones: { method: 'GET', path: '/phones', answer: 'json' },
  readPhone: { method: 'GET', path: '/phones/{phone_id}', answer: 'json' },
  putPhone: { method: 'PUT', path: '/phones/{phone_id}', answer: 'json' },
  deletePhone: { method: 'DELETE', path: '/phones/{phone_id}', answer: 'none' },
  listPhoneStates: { method: 'GET', path: '/phones/{phone_id}/states', answer: 'json' },
  pausePhone: { method: 'POST', path: '/phones/{phone_id}/pause', answer: 'json' },
  resumePhone: { method: 'POST', path: '/phones/{phone_id}/resume', answer: 'json' },
  takePhone: { method: 'POST', path: '/phones/{phone_id}/take', answer: 'json' },
  releasePhone: { method: 'POST', path: '/phones/{phone_id}/release', answer: 'json' },
  listPhoneLeases: { method: 'GET', path: '/phones/{phone_id}/leases', answer: 'json' },
  listRecoveries: { method: 'GET', path: '/phones/{phone_id}/recoveries', answer: 'json' },
  readmitPhone: { method: 'POST', path: '/phones/{phone_id}/readmit', answer: 'json' },
  listIncidents: { method: 'GET', path: '/incidents', answer: 'json' },
  takeScreenshot: { method: 'GET', path: '/phones/{phone_id}/screenshot', answer: 'response' },
  watchPhone: { method: 'GET', path: '/phones/{phone_id}/stream', answer: 'response' },
  listAccounts: { method: 'GET', path: '/accounts', answer: 'json' },
  readAccount: { method: 'GET', path: '/accounts/{account_id}', answer: 'json' },
  putAccount: { method: 'PUT', path: '/accounts/{account_id}', answer: 'json' },
  deleteAccount: { method: 'DELETE', path: '/accounts/{account_id}', answer: 'none' },
  resumeAccount: { method: 'POST', path: '/accounts/{account_id}/resume', answer: 'json' },
  listHandOvers: { method: 'GET', path: '/accounts/{account_id}/hand-overs', answer: 'json' },
  readHealth: { method: 'GET', path: '/healthz', answer: 'json' },
  readReadiness: { method: 'GET', path: '/readyz', answer: 'json' },
  readErrorDocs: { method: 'GET', path: '/docs/errors', answer: 'response' },
  readDocs: { method: 'GET', path: '/docs', answer: 'response' },
  readMetrics: { method: 'GET', path: '/metrics', answer: 'text' },
  createKey: { method: 'POST', path: '/keys', answer: 'json' },
  listKeys: { method: 'GET', path: '/keys', answer: 'json' },
  rotateKey: { method: 'POST', path: '/keys/{key_id}/rotate', answer: 'json' },
  revokeKey: { method: 'POST', path: '/keys/{key_id}/revoke', answer: 'json' },
  listCallbacks: { method: 'GET', path: '/callbacks', answer: 'json' },
  redeliverCallbacks: { method: 'POST', path: '/callbacks/redeliver', answer: 'json' },
  testCallback: { method: 'POST', path: '/callbacks/test', answer: 'json' },
  readOpenApi: { method: 'GET', path: '/openapi.json', answer: 'json' },
} as const satisfies Record<keyof Operations, object>
