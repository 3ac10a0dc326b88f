import type { Accepted, Processes } from '../../processes/processes.ts'
import { AcceptedProcess, DuplicateProcess } from '../answer-schemas.ts'
import { CapabilityRequest } from '../request-schemas.ts'
import type { Answer, Route } from '../route.ts'

/** POST /capability-requests/enqueue */
export function enqueueRoute(processes: Processes): Route {
  return {
    method: 'POST',
    path: '/capability-requests/enqueue',
    summary: 'Create a process',
    scope: 'submit',
    about: 'processes',
    createsWork: true,
    body: CapabilityRequest,
    query: {},
    answers: CREATION_ANSWERS,
    errors: [
      'conflict',
      'unknown_capability',
      'routing_not_supported',
      'unattended_not_permitted',
      'capability_not_live_verified',
      'missing_fyp_judge_prompt',
      'invalid_output_contract',
      'needs_comment_plan',
      'invalid_target',
      'reserved_field',
      'callback_url_not_allowed',
      'account_not_found',
      'phone_not_found',
      'account_not_on_phone',
      'phone_without_accounts',
      'group_leftover',
    ],
    answer: async ({ body, caller }) => creationAnswer(await processes.acceptCapabilityRequest(body, caller)),
  }
}

/** What both creation routes answer. */
export const CREATION_ANSWERS: Route['answers'] = {
  202: { description: 'Accepted: a new process.', schema: AcceptedProcess },
  200: { description: 'A duplicate: the existing process, unchanged.', schema: DuplicateProcess },
}

/** A new process in short, or the existing one in full (source: contract, POST /capability-requests/enqueue). */
export function creationAnswer(accepted: Accepted): Answer {
  if (accepted.created) {
    const { process_id, request_id, process_type } = accepted
    return { status: 202, json: { status: 'accepted', process_id, request_id, process_type } }
  }
  const { process, request_mismatch } = accepted
  return {
    status: 200,
    json: {
      ...process,
      duplicate: true,
      process_status: process.status,
      ...(request_mismatch && { request_mismatch }),
    },
  }
}
