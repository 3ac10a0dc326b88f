import { appendFileSync } from 'node:fs'
import type { Static } from 'typebox'
import type { Process, Timeline } from '../../src/http/answer-schemas.ts'
import type { PhoneStory } from '../e2e/support/phone-story.ts'

/** A process as the API tells it. */
export type ProcessTold = Static<typeof Process>
export type TimelineEvent = Static<typeof Timeline>['events'][number]

/** What the checker did and saw, in the order in which it saw it. Times are ISO-8601 UTC, of the one clock that all parts of a run share. */
export interface History {
  /** Daemons: when each was started and when it was ended. */
  lives: Life[]
  /** Idempotency keys with everything that was asked and answered for them. */
  requests: RequestTold[]
  /** Answers to GET /processes/{id}; one that told nothing new is only counted. */
  sightings: Sighting[]
  polls: number
  cancels: CancelTold[]
  pauses: PauseTold[]
  /** Every try of every callback, as it came in. */
  callbacks: CallbackTold[]
  /** Answers that no caller should ever get. */
  surprises: Surprise[]
  /** What everybody tells when all has come to rest. */
  end: Ending
}

export interface Life {
  started_at: string
  ended_at: string
  /** SIGKILL, or the exit code. */
  how: string
  /** Whether its Appium was frozen first, so that its sessions outlived it. */
  frozen: boolean
}

/** What an accepted edit asks of a profile. */
export interface WantedEdit {
  account_id: string
  field: 'display_name' | 'username' | 'bio'
  value: string
}

export interface RequestTold {
  /** `process_type/system/request_id`. */
  key: string
  system: string
  mode: 'manual' | 'unattended'
  edits: WantedEdit[]
  answers: Acknowledgement[]
}

export interface Acknowledgement {
  at: string
  status: 200 | 202
  process_id: string
  /** Whether this body was another one than the first. */
  differs: boolean
  mismatch: boolean
}

export interface Sighting {
  asked_at: string
  at: string
  process: ProcessTold
}

export interface CancelTold {
  process_id: string
  strategy: string
  asked_at: string
  at: string
  /** `cancel_requested` or `ignored_terminal`. */
  status: string
}

/** A phone on which nothing may begin from `at` until somebody asks to resume it. */
export interface PauseTold {
  phone_id: string
  at: string
  resume_asked_at: string
}

export interface CallbackTold {
  at: string
  webhook_id: string
  delivery_id: string
  process_id: string
  sequence: number
  milestone: string
  process_status: string
  /** SHA-256 of the raw body. */
  digest: string
  signed: boolean
  /** What we answered. */
  answered: number
}

export interface Surprise {
  at: string
  what: string
  status: number
  answer: unknown
}

export interface PhoneTold extends PhoneStory {
  phone_id: string
}

export interface MaintenanceTold {
  phone_id: string
  since: string
  released_at: string | null
}

export interface AccountTold {
  account_id: string
  phone_id: string
  username: string
}

export interface Ending {
  /** Unfinished processes after a minute without any progress; empty when all came to rest. */
  stuck: string[]
  /** Deliveries that were still awaited then, as `process_id`. */
  untold: string[]
  processes: ProcessTold[]
  timelines: Record<string, TimelineEvent[]>
  phones: PhoneTold[]
  /** When the daemon itself had a phone in its hands. */
  maintenance: MaintenanceTold[]
  accounts: AccountTold[]
  /** `GET /metrics`; null when there is no such route. */
  metrics: string | null
  /** How the last daemon ended after SIGTERM. */
  exit: string
  /** What is left then: processes, forwards, files, by name. */
  leftovers: string[]
  /** What the database file tells of itself then, one line a complaint. */
  database: string[]
}

/** Keeps the history in memory, and every entry as one line of JSON in `file`. */
export function createRecorder(file: string): Recorder {
  const history: History = {
    lives: [],
    requests: [],
    sightings: [],
    polls: 0,
    cancels: [],
    pauses: [],
    callbacks: [],
    surprises: [],
    end: NOTHING_YET,
  }
  const newest = new Map<string, string>()
  const write = (kind: string, entry: object) =>
    appendFileSync(file, `${JSON.stringify({ kind, ...entry })}\n`)

  return {
    history,
    life: (life) => add('life', history.lives, life),
    /** A key that is about to be used; its answers follow by `acknowledged`. */
    request: (request) => add('request', history.requests, request),
    acknowledged(request, answer) {
      request.answers.push(answer)
      write('acknowledged', { key: request.key, ...answer })
    },
    sighting(seen) {
      history.polls++
      const text = JSON.stringify(seen.process)
      if (newest.get(seen.process.process_id) === text) return false
      newest.set(seen.process.process_id, text)
      add('sighting', history.sightings, seen)
      return true
    },
    cancel: (cancel) => add('cancel', history.cancels, cancel),
    pause: (pause) => add('pause', history.pauses, pause),
    callback: (callback) => add('callback', history.callbacks, callback),
    surprise: (surprise) => add('surprise', history.surprises, surprise),
    end(end) {
      history.end = end
      write('end', end)
    },
  }

  function add<T extends object>(kind: string, list: T[], entry: T): void {
    list.push(entry)
    write(kind, entry)
  }
}

export interface Recorder {
  readonly history: History
  life: (life: Life) => void
  request: (request: RequestTold) => void
  acknowledged: (request: RequestTold, answer: Acknowledgement) => void
  /** @returns whether it told something new of its process */
  sighting: (seen: Sighting) => boolean
  cancel: (cancel: CancelTold) => void
  pause: (pause: PauseTold) => void
  callback: (callback: CallbackTold) => void
  surprise: (surprise: Surprise) => void
  end: (end: Ending) => void
}

/** Before anything has come to rest. */
export const NOTHING_YET: Ending = {
  stuck: [],
  untold: [],
  processes: [],
  timelines: {},
  phones: [],
  maintenance: [],
  accounts: [],
  metrics: null,
  exit: '',
  leftovers: [],
  database: [],
}
