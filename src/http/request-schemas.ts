import Type from 'typebox'
import { CapabilityEnvelope } from '../domain/capability-request.ts'
import { MaintenanceInputs } from '../domain/maintenance-inputs.ts'
import { MaintenanceEnvelope } from '../domain/maintenance-request.ts'
import type { Capability } from '../domain/process.ts'
import { FypWarmupInputs, KeywordWarmupInputs } from '../domain/warmup-inputs.ts'

// The use case checks the envelope first and the inputs of its capability later; callers want to see both at once.

const INPUTS = {
  keyword_warmup: KeywordWarmupInputs,
  fyp_warmup: FypWarmupInputs,
  maintenance: MaintenanceInputs,
} as const satisfies Record<Capability, Type.TSchema>

const requestOf = (capability: Capability) =>
  Type.Object(
    { ...CapabilityEnvelope.properties, capability: Type.Literal(capability), inputs: INPUTS[capability] },
    { additionalProperties: false },
  )

/** The body of POST /capability-requests/enqueue. */
export const CapabilityRequest = Type.Union([
  requestOf('keyword_warmup'),
  requestOf('fyp_warmup'),
  requestOf('maintenance'),
])

/** The body of POST /maintenance/requests. */
export const MaintenanceRequest = Type.Object(
  { ...MaintenanceEnvelope.properties, inputs: MaintenanceInputs },
  { additionalProperties: false },
)
