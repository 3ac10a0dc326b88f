import type { ErrorCode } from '../../domain/errors.ts'

/** What is said of an error in docs/errors.md. */
export interface Explained {
  cause: string
  cure: string
}

/** A code with what it is called: `title` of application/problem+json (source: RFC 9457, 3.1.3). */
export interface ExplainedCode extends Explained {
  title: string
}

/** Every code that an answer can carry. */
export type AnswerCode = ErrorCode | 'internal_error'

/** In the order in which a request is checked. */
export const CODES = {
  host_not_allowed: {
    title: 'Host not allowed',
    cause: 'The `Host` header names a host under which this farm is not reached.',
    cure: 'Ask under a name that the operator has listed in `PHONEFARM_HOSTS`, or under the IP address.',
  },
  unauthorized: {
    title: 'Key missing or wrong',
    cause: 'There is no `Authorization` header, more than one, or its key is unknown, expired or revoked.',
    cure: 'Send `Authorization: Bearer <key>` once, with a key that is live. Do not repeat a key that was refused.',
  },
  rate_limited: {
    title: 'Too many requests',
    cause:
      'The key has used up its rate or has as many streams or waits open as it may, or the source has presented too many wrong keys.',
    cure: 'Wait for the seconds of `Retry-After`, then go on. `RateLimit` on every answer tells how much is left.',
  },
  route_not_found: {
    title: 'No such route',
    cause: 'The path is not one of this API, or not of this door: administration is answered at another one.',
    cure: 'Look the path up in `/openapi.json` of the address that you ask. Paths are case-sensitive and have no slash at their end.',
  },
  method_not_allowed: {
    title: 'Method not allowed',
    cause: 'The path is known, the method is not one of its own.',
    cure: 'Use one of the methods in the `Allow` header.',
  },
  forbidden: {
    title: 'Not allowed with this key',
    cause:
      "The key lacks the scope of the route, is for its own processes only where everybody's are told of, speaks for another " +
      '`requested_by.system`, or would give another key more than it has itself.',
    cure: 'Use a key that may, or ask the operator for one; `message` says what is missing.',
  },
  process_not_found: {
    title: 'No such process',
    cause: "The id is wrong, the process was pruned, or it is not the key's own.",
    cure: 'Use the `process_id` that the creation answered, with the key that created it.',
  },
  account_not_found: {
    title: 'No such account',
    cause: 'The account is not registered or not active, or has no runtime snapshot where one is asked for.',
    cure: 'Look it up in `GET /accounts`; register it, make it active, or sync its snapshot first.',
  },
  phone_not_found: {
    title: 'No such phone',
    cause: 'The phone is not registered.',
    cure: 'Look it up in `GET /phones`, or register it.',
  },
  artifact_not_found: {
    title: 'No such piece of evidence',
    cause: "The id is wrong, or it is another process's.",
    cure: 'Use an `artifact_id` of `GET /processes/{process_id}/artifacts`.',
  },
  artifact_missing: {
    title: 'The piece has no bytes',
    cause: 'The piece is listed, but its bytes are not there; the detail says why.',
    cure: 'Do not ask again: they will not come back.',
  },
  delivery_not_found: {
    title: 'No such delivery',
    cause: "The id is wrong, or it is another process's.",
    cure: 'Use a `delivery_id` of `GET /processes/{process_id}/deliveries`.',
  },
  key_not_found: {
    title: 'No such key',
    cause: 'No key has this id.',
    cure: 'Use a `key_id` of `GET /keys`: the part between the two underscores of a key.',
  },
  unavailable: {
    title: 'Not now',
    cause: 'The daemon cannot do this at the moment; the detail says why. Nothing was stored.',
    cure: 'Repeat the same request after the seconds of `Retry-After`; its `request_id` keeps it from being done twice.',
  },
  body_too_large: {
    title: 'Body too large',
    cause: 'The body has more than 1 MiB.',
    cure: 'Send less: ask for large groups in several requests.',
  },
  unsupported_media_type: {
    title: 'Unsupported media type',
    cause: 'The body is not announced as uncompressed `application/json` in UTF-8.',
    cure: 'Send `Content-Type: application/json` and no `Content-Encoding`.',
  },
  too_deep: {
    title: 'Nested too deeply',
    cause: 'The body is nested deeper than 32 levels.',
    cure: 'Flatten it; most likely a `metadata` or a schema of a prompt has grown too deep.',
  },
  invalid_json: {
    title: 'Not JSON',
    cause: 'There is no body, or it is not one JSON object in UTF-8 that every reader takes for the same.',
    cure: 'Let a JSON library write the body, and send it as it wrote it.',
  },
  invalid_request: {
    title: 'Invalid request',
    cause:
      'A field or query parameter is missing, unknown or not what it must be: `details` has each with its place. With status 400, 408, 413 ' +
      'or 431 the message itself was not proper HTTP/1.1, or came too slowly.',
    cure: 'Correct what `details` names. Of a message that was no HTTP look at the client or the proxy that wrote it.',
  },
  callback_url_not_allowed: {
    title: 'Callback address not allowed',
    cause: "The callback's URL names an address that is not public, or carries a user and password.",
    cure: 'Use a public address, or let the operator allow yours with `PHONEFARM_CALLBACK_ALLOW`.',
  },
  unknown_capability: {
    title: 'Unknown capability',
    cause: 'The `capability` is none of those that this farm has.',
    cure: 'Use one of `GET /capabilities`.',
  },
  routing_not_supported: {
    title: 'Routing not supported',
    cause: 'This capability cannot be routed like this.',
    cure: 'Use a routing that `GET /capabilities` allows for it.',
  },
  unattended_not_permitted: {
    title: 'Not without a person',
    cause: 'The operator does not permit this capability in mode `unattended`.',
    cure: 'Use mode `manual`, or let the operator permit it (`PHONEFARM_UNATTENDED`).',
  },
  capability_not_live_verified: {
    title: 'Not verified here',
    cause:
      "This farm has not proven that the capability works in the app version of the account's phone, or has seen it fail.",
    cure: 'Run it in mode `manual` until `GET /capabilities` says `verified`, or use what is verified.',
  },
  missing_fyp_judge_prompt: {
    title: 'Prompt missing',
    cause: '`fyp_warmup` needs `inputs.fyp_judge_prompt`, and there is none.',
    cure: 'Send the prompt object with all of its six fields.',
  },
  invalid_output_contract: {
    title: 'Unusable output contract',
    cause:
      "A prompt's `output_contract` is no JSON Schema that can be used, or does not make the judge answer `decision` with `watch` or `skip`.",
    cure: 'Send a JSON Schema of an object with a required `decision` whose values include `watch` and `skip`; `details` says what is wrong.',
  },
  needs_comment_plan: {
    title: 'Comment plan does not fit',
    cause: "There is a `comment_plan` that does not belong to the request's keywords.",
    cure: 'Leave `comment_plan` out: nobody acts on it. Or give it one entry for each keyword.',
  },
  reserved_field: {
    title: 'Reserved field',
    cause: 'A field of `target` is used that has no meaning yet.',
    cure: 'Leave it out or send null.',
  },
  invalid_target: {
    title: 'Target does not fit its routing',
    cause: 'A field of `target` is missing, or is there although the routing does not use it.',
    cure: 'Correct what `details` names: `direct` wants `phone_id` and `account_id`, `queue` wants `account_id`, `group` the lists.',
  },
  conflict: {
    title: 'Conflict',
    cause: 'The request is sound, but does not go together with how things stand; the detail says with what.',
    cure: 'Look at how things stand, then decide. The same request again helps only when they have changed.',
  },
  account_not_on_phone: {
    title: 'Account lives elsewhere',
    cause: 'The account is registered on another phone than the one that is named.',
    cure: 'Name the phone that `GET /accounts/{account_id}` tells, or none where the routing allows that.',
  },
  phone_without_accounts: {
    title: 'Phone without accounts',
    cause: 'A phone of the group has no active account.',
    cure: 'Leave the phone out, or register an account on it.',
  },
  group_leftover: {
    title: 'Group with a leftover',
    cause: 'The group has both lists, and one names something that has no partner in the other.',
    cure: 'Send one list only, or make both name exactly the pairs that are registered.',
  },
  internal_error: {
    title: 'Internal error',
    cause: 'A bug of ours. What was asked for may have been done or not.',
    cure: 'Repeat the same request once. If it stays, tell the operator the `X-Request-Id`: the log has the rest under it.',
  },
} as const satisfies Record<AnswerCode, ExplainedCode>
