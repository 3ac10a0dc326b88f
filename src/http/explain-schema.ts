import Type from 'typebox'
import { ERROR_CATEGORIES } from '../domain/errors.ts'
import { EVIDENCE_KINDS } from '../domain/evidence.ts'
import { WAITING_CODES } from '../domain/explain.ts'

const Text = Type.String()
const Time = Type.String({ format: 'date-time' })
const MaybeTime = Type.Union([Time, Type.Null()])

const ErrorSummary = { message: Text, category: Type.Enum(ERROR_CATEGORIES) }

/** Every code with its meaning, for whoever reads `/openapi.json`. */
const codes = Object.entries(WAITING_CODES).map(([code, meaning]) => `- \`${code}\`: ${meaning}`)

const Waiting = Type.Object(
  {
    queue_item_id: Text,
    code: Type.Enum(Object.keys(WAITING_CODES), { description: codes.join('\n') }),
    message: Type.String({ description: 'A sentence for people.' }),
    since: Time,
    until: MaybeTime,
  },
  { additionalProperties: false },
)

const Attempt = Type.Object(
  {
    attempt: Type.Integer({ minimum: 1 }),
    started_at: Time,
    ended_at: MaybeTime,
    outcome: Type.Union([Text, Type.Null()]),
    error: Type.Union([Type.Object(ErrorSummary, { additionalProperties: false }), Type.Null()]),
  },
  { additionalProperties: false },
)

const FailureArtifact = Type.Object(
  {
    artifact_id: Text,
    kind: Type.Enum(EVIDENCE_KINDS),
    name: Text,
    missing: Type.Union([Text, Type.Null()]),
  },
  { additionalProperties: false },
)

const FailureProposal = Type.Object(
  {
    artifact_id: Text,
    lost: Type.String({ description: 'What the pack has lost: `the element open_search`.' }),
    score: Type.Number({ description: 'How sure it is, 0 to 1.' }),
  },
  { additionalProperties: false },
)

const Failure = Type.Object(
  {
    queue_item_id: Text,
    ...ErrorSummary,
    evidence: Type.Union([
      Type.Object(
        {
          attempts: Type.Array(Attempt),
          timeline: Type.String({ description: 'Path of the timeline.' }),
          artifacts: Type.Array(FailureArtifact, { description: 'What was kept of the last attempt.' }),
          proposals: Type.Array(FailureProposal, {
            description:
              'How the driver pack could find again what it has lost: JSON Patches in the artifacts, for a person to judge.',
          }),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
  },
  { additionalProperties: false },
)

/** Answer of GET /processes/{process_id}/explain; reasons stand by item, the most decisive first. */
export const Explanation = Type.Object(
  {
    process_id: Text,
    status: Type.Enum(['queued', 'executing', 'retrying', 'completed', 'failed_terminal', 'cancelled']),
    waiting: Type.Array(Waiting),
    failures: Type.Array(Failure),
  },
  { additionalProperties: false },
)
