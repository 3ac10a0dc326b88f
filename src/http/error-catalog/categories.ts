import type { ErrorCategory } from '../../domain/errors.ts'
import type { Explained } from './codes.ts'

/** Why a process or an item of it ended badly: `error.category` of its record, not an answer of the API. */
export const CATEGORIES = {
  input: {
    cause:
      'What was asked for cannot be done: the app refuses the value, a keyword finds nothing, the account is not active any more.',
    cure: 'Change the request as `message` says and send it under a new `request_id`. It is not tried again by itself.',
  },
  cancelled: {
    cause: 'Somebody cancelled it; `message` is the reason that he gave.',
    cure: 'Nothing, or a new request. It is not tried again.',
  },
  device: {
    cause: 'The phone was away, locked, too hot, without network, or did not answer.',
    cure: 'It was tried again, up to five times beyond the first, while the farm tried to bring the phone back: look at `GET /phones/{phone_id}`.',
  },
  session: {
    cause: 'The session between host and phone could not be opened, was lost, or could not be closed.',
    cure: 'It was tried again like a fault of the phone. If it happens on one phone, look at its recoveries; if on all, at Appium on the host.',
  },
  app_changed: {
    cause:
      'The app did not show what its driver pack knows: another version, an unknown dialog, an element that is gone.',
    cure: 'It was tried three times. The evidence of the attempt has the screen, often with a proposal for the pack (docs/drivers.md).',
  },
  account_action_needed: {
    cause:
      'The app asks for a person: to sign in, to enter a code, to confirm something. The farm never answers such a challenge.',
    cure: 'Somebody does on the phone what `hand_over.needed` of the account says and resumes the account; then send a new request.',
  },
  account_mismatch: {
    cause:
      'The app acts as another account than the one that was asked for, or the account has moved to another phone.',
    cure: 'Sign the account in on its phone, or correct its `username` or phone in the registry. Nothing was done as the wrong account.',
  },
  reasoner: {
    cause:
      'The judge gave no usable answer: the model was not reachable, too slow, or did not keep to the output contract.',
    cure: 'It was tried three times. Look at the judgements among the evidence and at docs/judges.md.',
  },
  timeout: {
    cause: 'A step or the whole attempt was not over within its time.',
    cure: 'It was tried again like a fault of the phone. Ask for less at once, or look why the phone is slow.',
  },
  interrupted: {
    cause: 'The daemon ended during the attempt, three times in a row with this item at work.',
    cure: 'The item may be the cause: look at the log of the restarts before sending it again.',
  },
  internal: {
    cause: "A bug of ours, or no driver pack for the account's app.",
    cure: 'It was tried three times. Tell the operator the `process_id`: the bundle of the process has what he needs.',
  },
} as const satisfies Record<ErrorCategory, Explained>
