import type { ErrorDetails } from './error-details.ts'
import type { RecoveryRung } from './recovery.ts'

/** One problem of a refused request: where (a JSON pointer) and what was expected. */
export interface Problem {
  path: string
  message: string
}

/** Every code that the API can answer (source: contract, "Codes"); `http/error-response.ts` alone turns them into status codes. */
export type ErrorCode =
  | 'unauthorized'
  | 'forbidden'
  | 'process_not_found'
  | 'account_not_found'
  | 'phone_not_found'
  | 'artifact_not_found'
  | 'artifact_missing'
  | 'delivery_not_found'
  | 'key_not_found'
  | 'host_not_allowed'
  | 'route_not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'invalid_json'
  | 'too_deep'
  | 'invalid_request'
  | 'unknown_capability'
  | 'routing_not_supported'
  | 'unattended_not_permitted'
  | 'capability_not_live_verified'
  | 'missing_fyp_judge_prompt'
  | 'invalid_output_contract'
  | 'needs_comment_plan'
  | 'invalid_target'
  | 'reserved_field'
  | 'account_not_on_phone'
  | 'phone_without_accounts'
  | 'group_leftover'
  | 'callback_url_not_allowed'
  | 'rate_limited'
  | 'unavailable'

interface FarmErrorOptions extends ErrorOptions {
  /** Every problem of the check that failed, in document order. */
  problems?: readonly Problem[]
}

type Detailed<Code extends keyof ErrorDetails> = [
  code: Code,
  message: string,
  options: FarmErrorOptions & { detail: ErrorDetails[Code] },
]

/** A code, its words and, where it has one, its detail: what follows it behind a colon, as in `unattended_not_permitted:maintenance`. */
type FarmErrorArguments =
  | [code: ErrorCode, message: string, options?: FarmErrorOptions & { detail?: never }]
  | { [Code in keyof ErrorDetails]: Detailed<Code> }[keyof ErrorDetails]
  // Whoever has to choose between these two has the same detail for both.
  | Detailed<'unattended_not_permitted' | 'capability_not_live_verified'>

/** An expected refusal. Anything else that is thrown while answering a request is a bug and answers 500. */
export class FarmError extends Error {
  override name = 'FarmError'
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly problems: readonly Problem[]

  constructor(...[code, message, options = {}]: FarmErrorArguments) {
    super(message, options)
    this.code = code
    this.detail = options.detail
    this.problems = options.problems ?? []
  }
}

/** Why a run or a process ended badly, as callers see it in `error.category` (source: contract, GET /processes). */
export const ERROR_CATEGORIES = [
  'input',
  'cancelled',
  'device',
  'session',
  'app_changed',
  'account_action_needed',
  'account_mismatch',
  'reasoner',
  'timeout',
  'interrupted',
  'internal',
] as const
export type ErrorCategory = (typeof ERROR_CATEGORIES)[number]

export interface RunErrorOptions extends ErrorOptions {
  /** What to try first on the phone; the one of `cause` when it is not given. */
  rung?: RecoveryRung
  /** What has failed is not needed for the next attempt, which need not wait: the phone is reached on another way. */
  atOnce?: boolean
}

/** A run could not do its work. The category decides whether and how it is tried again (`domain/retry.ts`). */
export class RunError extends Error {
  override name = 'RunError'
  readonly category: ErrorCategory
  /** What the words of the fault ask for on the phone, however often it was wrapped on its way; undefined when nothing is known. */
  readonly rung: RecoveryRung | undefined
  readonly atOnce: boolean

  constructor(category: ErrorCategory, message: string, options: RunErrorOptions = {}) {
    const { rung, atOnce = false, ...rest } = options
    super(message, rest)
    this.category = category
    this.atOnce = atOnce
    this.rung = rung ?? (options.cause instanceof RunError ? options.cause.rung : undefined)
  }
}

/** `error` of a process or an item. */
export interface ErrorSummary {
  message: string
  category: ErrorCategory
}
