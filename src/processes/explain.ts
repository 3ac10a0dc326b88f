import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { holdsOf, type Hold } from '../domain/account-hold.ts'
import { OPERATOR, type Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import {
  waitingOf,
  type Ahead,
  type Explanation,
  type Failure,
  type FailureArtifact,
  type FailureProposal,
  type Waiting,
  type WaitingFacts,
  type WaitingPhone,
} from '../domain/explain.ts'
import type { PhoneLease } from '../domain/phone-hold.ts'
import { publicStatus } from '../domain/process.ts'
import type { ProcessRow } from '../store/processes.ts'
import type { QueueItemRow } from '../store/queue-items.ts'
import type { Store, Tables } from '../store/store.ts'
import type { QueuedItem } from '../store/waiting-line.ts'
import { holdFactsOf } from './account-time.ts'
import { seesItem } from './ownership.ts'
import { leaseViewOf } from './phone-record.ts'
import { parseError } from './process-record.ts'
import { findProcess } from './read-processes.ts'

/** What only the running daemon knows of why work waits. */
export interface Conditions {
  /** Null while it hands out work. */
  daemon: () => WaitingFacts['daemon']
  storageFullSince: () => string | null
  sessions: () => WaitingFacts['sessions']
  /** What keeps a phone from taking work, null when it can take some. */
  obstacle: (phoneId: string) => WaitingPhone['obstacle']
  /** Null when the phone is free of earlier boots. */
  beingRescued: (phoneId: string) => WaitingPhone['rescue']
}

/** Nothing is in the way: for whoever runs the use cases without a daemon around them. */
export const CALM: Conditions = {
  daemon: () => null,
  storageFullSince: () => null,
  sessions: () => ({ running: 0, most: Number.POSITIVE_INFINITY }),
  obstacle: () => null,
  beingRescued: () => null,
}

export interface ExplainDeps {
  store: Store
  clock: Clock
  conditions?: Conditions
}

export interface Explain {
  /**
   * Why its items wait and why they failed. A key for its own processes only is told that others are served first, not who they are.
   * @throws FarmError 'process_not_found'
   */
  explainProcess: (processId: string, caller?: Caller) => Explanation
}

/** What the listing of a proposal says; the rest is in its file. */
const proposalDetail = Compile(Type.Object({ lost: Type.String(), score: Type.Number() }))

/** Items before one on its phone that are looked at: who asks about a group of hundreds is to get an answer soon. */
const AHEAD_AT_MOST = 100

export function createExplain({ store: { read }, clock, conditions = CALM }: ExplainDeps): Explain {
  return {
    explainProcess(processId, caller = OPERATOR) {
      const row = findProcess(read, processId)
      const items = read.queueItems.ofProcess(processId)
      const surroundings = surroundingsOf(read, clock, conditions, caller)
      return {
        process_id: processId,
        status: publicStatus(row.status),
        waiting: items.flatMap((item) => waitingFor(read, row, item, surroundings)),
        failures: items.flatMap((item) => failureOf(read, item)),
      }
    },
  }
}

/** What several items share is looked up once. */
interface Surroundings {
  caller: Caller
  shared: Pick<WaitingFacts, 'nowMs' | 'daemon' | 'storageFullSince' | 'sessions'>
  phone: (phoneId: string) => WaitingPhone | null
  line: (phoneId: string) => readonly QueuedItem[]
  holds: (accountId: string) => readonly Hold[]
  handOver: (accountId: string) => WaitingFacts['handOver']
}

function surroundingsOf(read: Tables, clock: Clock, conditions: Conditions, caller: Caller): Surroundings {
  const nowMs = clock.now().getTime()
  return {
    caller,
    shared: {
      nowMs,
      daemon: conditions.daemon(),
      storageFullSince: conditions.storageFullSince(),
      sessions: conditions.sessions(),
    },
    phone: once((phoneId) => phoneOf(read, conditions, phoneId, caller)),
    line: once((phoneId) => read.waitingLine.ofPhone(phoneId, AHEAD_AT_MOST + 1)),
    holds: once((accountId) => {
      const facts = holdFactsOf(read, accountId)
      return facts === null ? [] : holdsOf(nowMs, facts)
    }),
    handOver: once((accountId) => {
      const open = read.handOvers.openOf(accountId)
      return open && { needed: open.needed, since: open.opened_at }
    }),
  }
}

function once<T>(look: (id: string) => T): (id: string) => T {
  const known = new Map<string, { value: T }>()
  return (id) => {
    const found = known.get(id) ?? { value: look(id) }
    known.set(id, found)
    return found.value
  }
}

function phoneOf(read: Tables, conditions: Conditions, phoneId: string, caller: Caller): WaitingPhone | null {
  const phone = read.phones.find(phoneId)
  if (!phone) return null
  const lease = read.leases.ofPhone(phoneId)
  return {
    paused: phone.paused === 1,
    since: phone.since,
    obstacle: conditions.obstacle(phoneId),
    rescue: conditions.beingRescued(phoneId),
    lease: lease && leaseSeenBy(read, caller, leaseViewOf(lease)),
  }
}

/** Whose run it is stays untold when it is not the caller's. */
function leaseSeenBy(read: Tables, caller: Caller, lease: PhoneLease): PhoneLease {
  const { queue_item_id } = lease
  return queue_item_id === null || seesItem(read, caller, queue_item_id)
    ? lease
    : { ...lease, queue_item_id: null }
}

function waitingFor(read: Tables, row: ProcessRow, item: QueueItemRow, around: Surroundings): Waiting[] {
  const { queue_item_id, status, phone_id, account_id, created_at, not_before } = item
  const phone = around.phone(phone_id)
  const isHeldByDeadBoot = (status === 'EXECUTING' || status === 'CLAIMED') && phone?.rescue !== null
  const waits = status === 'QUEUED' || status === 'RETRYABLE' || status === 'CLAIMED' || isHeldByDeadBoot
  if (!waits) return []
  const isOnPhone = status === 'CLAIMED' || isHeldByDeadBoot
  const attempts = status === 'RETRYABLE' ? read.attempts.ofItem(queue_item_id) : []
  return waitingOf(
    {
      queue_item_id,
      status,
      phone_id,
      account_id,
      created_at,
      not_before,
      ready: item.ready === 1,
      held: item.held_for !== null,
      last_ended_at: attempts.at(-1)?.ended_at ?? null,
    },
    {
      ...around.shared,
      phone,
      holds: isOnPhone ? [] : around.holds(account_id),
      handOver: isOnPhone ? null : around.handOver(account_id),
      earlierStep: earlierStep(read, row, item),
      ahead: aheadOf(queue_item_id, around.line(phone_id), around.caller),
    },
  )
}

/** Number of the step that has to be done before this one, null when it is its turn. */
function earlierStep(
  read: Tables,
  { process_id, process_type }: ProcessRow,
  { status, ready, not_before, position }: QueueItemRow,
): number | null {
  if (process_type !== 'maintenance' || status !== 'QUEUED' || ready === 1 || not_before !== null) return null
  const first = read.waitingLine.firstUnfinished(process_id)
  return first === null || first === position ? null : first + 1
}

function aheadOf(queueItemId: string, line: readonly QueuedItem[], { own_only }: Caller): Ahead {
  const place = line.findIndex(({ queue_item_id }) => queue_item_id === queueItemId)
  const before = line.slice(0, place === -1 ? AHEAD_AT_MOST : place)
  const systems = own_only ? null : [...new Set(before.map(({ system }) => system))]
  return { count: before.length, atLeast: place === -1, systems }
}

function failureOf(read: Tables, { queue_item_id, process_id, status, error }: QueueItemRow): Failure[] {
  if (error === null || status === 'DONE') return []
  const attempts = read.attempts
    .ofItem(queue_item_id)
    .map(({ attempt, started_at, ended_at, outcome, error }) => ({
      attempt,
      started_at,
      ended_at,
      outcome,
      error: error === null ? null : parseError(error),
    }))
  const last = attempts.at(-1)
  const evidence = last && {
    attempts,
    timeline: `/processes/${process_id}/timeline`,
    ...piecesOf(read, { process_id, queue_item_id, attempt: last.attempt }),
  }
  return [{ queue_item_id, ...parseError(error), evidence: evidence ?? null }]
}

/** What was kept of an attempt, and which of it proposes how to mend the driver pack. */
function piecesOf(
  read: Tables,
  attempt: Parameters<Tables['artifacts']['ofAttempt']>[0],
): { artifacts: FailureArtifact[]; proposals: FailureProposal[] } {
  const rows = read.artifacts.ofAttempt(attempt)
  return {
    artifacts: rows.map(({ artifact_id, kind, name, missing }) => ({ artifact_id, kind, name, missing })),
    proposals: rows
      .filter(({ kind, missing }) => kind === 'proposal' && missing === null)
      .map(({ artifact_id, detail }) => {
        const { lost, score } = proposalDetail.Parse(JSON.parse(detail))
        return { artifact_id, lost, score }
      }),
  }
}
