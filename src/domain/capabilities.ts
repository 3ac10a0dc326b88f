import { FarmError, type ErrorCode } from './errors.ts'
import type { Capability } from './process.ts'
import type { Routing } from './target.ts'

type Mode = 'manual' | 'unattended'

type ModeRefusal = Extract<ErrorCode, 'unattended_not_permitted' | 'capability_not_live_verified'>

interface CapabilityRules {
  /** What `unattended` is refused with where the operator does not permit it. */
  unattended: ModeRefusal
  routing: Record<Routing, boolean>
}

/** What may run without a person. */
export interface UnattendedRules {
  /** What the operator permits. */
  permitted: readonly Capability[]
  /** What of it may run before this farm has verified it. */
  unverified: readonly Capability[]
}

/** The documents' own table (source: seeds/capability-requests, "Supported Modes and Routing"). */
export const DOCUMENTED_UNATTENDED: UnattendedRules = {
  permitted: ['keyword_warmup'],
  unverified: ['keyword_warmup'],
}

const EVERY_ROUTING = { direct: true, queue: true, group: true } as const

/** The routing table (source: seeds/capability-requests, "Supported Modes and Routing"). */
const CAPABILITIES = {
  keyword_warmup: { unattended: 'unattended_not_permitted', routing: EVERY_ROUTING },
  fyp_warmup: { unattended: 'capability_not_live_verified', routing: EVERY_ROUTING },
  maintenance: {
    unattended: 'unattended_not_permitted',
    routing: { direct: false, queue: true, group: false },
  },
} as const satisfies Record<Capability, CapabilityRules>

/** In the order of the documents' table. */
export const CAPABILITY_NAMES = [
  'keyword_warmup',
  'fyp_warmup',
  'maintenance',
] as const satisfies readonly Capability[]

/** @throws FarmError 'unknown_capability' */
export function knownCapability(name: string): Capability {
  const capability = CAPABILITY_NAMES.find((known) => known === name)
  if (capability) return capability
  const message = `must be one of ${CAPABILITY_NAMES.join(', ')}`
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

/**
 * What no target can mend: whether a verification allows it is known once the accounts are (processes/capabilities.ts).
 * @throws FarmError 'unattended_not_permitted' or 'capability_not_live_verified'
 */
export function allowMode(capability: Capability, mode: Mode, { permitted }: UnattendedRules): void {
  if (mode === 'manual' || permitted.includes(capability)) return
  const message = `${capability} may not run unattended: the operator of this farm has not permitted it`
  throw new FarmError(CAPABILITIES[capability].unattended, message, {
    detail: capability,
    problems: [{ path: '/mode', message: `${mode} is not permitted for ${capability}` }],
  })
}

/** Whether something is possible, and why not. */
export interface Permission {
  allowed: boolean
  reason: string | null
}

/** A capability as the rules have it, before anything is known of how it does on this farm. */
export interface CapabilityView {
  capability: Capability
  modes: Record<Mode, Permission>
  routing: Record<Routing, Permission>
  /** JSON Schema of `inputs`, as a caller has to send them. */
  inputs_schema: unknown
}

/** @param inputsSchemas the JSON Schema of every capability's inputs */
export function capabilityViews(
  inputsSchemas: Record<Capability, unknown>,
  { permitted }: UnattendedRules,
): CapabilityView[] {
  const permission = (reason: string | null): Permission => ({ allowed: reason === null, reason })
  return CAPABILITY_NAMES.map((capability) => {
    const { unattended, routing } = CAPABILITIES[capability]
    const route = (name: Routing) => permission(routing[name] ? null : 'routing_not_supported')
    return {
      capability,
      modes: {
        manual: permission(null),
        unattended: permission(permitted.includes(capability) ? null : unattended),
      },
      routing: { direct: route('direct'), queue: route('queue'), group: route('group') },
      inputs_schema: inputsSchemas[capability],
    }
  })
}
