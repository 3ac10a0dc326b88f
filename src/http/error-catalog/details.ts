import type { ErrorDetails } from '../../domain/error-details.ts'
import type { Explained } from './codes.ts'

/** Details of which there are many of one kind are told by their form. */
interface Forms {
  routing_not_supported: '<capability>:<routing>'
  unattended_not_permitted: '<capability>'
  capability_not_live_verified: '<capability>'
  invalid_target:
    | '<field>_required'
    | '<field>_not_used'
    | '<list>_empty'
    | '<list>_repeated'
    | '<list>_too_many'
    | 'account_ids_or_phone_ids_required'
  reserved_field: '<field>'
}

/** What may follow each code behind a colon. */
export const DETAILS = {
  unavailable: {
    starting: {
      cause: 'The daemon has just been started and looks after what an earlier life of it left behind.',
      cure: 'Repeat after `Retry-After`; it takes seconds.',
    },
    draining: {
      cause: 'The daemon is being stopped: it ends what runs and takes in nothing new.',
      cure: 'Repeat after `Retry-After`; after its restart the daemon takes work in again.',
    },
    stopping: {
      cause: 'The daemon has closed its store and is about to end.',
      cure: 'Repeat after `Retry-After`.',
    },
    not_ready: {
      cause: 'Only of `/readyz`: a check fails; `details` names it.',
      cure: 'Nothing for a caller to do: the operator looks at what is named.',
    },
    phone_not_reachable: {
      cause: 'The phone gives no picture: adb does not reach it, or it does not answer.',
      cure: "Look at the phone's `state` and `reason`; repeat when it is there again.",
    },
    storage_full: {
      cause: 'The disk of the data directory is full. What is stored can be read, nothing is added.',
      cure: 'Repeat later; the operator makes room.',
    },
    storage_failed: {
      cause:
        'The database cannot be trusted any more and the daemon is ending, so that nothing wrong is written.',
      cure: 'Repeat later; the operator looks at the log and, if need be, restores a backup.',
    },
    too_many_streams: {
      cause:
        "As many streams (of events, of phones' screens) or bundles are under way as the farm allows in all.",
      cure: 'Close one that nobody looks at, or repeat later.',
    },
    too_many_waits: {
      cause: 'As many requests wait for a process (`?wait=`) as the farm allows in all.',
      cure: 'Repeat later or ask without `wait`; follow `GET /events` instead of waiting for each process.',
    },
  },
  conflict: {
    request_id_taken: {
      cause:
        'Another caller has created a process with this `request_id`, process type and `requested_by.system`. Only for keys that are for ' +
        'their own processes: others are answered with the process.',
      cure: 'Use another `request_id`: put something of your own into it. If it should be yours, use the key that created it.',
    },
    unfinished_work: {
      cause:
        'The phone or account still has work to be done, which what is asked for would leave without either.',
      cure: 'Wait until it is done, or cancel it: `GET /processes` with `phone_id` or `account_id` finds it.',
    },
    phone_has_accounts: {
      cause: 'Accounts live on the phone that is to be forgotten.',
      cure: 'Forget or move the accounts first.',
    },
    phone_held: {
      cause: 'A run, a person or the daemon itself holds the phone; `message` says which, and since when.',
      cure: 'Wait until it is given back, or pause the phone and take it when it is free.',
    },
    serial_in_use: {
      cause: 'Another phone has this serial.',
      cure: 'Change the phone that `message` names, or correct the serial.',
    },
    name_in_use: {
      cause: 'Another phone has this name.',
      cure: 'Use another name.',
    },
    not_quarantined: {
      cause: 'The phone is not in quarantine, so there is nothing to readmit it from.',
      cure: 'Look at its `state`: a paused phone is resumed, one that is offline is plugged in.',
    },
    account_not_on_hold: {
      cause: 'The account does not wait for a person.',
      cure: 'Look at `waiting` of the account: it names what else is in its way.',
    },
    name_taken: {
      cause: "A live key of another caller has this name, or the name is one of the farm's own.",
      cure: 'Use another name, or revoke the key that has it.',
    },
    too_many_keys: {
      cause: 'There are as many live keys as the farm keeps.',
      cure: 'Revoke those that nobody uses: `last_used_on` tells.',
    },
    rotation_under_way: {
      cause: 'The caller has two live keys already: a rotation is not over.',
      cure: 'Wait until the old key has retired, or revoke it.',
    },
    key_replaced: {
      cause: 'The key was rotated before and a newer one of its caller is live.',
      cure: 'Rotate the newer one, which `message` names.',
    },
  },
  artifact_missing: {
    not_taken: {
      cause: 'It was not asked for, or the phone did not give it in time.',
      cure: 'The other pieces of the attempt may tell enough.',
    },
    failed: {
      cause: 'It could not be taken or stored; `detail.why` of its listing says more.',
      cure: 'The other pieces of the attempt may tell enough.',
    },
    no_room: {
      cause: 'The quota for evidence or the disk left no room for it.',
      cure: 'The operator may raise the quota (docs/evidence.md) for what is still to come.',
    },
    pruned: {
      cause: 'It was removed for its age or for newer pieces.',
      cure: 'Fetch evidence soon after a failure; the operator may keep it longer (docs/evidence.md).',
    },
    lost: {
      cause: 'Its file is gone or damaged.',
      cure: 'A backup may have it; the operator looks at the disk.',
    },
  },
  routing_not_supported: {
    '<capability>:<routing>': {
      cause: 'This capability has no such routing: `maintenance` runs with `queue` only.',
      cure: 'Use a routing that `GET /capabilities` allows for it.',
    },
  },
  unattended_not_permitted: {
    '<capability>': {
      cause: 'This capability needs a person in front of it here.',
      cure: 'Use mode `manual`.',
    },
  },
  capability_not_live_verified: {
    '<capability>': {
      cause:
        'This capability is not verified, or its verification was withdrawn; `details` has each app and version with the reason.',
      cure: 'Use mode `manual`; runs that go well earn the verification (docs/verification.md).',
    },
  },
  needs_comment_plan: {
    comment_plan_keys_must_match_keywords: {
      cause: 'The keys of `comment_plan` are not exactly the `keywords`.',
      cure: 'Make them equal, or leave `comment_plan` out.',
    },
  },
  reserved_field: {
    '<field>': {
      cause: '`phone_group` or `account_group` is neither left out nor null.',
      cure: 'Name the phones and accounts themselves: `phone_ids`, `account_ids`.',
    },
  },
  invalid_target: {
    '<field>_required': {
      cause: 'The routing wants `account_id` or `phone_id`, which is not there.',
      cure: 'Send it.',
    },
    '<field>_not_used': {
      cause: 'The routing does not use this field, so it would do nothing.',
      cure: 'Leave it out or send null; or use the routing that it belongs to.',
    },
    '<list>_empty': {
      cause: '`account_ids` or `phone_ids` is an empty list.',
      cure: 'Name at least one, or leave the list out.',
    },
    '<list>_repeated': {
      cause: 'The list names something twice.',
      cure: 'Name each once.',
    },
    '<list>_too_many': {
      cause: 'The list names more than 500.',
      cure: 'Split the group into several requests.',
    },
    account_ids_or_phone_ids_required: {
      cause: 'A group has neither list.',
      cure: 'Send `account_ids`, `phone_ids`, or both.',
    },
  },
} as const satisfies {
  [Code in keyof ErrorDetails]: Record<Code extends keyof Forms ? Forms[Code] : ErrorDetails[Code], Explained>
}
