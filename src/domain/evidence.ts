/** What is kept of an attempt. */
export const EVIDENCE_KINDS = [
  /** PNG of the screen. */
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
] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** Why a piece is not there. */
export type MissingReason = 'not_taken' | 'failed' | 'no_room' | 'pruned'

/** One piece, as whoever saw it hands it over. */
export interface Evidence {
  kind: EvidenceKind
  /** What it belongs to: `{ video_id, decision }`, `{ step }`, `{ dialog }` …; ends up in the listing and is scrubbed of secrets. */
  detail: Record<string, string | number | boolean | null>
  content: Buffer | string
}

/**
 * Takes evidence of one attempt while it runs. Never throws and never holds a run up for long: what cannot be kept is listed as missing,
 * with why.
 */
export interface EvidenceRecorder {
  keep: (evidence: Evidence) => Promise<void>
  /** Says that a piece that would be expected is not there. */
  miss: (
    kind: EvidenceKind,
    reason: MissingReason,
    detail: Evidence['detail'],
    why: string,
  ) => Promise<void>
}

/** For whoever runs an action without a store around it. */
export const NO_EVIDENCE: EvidenceRecorder = {
  keep: () => Promise.resolve(),
  miss: () => Promise.resolve(),
}
