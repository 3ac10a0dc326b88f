/** What is being tried on a phone, or that it is in quarantine, as callers see it. Times are ISO-8601 UTC. */
export interface RecoveryView {
  symptom: string
  /** A rung, or `quarantine`. */
  rung: string
  began_at: string
  /** Null while it goes on. */
  ended_at: string | null
  /** `helped`, `did_not_help`, `not_possible`, `interrupted`; of a quarantine `readmitted` or `proved_well`. */
  outcome: string | null
  /** What was wrong, and what went wrong. */
  detail: string | null
  incident_id: string | null
}

/** How a rung has done on a phone within the last week. */
export interface RungRecord {
  rung: string
  helped: number
  did_not_help: number
}

/** What went wrong with one phone, a hub, or all of this host's phones at once. */
export interface IncidentView {
  incident_id: string
  scope: 'phone' | 'hub' | 'host'
  subject: string
  symptom: string
  reason: string
  phone_ids: string[]
  began_at: string
  ended_at: string | null
  outcome: string | null
}
