import { FarmError, type ErrorCode } from './errors.ts'
import type { Capability } from './process.ts'
import type { Routing } from './target.ts'

type Mode = 'manual' | 'unattended'

interface CapabilityRules {
  /** Why a mode is refused; null when it is allowed. */
  modes: Record<Mode, Extract<ErrorCode, 'unattended_not_permitted' | 'capability_not_live_verified'> | null>
  routing: Record<Routing, boolean>
  /** Proven on live accounts, so that it may run without a person. */
  live_verified: boolean
}

const EVERY_ROUTING = { direct: true, queue: true, group: true } as const

/** The routing table (source: seeds/capability-requests, "Supported Modes and Routing"). */
export const CAPABILITIES = {
  keyword_warmup: { modes: { manual: null, unattended: null }, routing: EVERY_ROUTING, live_verified: true },
  fyp_warmup: {
    modes: { manual: null, unattended: 'capability_not_live_verified' },
    routing: EVERY_ROUTING,
    live_verified: false,
  },
  maintenance: {
    modes: { manual: null, unattended: 'unattended_not_permitted' },
    routing: { direct: false, queue: true, group: false },
    live_verified: true,
  },
} as const satisfies Record<Capability, CapabilityRules>

const NAMES = ['keyword_warmup', 'fyp_warmup', 'maintenance'] as const satisfies readonly Capability[]

/** @throws FarmError 'unknown_capability' */
export function knownCapability(name: string): Capability {
  const capability = NAMES.find((known) => known === name)
  if (capability) return capability
  const message = `must be one of ${NAMES.join(', ')}`
  throw new FarmError('unknown_capability', `capability ${name} is not known`, {
    problems: [{ path: '/capability', message }],
  })
}

/** @throws FarmError 'routing_not_supported' */
export function allowRouting(capability: Capability, routing: Routing): void {
  if (CAPABILITIES[capability].routing[routing]) return
  throw new FarmError('routing_not_supported', `${capability} cannot be routed ${routing}`, {
    detail: `${capability}:${routing}`,
    problems: [{ path: '/target/routing', message: `${routing} is not supported for ${capability}` }],
  })
}

/** @throws FarmError 'unattended_not_permitted' or 'capability_not_live_verified' */
export function allowMode(capability: Capability, mode: Mode): void {
  const refusal = CAPABILITIES[capability].modes[mode]
  if (refusal === null) return
  throw new FarmError(refusal, `${capability} may not run ${mode}`, {
    detail: capability,
    problems: [{ path: '/mode', message: `${mode} is not permitted for ${capability}` }],
  })
}

/** Whether something is possible, and why not. */
export interface Permission {
  allowed: boolean
  reason: string | null
}

/** One row of GET /capabilities. */
export interface CapabilityView {
  capability: Capability
  modes: Record<Mode, Permission>
  routing: Record<Routing, Permission>
  live_verified: boolean
  /** JSON Schema of `inputs`, as a caller has to send them. */
  inputs_schema: unknown
}

/** @param inputsSchemas the JSON Schema of every capability's inputs */
export function capabilityViews(inputsSchemas: Record<Capability, unknown>): CapabilityView[] {
  const permission = (reason: string | null): Permission => ({ allowed: reason === null, reason })
  return NAMES.map((capability) => {
    const { modes, routing, live_verified } = CAPABILITIES[capability]
    const route = (name: Routing) => permission(routing[name] ? null : 'routing_not_supported')
    return {
      capability,
      modes: { manual: permission(modes.manual), unattended: permission(modes.unattended) },
      routing: { direct: route('direct'), queue: route('queue'), group: route('group') },
      live_verified,
      inputs_schema: inputsSchemas[capability],
    }
  })
}
