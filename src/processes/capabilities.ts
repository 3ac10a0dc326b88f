import type { Pair } from '../domain/assignment.ts'
import {
  capabilityViews,
  CAPABILITY_NAMES,
  type CapabilityView,
  DOCUMENTED_UNATTENDED,
  type UnattendedRules,
} from '../domain/capabilities.ts'
import { FarmError } from '../domain/errors.ts'
import { inputsSchemas } from '../domain/inputs-schema.ts'
import type { Metric } from '../domain/metrics.ts'
import type { Capability } from '../domain/process.ts'
import { VERIFY_RUNS } from '../domain/verification.ts'
import type { Store, Tables } from '../store/store.ts'
import { appVersionOn, appVersionsInUse, standingOf, type PackOf, type Standing } from './standings.ts'

export interface CapabilitiesDeps {
  store: Pick<Store, 'read'>
  /** The driver packs; none are known unless this is given. */
  packOf?: PackOf
  /** What the operator lets run without a person; the documents' table by default. */
  unattended?: UnattendedRules
  /** Runs in a row that earn a verification. */
  verifyRuns?: number
}

/** One row of GET /capabilities. */
export type CapabilityAnswer = CapabilityView & { live_verified: boolean; verifications: Standing[] }

export interface Capabilities {
  /** What can be asked for, and how far this farm has proven it. */
  readCapabilities: () => { capabilities: CapabilityAnswer[] }
  /** In numbers, by capability and app. */
  readVerifications: () => Metric[]
  /**
   * Refuses work without a person that this farm has not proven, or has seen to fail, in the app versions of the accounts' phones.
   * @throws FarmError 'capability_not_live_verified'
   */
  refuseUnproven: (tables: Tables, request: AskedMode, pairs: readonly Pair[]) => void
}

export interface AskedMode {
  capability: Capability
  mode: 'manual' | 'unattended'
}

export function createCapabilities({
  store: { read },
  packOf = () => undefined,
  unattended = DOCUMENTED_UNATTENDED,
  verifyRuns = VERIFY_RUNS,
}: CapabilitiesDeps): Capabilities {
  const schemas = inputsSchemas()
  const deps = { packOf, verifyRuns }

  /** Each app and version once: a version that is not known may count as one that another phone has told. */
  function standings(capability: Capability): Standing[] {
    const all = appVersionsInUse(read, packOf).map((one) => standingOf(read, deps, capability, one))
    return [...new Map(all.map((one) => [JSON.stringify([one.app, one.app_version]), one])).values()]
  }

  /** Whether the operator's rules let it run without a person on what it stands like there. */
  function isOpen(capability: Capability, { status }: Standing): boolean {
    return status === 'verified' || (status === 'unverified' && unattended.unverified.includes(capability))
  }

  return {
    readCapabilities() {
      const rows = capabilityViews(schemas, unattended)
      return {
        capabilities: rows.map((row) => {
          const verifications = standings(row.capability)
          const isBlocked =
            verifications.length === 0
              ? !unattended.unverified.includes(row.capability)
              : !verifications.some((standing) => isOpen(row.capability, standing))
          const modes =
            row.modes.unattended.allowed && isBlocked
              ? { ...row.modes, unattended: { allowed: false, reason: 'capability_not_live_verified' } }
              : row.modes
          return { ...row, modes, live_verified: isVerified(verifications), verifications }
        }),
      }
    },
    readVerifications() {
      const samples = CAPABILITY_NAMES.flatMap((capability) => {
        const all = standings(capability)
        return [...new Set(all.map(({ app }) => app))].map((app) => ({
          labels: { capability, app },
          value: isVerified(all.filter((standing) => standing.app === app)) ? 1 : 0,
        }))
      })
      const help = 'Whether a capability is verified in every version of an app that active accounts live on.'
      return [{ name: 'phonefarm_capability_verified', help, type: 'gauge', samples }]
    },
    refuseUnproven(tables, { capability, mode }, pairs) {
      if (mode === 'manual') return
      const refused = new Map<string, string>()
      for (const { app, phone_id } of homesOf(tables, pairs)) {
        const version = appVersionOn(tables, packOf, { app, phone_id })
        const standing = standingOf(tables, deps, capability, version)
        if (isOpen(capability, standing)) continue
        const message = refusalOf(capability, standing)
        refused.set(message, message)
      }
      const [first] = refused.keys()
      if (first === undefined) return
      throw new FarmError('capability_not_live_verified', first, {
        detail: capability,
        problems: [...refused.keys()].map((message) => ({ path: '/mode', message })),
      })
    },
  }
}

function isVerified(standings: readonly Standing[]): boolean {
  return standings.length > 0 && standings.every(({ status }) => status === 'verified')
}

/** Apps and phones of the pairs, each once. */
function homesOf(tables: Tables, pairs: readonly Pair[]): { app: string; phone_id: string }[] {
  const homes = pairs.flatMap(({ account_id, phone_id }) => {
    const app = tables.accounts.find(account_id)?.app
    return app === undefined ? [] : [{ app, phone_id }]
  })
  return [...new Map(homes.map((home) => [JSON.stringify(home), home])).values()]
}

function refusalOf(capability: Capability, { app, app_version, status, since, reason }: Standing): string {
  const where = app_version === null ? app : `${app} ${app_version}`
  const what =
    status === 'withdrawn'
      ? `its verification was withdrawn at ${since}: ${reason}`
      : `it is not verified: ${reason}`
  return `${capability} may not run unattended in ${where}: ${what}`
}
