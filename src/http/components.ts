import { AccountRequest } from '../domain/account.ts'
import { AccountSettings } from '../domain/account-settings.ts'
import { KeyRequest, KeyRotation } from '../domain/api-key.ts'
import { AccountResume } from '../domain/hand-over.ts'
import { RedeliverRequest, TestCallbackRequest } from '../domain/callback-requests.ts'
import { CancelRequest } from '../domain/cancel-request.ts'
import { Callback, RequestedBy } from '../domain/capability-request.ts'
import { PromptObject } from '../domain/judge.ts'
import { MaintenanceInputs } from '../domain/maintenance-inputs.ts'
import { PhoneRelease, PhoneTake } from '../domain/phone-hold.ts'
import { PhoneRequest } from '../domain/phone.ts'
import { RuntimeSnapshot } from '../domain/runtime-snapshot.ts'
import { Target } from '../domain/target.ts'
import { FypWarmupInputs, KeywordWarmupInputs } from '../domain/warmup-inputs.ts'
import * as accounts from './account-schemas.ts'
import * as answers from './answer-schemas.ts'
import * as artifacts from './artifact-schemas.ts'
import * as decisions from './decision-schemas.ts'
import * as deliveries from './delivery-schemas.ts'
import * as events from './event-schemas.ts'
import { Explanation } from './explain-schema.ts'
import * as keys from './key-schemas.ts'
import * as recoveries from './recovery-schemas.ts'
import { CapabilityRequest, MaintenanceRequest } from './request-schemas.ts'
import { ProcessUpdated } from './webhook-schema.ts'
import { Capabilities } from './capability-schemas.ts'

/** Schemas that have a name in `/openapi.json`; wherever one stands inside of another, there is a reference. */
export const COMPONENTS = {
  CapabilityRequest,
  KeywordWarmupInputs,
  FypWarmupInputs,
  MaintenanceInputs,
  MaintenanceRequest,
  Target,
  Callback,
  RequestedBy,
  PromptObject,
  CancelRequest,
  RuntimeSnapshot,
  PhoneRequest,
  PhoneTake,
  PhoneRelease,
  AccountRequest,
  AccountSettings,
  AccountResume,
  Capabilities,
  ProcessUpdated,
  Explanation,
  ...answers,
  ...accounts,
  ...artifacts,
  ...decisions,
  ...deliveries,
  RedeliverRequest,
  TestCallbackRequest,
  ...events,
  ...recoveries,
  KeyRequest,
  KeyRotation,
  ...keys,
}
