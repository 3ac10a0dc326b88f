import Type, { type Static } from 'typebox'
import { checkCallbackUrl, CALLBACK_URL_MAX, isHttpUrl, type AllowList, type IsOwn } from './callback-url.ts'
import {
  allowMode,
  allowRouting,
  DOCUMENTED_UNATTENDED,
  knownCapability,
  type UnattendedRules,
} from './capabilities.ts'
import { createCheck } from './check.ts'
import { checkCommentPlan, type PromptCheck } from './prompt-check.ts'
import { FarmError } from './errors.ts'
import { MaintenanceInputs } from './maintenance-inputs.ts'
import type { Capability } from './process.ts'
import { checkTargetShape, Target } from './target.ts'
import { FreeForm, Id, text } from './text.ts'
import { FypWarmupInputs, KeywordWarmupInputs } from './warmup-inputs.ts'

/** Who asks (source: seeds/capability-requests, "requested_by"). */
export const RequestedBy = Type.Object(
  {
    system: Id,
    user: Type.Union([Id, Type.Null()], { default: null }),
    metadata: Type.Record(Type.String(), Type.Unknown(), { default: {} }),
  },
  { additionalProperties: false },
)
export type RequestedBy = Static<typeof RequestedBy>

/** Where milestones are told (source: seeds/capability-requests, "callback"). */
export const Callback = Type.Object(
  {
    url: Type.Refine(text(1, CALLBACK_URL_MAX), isHttpUrl, () => 'must be a valid http(s) URL'),
    metadata: Type.Record(Type.String(), Type.Unknown(), { default: {} }),
  },
  { additionalProperties: false },
)
export type Callback = Static<typeof Callback>

/** The body of POST /capability-requests/enqueue before its inputs are looked at. */
export const CapabilityEnvelope = Type.Object(
  {
    request_id: Id,
    capability: Id,
    mode: Type.Enum(['manual', 'unattended']),
    target: Target,
    inputs: FreeForm,
    callback: Callback,
    requested_by: RequestedBy,
  },
  { additionalProperties: false },
)

/** The inputs of each capability, defaults filled. */
export type CapabilityInputs =
  | { capability: 'keyword_warmup'; inputs: KeywordWarmupInputs }
  | { capability: 'fyp_warmup'; inputs: FypWarmupInputs }
  | { capability: 'maintenance'; inputs: MaintenanceInputs }

/** A request that has passed every check that needs no registry, defaults filled; the same for both creation routes. */
export type WorkRequest = CapabilityInputs & {
  request_id: string
  mode: 'manual' | 'unattended'
  target: Target
  callback: Callback
  requested_by: RequestedBy
}

const envelope = createCheck(CapabilityEnvelope)
const keywordInputs = createCheck(KeywordWarmupInputs, '/inputs')
const fypInputs = createCheck(FypWarmupInputs, '/inputs')
const maintenanceInputs = createCheck(MaintenanceInputs, '/inputs')

export interface RequestRules {
  callbackAllow: AllowList
  /** What of this machine is the farm's own; nothing when not given. */
  isOwn?: IsOwn
  checkPrompt: PromptCheck
  /** The documents' own unless they are given. */
  unattended?: UnattendedRules
}

/**
 * Checks the body of POST /capability-requests/enqueue in the contract's order (question 3), up to the target's shape.
 * @throws FarmError, the first check's that fails
 */
export function parseCapabilityRequest(body: unknown, rules: RequestRules): WorkRequest {
  const { capability: name, inputs, ...request } = envelope(body)
  checkCallbackUrl(request.callback.url, rules.callbackAllow, rules.isOwn)
  const capability = knownCapability(name)
  allowRouting(capability, request.target.routing)
  allowMode(capability, request.mode, rules.unattended ?? DOCUMENTED_UNATTENDED)
  const checked = checkInputs(capability, inputs, rules.checkPrompt)
  checkTargetShape(request.target)
  return { ...checked, ...request }
}

/** @throws FarmError 'invalid_request' and those of prompts and comment plan */
export function checkInputs(
  capability: Capability,
  inputs: unknown,
  checkPrompt: PromptCheck,
): CapabilityInputs {
  if (capability === 'maintenance') return { capability, inputs: maintenanceInputs(inputs) }
  if (capability === 'keyword_warmup') {
    const checked = keywordInputs(inputs)
    if (checked.keyword_judge_prompt)
      checkPrompt(checked.keyword_judge_prompt, '/inputs/keyword_judge_prompt')
    checkCommentPlan(checked)
    return { capability, inputs: checked }
  }
  const checked = fypInputs(inputs)
  if (!checked.fyp_judge_prompt)
    throw new FarmError('missing_fyp_judge_prompt', 'fyp_warmup needs inputs.fyp_judge_prompt', {
      problems: [{ path: '/inputs/fyp_judge_prompt', message: 'is required' }],
    })
  checkPrompt(checked.fyp_judge_prompt, '/inputs/fyp_judge_prompt')
  return { capability, inputs: checked }
}
