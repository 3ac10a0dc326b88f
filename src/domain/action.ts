import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { JudgingCounts } from './decision.ts'
import { EditProfileParams } from './maintenance-inputs.ts'
import { DefaultedInput, FypWarmupInputs, KeywordWarmupInputs } from './warmup-inputs.ts'

/** Inputs that the caller left out and that the account's snapshot may fill when a run begins; left out when there is none. */
const LEFT_OUT = { left_out: Type.Optional(Type.Array(DefaultedInput)) }

/** What one queue item does, as stored in `actions.action`. */
export const Action = Type.Union([
  Type.Object({ name: Type.Literal('keyword_warmup'), inputs: KeywordWarmupInputs, ...LEFT_OUT }),
  Type.Object({ name: Type.Literal('fyp_warmup'), inputs: FypWarmupInputs, ...LEFT_OUT }),
  Type.Object({ name: Type.Literal('edit_profile'), params: EditProfileParams }),
])
export type Action = Static<typeof Action>

const action = Compile(Action)

/** Reads a stored action. @throws when the row does not fit this build's schema */
export const parseAction = (json: string): Action => action.Parse(JSON.parse(json))

const Count = Type.Integer({ minimum: 0 })

/** Counts of one keyword, as results show them. */
export const KeywordCounts = Type.Object({
  keyword: Type.String(),
  seen: Count,
  watched: Count,
  skipped: Count,
})
export type KeywordCounts = Static<typeof KeywordCounts>

/** How far a warmup has come; stored after every video, so that another attempt goes on and counts no video twice. */
export const WarmupProgress = Type.Object({
  kind: Type.Literal('warmup'),
  videos_seen: Count,
  videos_watched: Count,
  videos_skipped: Count,
  seconds_watched: Type.Number({ minimum: 0 }),
  /** Milliseconds of work so far over all attempts, against `max_minutes`. */
  worked_ms: Type.Number({ minimum: 0 }),
  keywords: Type.Array(KeywordCounts),
  /** Fingerprints of the videos counted so far, oldest first. */
  fingerprints: Type.Array(Type.String()),
  /** Their authors, by which a video is known again before the rest of it has loaded; left out in progress of earlier builds. */
  authors: Type.Optional(Type.Array(Type.String())),
  /** Of all decisions that are stored, those whose video was not counted included; left out in progress of earlier builds. */
  judging: Type.Optional(JudgingCounts),
})
export type WarmupProgress = Static<typeof WarmupProgress>

const FieldOutcome = Type.Object({
  before: Type.String(),
  after: Type.String(),
  changed: Type.Boolean(),
  verified: Type.Boolean(),
})

/** How far an `edit_profile` has come. `before` is what the first attempt read, kept over later ones. */
export const EditProgress = Type.Object({
  kind: Type.Literal('edit_profile'),
  fields: Type.Object({
    display_name: Type.Optional(FieldOutcome),
    username: Type.Optional(FieldOutcome),
    bio: Type.Optional(FieldOutcome),
  }),
})
export type EditProgress = Static<typeof EditProgress>

export const ActionProgress = Type.Union([WarmupProgress, EditProgress])
export type ActionProgress = Static<typeof ActionProgress>

const progress = Compile(ActionProgress)

/** Reads stored progress. @throws when the row does not fit this build's schema */
export const parseProgress = (json: string): ActionProgress => progress.Parse(JSON.parse(json))

/** What one item achieved; becomes `result.items[]` beside its ids. Free of device words, stored as JSON. */
export type ItemResult = Record<string, unknown>

/** What an action is given of its account. */
export interface ActionAccount {
  account_id: string
  app: string
  /** Must be the one signed in before anything is changed or watched. */
  username: string
}
