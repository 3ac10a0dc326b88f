import type { MissingReason } from './evidence.ts'
import type { Capability } from './process.ts'
import type { Routing, TargetField } from './target.ts'

/** Lists that a target may have. */
type TargetList = 'account_ids' | 'phone_ids'

/**
 * What may follow a code behind a colon, for the codes that have such a detail (source: contract, "Errors"). Callers decide by them, so each
 * is explained in docs/errors.md.
 */
export interface ErrorDetails {
  artifact_missing: MissingReason
  conflict:
    | 'account_not_on_hold'
    | 'key_replaced'
    | 'name_in_use'
    | 'name_taken'
    | 'not_quarantined'
    | 'phone_has_accounts'
    | 'phone_held'
    | 'request_id_taken'
    | 'rotation_under_way'
    | 'serial_in_use'
    | 'too_many_keys'
    | 'unfinished_work'
  unavailable:
    | 'draining'
    | 'not_ready'
    | 'phone_not_reachable'
    | 'starting'
    | 'stopping'
    | 'storage_failed'
    | 'storage_full'
    | 'too_many_streams'
    | 'too_many_waits'
  routing_not_supported: `${Capability}:${Routing}`
  unattended_not_permitted: Capability
  capability_not_live_verified: Capability
  needs_comment_plan: 'comment_plan_keys_must_match_keywords'
  invalid_target:
    | `${'account_id' | 'phone_id'}_required`
    | `${TargetField}_not_used`
    | `${TargetList}_${'empty' | 'repeated' | 'too_many'}`
    | 'account_ids_or_phone_ids_required'
  reserved_field: 'account_group' | 'phone_group'
}

/** The detail of a refusal with this code. */
export type ErrorDetail<Code extends keyof ErrorDetails> = ErrorDetails[Code]
