import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { PhoneApp } from '../domain/phone.ts'
import type { Capability } from '../domain/process.ts'
import { missingRuns, type VerificationStatus } from '../domain/verification.ts'
import type { Tables } from '../store/store.ts'
import type { VerificationRow } from '../store/verifications.ts'
import { runsOf, runViewOf, type VerificationRun } from './verification-record.ts'
import { countedOf, runsSinceTurn } from './verify.ts'

/** The driver pack that a run of an app would follow. */
export interface KnownPack {
  package_name: string
  hash: string
}

/** The pack for an app in a version; the newest one's when the version is not known. Undefined when no pack drives the app. */
export type PackOf = (app: string, appVersion: string | null) => KnownPack | undefined

/** An app in the version of some phone, null when the phone has not told it. */
export interface AppVersion {
  app: string
  app_version: string | null
}

/** What is known of a capability of an app: one entry of `verifications` in GET /capabilities. */
export interface Standing extends AppVersion {
  /** Null when no pack drives the app. */
  pack_hash: string | null
  status: VerificationStatus
  /** When the status began; null for what was never verified. */
  since: string | null
  reason: string
  /** What the status rests on, oldest first; for what was never verified what has been counted so far. */
  runs: VerificationRun[]
  /** Runs in a row that are still needed; 0 when it is verified. */
  needed: number
}

export interface StandingDeps {
  packOf: PackOf
  /** Runs in a row that earn a verification. */
  verifyRuns: number
}

const apps = Compile(Type.Array(PhoneApp))

/** Runs shown of what was never verified. */
const RUNS_SHOWN = 10

/** What is known of a capability in an app as it would be driven now. A version that nobody knows counts as the one that was heard of last. */
export function standingOf(
  tables: Tables,
  { packOf, verifyRuns }: StandingDeps,
  capability: Capability,
  { app, app_version }: AppVersion,
): Standing {
  const pack = packOf(app, app_version)
  if (!pack) return unknown({ app, app_version }, null, `no driver pack drives ${app}`, verifyRuns)
  const version = app_version ?? newestVersion(tables.verifications.ofApp({ capability, app }), pack.hash)
  if (version === null)
    return unknown(
      { app, app_version },
      pack.hash,
      'no phone has told the version of the app yet',
      verifyRuns,
    )
  const key = { capability, app, app_version: version, pack_hash: pack.hash }
  const runs = runsSinceTurn(tables, key)
  const row = tables.verifications.find(key)
  const missing = missingRuns(runs.map(countedOf), verifyRuns)
  const shared = { app, app_version: version, pack_hash: pack.hash }
  if (row) {
    const { status, since, reason } = row
    return {
      ...shared,
      status,
      since,
      reason,
      runs: runsOf(row),
      needed: status === 'verified' ? 0 : missing,
    }
  }
  const counted = runs.slice(0, RUNS_SHOWN).toReversed().map(runViewOf)
  const reason = `${verifyRuns - missing} of ${verifyRuns} runs in a row have proven every effect`
  return { ...shared, status: 'unverified', since: null, reason, runs: counted, needed: missing }
}

function unknown(of: AppVersion, pack_hash: string | null, reason: string, needed: number): Standing {
  return { ...of, pack_hash, status: 'unverified', since: null, reason, runs: [], needed }
}

function newestVersion(rows: readonly VerificationRow[], packHash: string): string | null {
  const [newest] = rows
    .filter(({ pack_hash }) => pack_hash === packHash)
    .toSorted((a, b) => (a.since < b.since ? 1 : -1))
  return newest?.app_version ?? null
}

/** The version of an account's app on its phone. */
export function appVersionOn(
  tables: Tables,
  packOf: PackOf,
  { app, phone_id }: { app: string; phone_id: string },
): AppVersion {
  const told = tables.phones.find(phone_id)?.apps
  return { app, app_version: told === undefined ? null : versionIn(told, packOf(app, null)) }
}

/** Every app in every version that active accounts of this farm live on, each once. */
export function appVersionsInUse(tables: Tables, packOf: PackOf): AppVersion[] {
  const inUse = tables.verifications.inUse().map(({ app, apps: told }) => ({
    app,
    app_version: versionIn(told, packOf(app, null)),
  }))
  return [...new Map(inUse.map((one) => [JSON.stringify(one), one])).values()]
}

/** @param told JSON, what the phone has told of its apps */
function versionIn(told: string, pack: KnownPack | undefined): string | null {
  if (!pack) return null
  const app = apps.Parse(JSON.parse(told)).find(({ package_name }) => package_name === pack.package_name)
  return app?.version ?? null
}
