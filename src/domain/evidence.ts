import type { Decision } from './decision.ts'
import type { SessionObserver } from './phone-session.ts'

/** What is kept of an attempt. */
export const EVIDENCE_KINDS = [
  /** Picture of the screen. */
  'screenshot',
  /** The hierarchy, trimmed, as XML. */
  'hierarchy',
  /** The last commands of the session with their times, as JSON lines. */
  'commands',
  /** logcat's window around the failure. */
  'logcat',
  /** Versions of app, driver pack, Appium, on-phone server, Android, daemon, as JSON. */
  'versions',
  /** What the judge was asked and what it answered, as JSON. */
  'judgement',
  /** The error with its chain of causes, as JSON. */
  'failure',
  /** Elements that only later candidates of the driver pack found, as JSON. */
  'drift',
  /** How the driver pack could find again what it has lost: a JSON Patch with scores and reasons, as JSON. */
  'proposal',
] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** Why a piece is not there, each with what it means. */
export const MISSING_REASONS = {
  not_taken: 'it was not asked for, or the phone did not give it in time',
  failed: 'it could not be taken or stored; `detail.why` says more',
  no_room: 'the quota or the disk left no room for it',
  pruned: 'it was removed for its age or for newer pieces',
  lost: 'its file is gone or damaged',
} as const satisfies Record<string, string>
export type MissingReason = keyof typeof MISSING_REASONS

export function isMissingReason(text: string): text is MissingReason {
  return Object.hasOwn(MISSING_REASONS, text)
}

/** What a piece belongs to: `{ moment, video, author }`, `{ field }`, `{ dialog }` …; ends up in the listing and is scrubbed of secrets. */
export type EvidenceDetail = Record<string, string | number | boolean | null>

/** One piece, as whoever saw it hands it over. */
export interface Evidence {
  kind: EvidenceKind
  detail: EvidenceDetail
  content: Buffer | string
}

/**
 * Takes evidence of one attempt while it runs. Never throws and never holds a run up for long: what cannot be kept is listed as missing,
 * with why.
 */
export interface EvidenceRecorder {
  /** Resolves at once; the piece is stored behind the run's back. */
  keep: (evidence: Evidence) => Promise<void>
  /** Says that a piece that would be expected is not there. */
  miss: (kind: EvidenceKind, reason: MissingReason, detail: EvidenceDetail, why: string) => Promise<void>
  /** Takes a picture of the screen as it is now, beside the session; resolves when it is taken or given up, in two seconds at most. */
  picture: (detail: EvidenceDetail) => Promise<void>
  decided: (decision: Decision, detail: EvidenceDetail) => void
}

/** How an attempt ended, as far as its evidence is concerned; `stopped` is no failure. */
export type EvidenceEnd = 'done' | 'failed' | 'stopped'

/** The recorder of one attempt, as whoever runs it holds it. */
export interface AttemptRecorder extends EvidenceRecorder {
  /** Hears what the attempt's session does. */
  readonly observer: SessionObserver
  /** Once the phone is known: reads versions in the background. */
  begin: () => void
  /** Takes what tells why the attempt failed; to be called before the session is closed. Resolves in some seconds at most. */
  failed: (error: unknown) => Promise<void>
  /** Resolves when everything that was handed over is stored or given up, and nothing is asked of the phone any more. */
  end: (ended: EvidenceEnd) => Promise<void>
}

/** For whoever runs an action without a store around it. */
export const NO_EVIDENCE: AttemptRecorder = {
  keep: () => Promise.resolve(),
  miss: () => Promise.resolve(),
  picture: () => Promise.resolve(),
  decided: () => undefined,
  observer: { command: () => undefined, screen: () => undefined },
  begin: () => undefined,
  failed: () => Promise.resolve(),
  end: () => Promise.resolve(),
}

/** The attempt that evidence is taken of. */
export interface RecordedAttempt {
  process_id: string
  queue_item_id: string
  attempt: number
  phone_id: string
  serial: string
  /** The app's package and its driver pack. */
  package_name: string
  pack_hash: string
  /** Of the run: nothing is asked of the phone after it aborts. */
  signal: AbortSignal
}

export type StartRecording = (attempt: RecordedAttempt) => AttemptRecorder
