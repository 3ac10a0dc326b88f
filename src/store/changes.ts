/**
 * Every kind of change that is written to the store, each one transaction's worth of moves that must be true together. The names stand in
 * the log of a slow or failed commit, and tests can kill the daemon just before or after any of them.
 */
export const CHANGES = [
  'accept',
  'cancel',
  'claim',
  'begin_attempt',
  'save_session',
  'save_progress',
  'end_attempt',
  'begin_rescue',
  'rescue',
  'rescue_waits',
  'end_broken',
  'park_item',
  'expire_leases',
  'promote_due',
  'force_due',
  'callback_delivered',
  'callback_failed',
  'put_phone',
  'delete_phone',
  'pause_phone',
  'take_phone',
  'release_phone',
  'record_phone_state',
  'begin_recovery',
  'begin_rung',
  'end_rung',
  'end_recovery',
  'record_incident',
  'readmit_phone',
  'put_account',
  'delete_account',
  'resume_account',
  'upsert_snapshot',
  'keep_evidence',
  'drop_evidence',
  'prune',
] as const

export type ChangeName = (typeof CHANGES)[number]
