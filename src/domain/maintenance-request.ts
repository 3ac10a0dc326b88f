import Type from 'typebox'
import {
  Callback,
  checkInputs,
  RequestedBy,
  type RequestRules,
  type WorkRequest,
} from './capability-request.ts'
import { checkCallbackUrl } from './callback-url.ts'
import { createCheck } from './check.ts'
import { FreeForm, Id } from './text.ts'

/** The body of POST /maintenance/requests before its inputs are looked at (source: seeds/maintenance-requests). */
export const MaintenanceEnvelope = Type.Object(
  {
    request_id: Id,
    account_id: Id,
    inputs: FreeForm,
    callback: Callback,
    requested_by: RequestedBy,
  },
  { additionalProperties: false },
)

const envelope = createCheck(MaintenanceEnvelope)

/**
 * Checks the body of POST /maintenance/requests. It becomes what the capability route would have made of it, so that a repeat over the
 * other route is the same request.
 * @throws FarmError, the first check's that fails
 */
export function parseMaintenanceRequest(body: unknown, rules: RequestRules): WorkRequest {
  const { account_id, inputs, ...request } = envelope(body)
  checkCallbackUrl(request.callback.url, rules.callbackAllow, rules.isOwn)
  return {
    ...request,
    ...checkInputs('maintenance', inputs, rules.checkPrompt),
    mode: 'manual',
    target: {
      routing: 'queue',
      account_id,
      phone_id: null,
      phone_group: null,
      account_group: null,
      phone_ids: null,
      account_ids: null,
    },
  }
}
