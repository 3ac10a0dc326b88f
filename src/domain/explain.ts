import type { Hold } from './account-hold.ts'
import type { ErrorSummary } from './errors.ts'
import type { EvidenceKind } from './evidence.ts'
import type { PhoneLease } from './phone-hold.ts'
import type { PhoneCondition } from './phone-state.ts'
import type { PublicStatus, QueueItemStatus } from './process.ts'

/** Why a queue item waits, each with what it means; `GET /processes/{id}/explain` gives no other codes. */
export const WAITING_CODES = {
  daemon_starting: 'the daemon has just been started and does not hand out work yet',
  daemon_draining:
    'the daemon is being stopped and starts nothing new; the item goes on after the next start',
  storage_full: 'the disk of the data directory is full; nothing new is started until there is room',
  being_rescued:
    'an earlier life of the daemon was cut off with this phone in its hands; its session is being ended first',
  earlier_step: 'an earlier step of the same request has to be done first',
  retry_pause: 'the last attempt failed; there is a pause before the next one',
  clock_not_set: "the host's clock is not set, and the account's work depends on the time of day",
  quiet_hours: "the account's quiet hours (`settings.quiet_hours`)",
  daily_budget: "the account's minutes of the day are used up (`settings.daily_budget_minutes`)",
  account_on_hold:
    'the app has asked for a person; the account waits until somebody has done what is needed and resumes it',
  phone_paused: 'a person has paused the phone',
  phone_unauthorized: 'the phone has not allowed USB debugging to this computer',
  phone_offline: 'adb does not reach the phone, or it does not answer',
  phone_connecting: 'the phone has just been registered and is being connected',
  phone_booting: 'the phone is starting up',
  phone_locked: 'the phone is behind a PIN, which only a person has',
  phone_too_hot: 'the phone is too hot to work',
  phone_low_battery: "the phone's battery is too low to work",
  phone_low_storage: 'the phone has too little room left to work',
  phone_recovering: 'the phone did not work and is being brought back',
  phone_quarantined:
    'nothing has brought the phone back; it is looked at again and again, or a person readmits it',
  phone_resting: 'the phone rests between two items (`PHONEFARM_REST_SECONDS`)',
  phone_being_checked: 'the phone is being looked at, as before every claim',
  phone_busy: 'somebody holds the phone: a run, a person, or a maintenance of the daemon',
  queue_position: 'other items are served before it on the same phone',
  host_sessions: 'as many sessions are open on this host as `PHONEFARM_SESSIONS` allows',
  about_to_start: 'nothing is in its way: it is being handed to its phone',
} as const satisfies Record<string, string>
export type WaitingCode = keyof typeof WAITING_CODES

/** The code of each condition that keeps a phone from taking work. */
export const PHONE_CODES = {
  paused: 'phone_paused',
  quarantined: 'phone_quarantined',
  recovering: 'phone_recovering',
  unauthorized: 'phone_unauthorized',
  offline: 'phone_offline',
  booting: 'phone_booting',
  locked: 'phone_locked',
  too_hot: 'phone_too_hot',
  low_battery: 'phone_low_battery',
  low_storage: 'phone_low_storage',
} as const satisfies Record<PhoneCondition['state'], WaitingCode>

/** What keeps a phone from taking work. */
export interface PhoneObstacle {
  code: WaitingCode
  /** A sentence for people. */
  message: string
}

/** One reason why an item waits. Times are ISO-8601 UTC. */
export interface Waiting {
  queue_item_id: string
  code: WaitingCode
  /** A sentence for people. */
  message: string
  /** When it began; since when the item waits where that is not known. */
  since: string
  /** When it ends by itself; null when that is not known. */
  until: string | null
}

/** What became of an attempt. */
export interface AttemptEvidence {
  attempt: number
  started_at: string
  ended_at: string | null
  outcome: string | null
  error: ErrorSummary | null
}

/** A piece of evidence of the last attempt, as `GET /processes/{id}/artifacts` lists it. */
export interface FailureArtifact {
  artifact_id: string
  kind: EvidenceKind
  name: string
  /** Why its bytes are not there, null when they are. */
  missing: string | null
}

/** A piece of evidence that says how the driver pack could be mended. */
export interface FailureProposal {
  artifact_id: string
  /** What the pack has lost: `the element open_search`. */
  lost: string
  /** How sure it is, 0 to 1. */
  score: number
}

/** Why an item failed, or failed last. */
export interface Failure extends ErrorSummary {
  queue_item_id: string
  /** Null when no phone was ever given to it. */
  evidence: {
    attempts: AttemptEvidence[]
    timeline: string
    artifacts: FailureArtifact[]
    proposals: FailureProposal[]
  } | null
}

/** Answer of GET /processes/{process_id}/explain. */
export interface Explanation {
  process_id: string
  status: PublicStatus
  /** By item, the most decisive reason first. */
  waiting: Waiting[]
  failures: Failure[]
}

/** An item that waits. */
export interface WaitingItem {
  queue_item_id: string
  status: QueueItemStatus
  phone_id: string
  account_id: string
  /** May be claimed now. */
  ready: boolean
  /** When its pause or hold ends. */
  not_before: string | null
  held: boolean
  created_at: string
  /** When its last attempt ended, null before. */
  last_ended_at: string | null
}

/** A phone as far as it may keep an item waiting. */
export interface WaitingPhone {
  paused: boolean
  /** When its state began. */
  since: string
  /** Null when it can take work now. */
  obstacle: PhoneObstacle | null
  /** Null when it is free of earlier boots. */
  rescue: { since: string; reason: string | null } | null
  lease: PhoneLease | null
}

/** Who is served before an item. */
export interface Ahead {
  count: number
  /** There are more: only so many were looked at. */
  atLeast: boolean
  /** Null when it is not for the caller to know. */
  systems: readonly string[] | null
}

/** Everything that may keep an item waiting. */
export interface WaitingFacts {
  nowMs: number
  /** Null while the daemon hands out work. */
  daemon: { state: 'starting' | 'draining'; since: string } | null
  storageFullSince: string | null
  sessions: { running: number; most: number }
  /** Null when it is not registered. */
  phone: WaitingPhone | null
  holds: readonly Hold[]
  /** What the account waits for a person to do, null when it does not. */
  handOver: { needed: string; since: string } | null
  /** Number of the step that is waited for, from 1. */
  earlierStep: number | null
  ahead: Ahead
}

type Reason = Omit<Waiting, 'queue_item_id'>

/** Every reason why an item waits, the most decisive first; at least one. */
export function waitingOf(item: WaitingItem, facts: WaitingFacts): Waiting[] {
  const reasons = [
    ...ofDaemon(item, facts),
    ...ofRescue(facts),
    ...ofSchedule(item, facts),
    ...ofAccount(item, facts),
    ...ofPhone(item, facts),
    ...ofQueue(item, facts),
  ]
  const shown = reasons.length > 0 ? reasons : [aboutToStart(item)]
  return shown.map((reason) => ({ queue_item_id: item.queue_item_id, ...reason }))
}

function aboutToStart({ phone_id, created_at }: WaitingItem): Reason {
  const message = `it is being handed to phone ${phone_id}`
  return { code: 'about_to_start', message, since: created_at, until: null }
}

function ofDaemon({ created_at }: WaitingItem, { daemon, storageFullSince }: WaitingFacts): Reason[] {
  const reasons: Reason[] = []
  if (daemon !== null) {
    const code = daemon.state === 'starting' ? 'daemon_starting' : 'daemon_draining'
    reasons.push({
      code,
      message: `the daemon is ${daemon.state} and hands out no work`,
      since: daemon.since,
      until: null,
    })
  }
  if (storageFullSince !== null) {
    const message = 'the disk of the data directory is full, so nothing new is started'
    reasons.push({ code: 'storage_full', message, since: later(storageFullSince, created_at), until: null })
  }
  return reasons
}

function ofRescue({ phone }: WaitingFacts): Reason[] {
  if (!phone?.rescue) return []
  const { since, reason } = phone.rescue
  const why = reason === null ? '' : `; the last try failed: ${reason}`
  const message = `what an earlier life of the daemon left on the phone is being ended first${why}`
  return [{ code: 'being_rescued', message, since, until: null }]
}

function ofSchedule(item: WaitingItem, { earlierStep, nowMs }: WaitingFacts): Reason[] {
  const { created_at, not_before } = item
  if (earlierStep !== null) {
    const message = `step ${earlierStep} of this request is to be done first`
    return [{ code: 'earlier_step', message, since: created_at, until: null }]
  }
  if (item.held || not_before === null || Date.parse(not_before) <= nowMs) return []
  const message = `the last attempt failed; the next one may begin at ${not_before}`
  return [{ code: 'retry_pause', message, since: item.last_ended_at ?? created_at, until: not_before }]
}

/** The code of each hold of an account. */
export const HOLD_CODES = {
  quiet_hours: 'quiet_hours',
  daily_budget: 'daily_budget',
  clock: 'clock_not_set',
} as const satisfies Record<Hold['held_for'], WaitingCode>

/** What is said of the account. */
export const HOLD_WORDS = {
  quiet_hours: 'has its quiet hours',
  daily_budget: 'has used its minutes of the day',
  clock: "waits for the host's clock to be set: its work depends on the time of day",
} as const satisfies Record<Hold['held_for'], string>

function ofAccount({ account_id, created_at }: WaitingItem, facts: WaitingFacts): Reason[] {
  const { holds, handOver, nowMs } = facts
  const person = handOver === null ? [] : [onHold(account_id, handOver)]
  const byTime = holds.map(({ held_for, sinceMs, untilMs }) => ({
    code: HOLD_CODES[held_for],
    message: `account ${account_id} ${HOLD_WORDS[held_for]}`,
    since: sinceMs === null ? created_at : new Date(Math.min(sinceMs, nowMs)).toISOString(),
    // When a clock will be set is nobody's to know.
    until: held_for === 'clock' ? null : new Date(untilMs).toISOString(),
  }))
  return [...person, ...byTime]
}

function onHold(accountId: string, { needed, since }: { needed: string; since: string }): Reason {
  const message = `account ${accountId} waits for a person: ${needed}`
  return { code: 'account_on_hold', message, since, until: null }
}

function ofPhone({ created_at, phone_id }: WaitingItem, { phone }: WaitingFacts): Reason[] {
  if (phone?.paused) {
    // A pause stands in the registry before anybody has told it to the phone's state.
    const since = phone.obstacle?.code === 'phone_paused' ? phone.since : created_at
    return [{ code: 'phone_paused', message: `phone ${phone_id} is paused`, since, until: null }]
  }
  if (!phone?.obstacle) return []
  return [{ ...phone.obstacle, since: phone.since, until: null }]
}

function ofQueue(item: WaitingItem, { phone, ahead, sessions }: WaitingFacts): Reason[] {
  const { phone_id, created_at } = item
  if (!item.ready) return []
  const reasons: Reason[] = []
  // What a dead boot holds is told as the rescue of its phone.
  const lease = phone?.rescue === null ? phone.lease : null
  if (lease !== null) reasons.push(busy(phone_id, lease))
  if (ahead.count > 0) {
    const many = `${ahead.atLeast ? 'at least ' : ''}${ahead.count} ${ahead.count === 1 ? 'item is' : 'items are'}`
    const whose = ahead.systems === null ? '' : `, of ${ahead.systems.join(', ')}`
    const message = `${many} served before it on phone ${phone_id}${whose}`
    reasons.push({ code: 'queue_position', message, since: created_at, until: null })
  } else if (lease === null && sessions.running >= sessions.most) {
    const message = `${sessions.running} of ${sessions.most} sessions of this host are in use`
    reasons.push({ code: 'host_sessions', message, since: created_at, until: null })
  }
  return reasons
}

function busy(phoneId: string, { kind, holder, queue_item_id, since, until }: PhoneLease): Reason {
  const who = {
    run: queue_item_id === null ? 'a run of somebody else has it' : `queue item ${queue_item_id} runs on it`,
    person: `${holder} has taken it`,
    maintenance: `the daemon holds it: ${holder}`,
  }[kind]
  return { code: 'phone_busy', message: `phone ${phoneId} is busy: ${who}`, since, until }
}

function later(a: string, b: string): string {
  return a > b ? a : b
}
