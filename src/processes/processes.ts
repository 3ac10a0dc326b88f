import type { AllowList } from '../domain/callback-url.ts'
import type { RequestRules } from '../domain/capability-request.ts'
import { DOCUMENTED_UNATTENDED } from '../domain/capabilities.ts'
import type { Clock } from '../domain/clock.ts'
import { createPromptCheck, type Bound } from '../domain/prompt-check.ts'
import type { RunControl } from '../domain/run-control.ts'
import type { Store } from '../store/store.ts'
import { createAccept, type Accept } from './accept.ts'
import { createAccounts, type Accounts } from './accounts.ts'
import { createArtifacts, type Artifacts, type ReadEvidence } from './artifacts.ts'
import { createCapabilities, type Capabilities, type CapabilitiesDeps } from './capabilities.ts'
import { createCancel, type CancelProcess } from './cancel.ts'
import { createDecisions, type Decisions } from './decisions.ts'
import { createEvents, type Events } from './events.ts'
import { createDeliveries, type Deliveries } from './deliveries.ts'
import { createExplain, type Conditions, type Explain } from './explain.ts'
import { createHandOvers, type HandOvers } from './hand-overs.ts'
import { createOwnership, type Ownership } from './ownership.ts'
import { createPhoneHistory, type PhoneHistory } from './phone-history.ts'
import { createPhoneHolds, type PhoneHolds } from './phone-holds.ts'
import { createPhones, type Phones } from './phones.ts'
import { createRecoveries, type Recoveries } from './recoveries.ts'
import { createReadMetrics, type ReadMetrics } from './read-metrics.ts'
import { createReadProcesses, type ReadProcesses } from './read-processes.ts'
import { createRuntimeSnapshots, type RuntimeSnapshots } from './runtime-snapshots.ts'
import { createTestCallback, type SendTest, type TestCallback } from './test-callback.ts'

export type { Accepted } from './accept.ts'

export interface ProcessesDeps extends CapabilitiesDeps {
  store: Store
  clock: Clock
  /** UUIDv7, lower-case: lists are in the order of ids. */
  newId: () => string
  runs: RunControl
  callbackAllow: AllowList
  /** What of this machine is the farm's own, so that no callback goes there; nothing when not given. */
  isOwn?: RequestRules['isOwn']
  /** Apps that have a driver pack. */
  knownApps: () => readonly string[]
  /** Called after every commit that may have made work claimable or written a callback. */
  wake: (phoneIds?: readonly string[]) => void
  /** Called after messages of the outbox were asked for anew. */
  onRedelivered?: () => void
  /** Sends test events; nothing is sent unless this is given. */
  sendTest?: SendTest
  /** Whether callbacks are signed. */
  isSigned?: boolean
  /** What only the running daemon knows of why work waits. */
  conditions?: Conditions
  /** Ends a phone's quarantine. @returns false when it is in none */
  readmit?: (phoneId: string) => Promise<boolean>
  /** The bytes of evidence; none is there unless this is given. */
  readEvidence?: ReadEvidence
  /** Ends the look at a caller's prompt that takes too long; without it nothing does. */
  withinTime?: Bound
}

/** Every use case of the API. Refusals are FarmErrors; nothing is stored for a request that is refused. */
export interface Processes
  extends
    Accept,
    ReadProcesses,
    Ownership,
    ReadMetrics,
    RuntimeSnapshots,
    Phones,
    PhoneHolds,
    PhoneHistory,
    Recoveries,
    Accounts,
    HandOvers,
    Explain,
    Events,
    Artifacts,
    Decisions,
    Deliveries,
    TestCallback,
    Pick<Capabilities, 'readCapabilities'> {
  cancelProcess: CancelProcess
}

export function createProcesses(deps: ProcessesDeps): Processes {
  const { callbackAllow, isOwn, unattended = DOCUMENTED_UNATTENDED } = deps
  const checkPrompt = createPromptCheck(deps.withinTime)
  const rules: RequestRules = { callbackAllow, checkPrompt, unattended, ...(isOwn && { isOwn }) }
  const capabilities = createCapabilities({ ...deps, unattended })
  const { readMetrics } = createReadMetrics(deps)
  const events = createEvents(deps)
  return {
    ...createAccept({ ...deps, rules, capabilities }),
    ...createReadProcesses(deps),
    ...createOwnership(deps),
    ...createRuntimeSnapshots(deps),
    ...createPhones(deps),
    ...createPhoneHolds(deps),
    ...createPhoneHistory(deps),
    ...createRecoveries(deps),
    ...createAccounts(deps),
    ...createHandOvers(deps),
    ...createExplain(deps),
    ...events,
    ...createArtifacts(deps),
    ...createDecisions(deps),
    ...createDeliveries(deps),
    ...createTestCallback({ ...deps, isOwn }),
    cancelProcess: createCancel(deps),
    readCapabilities: capabilities.readCapabilities,
    readMetrics: () => [...readMetrics(), ...capabilities.readVerifications(), ...events.readEventMetrics()],
  }
}
