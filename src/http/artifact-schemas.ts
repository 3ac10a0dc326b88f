import Type from 'typebox'
import { EVIDENCE_KINDS, MISSING_REASONS } from '../domain/evidence.ts'

const Text = Type.String()
const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])

const reasons = Object.entries(MISSING_REASONS).map(([reason, meaning]) => `- \`${reason}\`: ${meaning}`)

/** One piece of evidence of an attempt. */
export const Artifact = Type.Object(
  {
    artifact_id: Text,
    kind: Type.Enum(EVIDENCE_KINDS),
    name: Type.String({ description: 'File name for people, unique within the attempt.' }),
    queue_item_id: Text,
    attempt: Type.Integer({ minimum: 1 }),
    at: Type.String({ format: 'date-time' }),
    sha256: Type.Union([Text, Type.Null()]),
    bytes: Type.Integer({ minimum: 0 }),
    content_type: Text,
    detail: Type.Record(Text, Scalar, {
      description: 'What it belongs to: moment, video, author, keyword, field, why it is missing …',
    }),
    missing: Type.Union([Type.Enum(Object.keys(MISSING_REASONS)), Type.Null()], {
      description: `Why there are no bytes, null when there are.\n${reasons.join('\n')}`,
    }),
  },
  { additionalProperties: false },
)

export const ArtifactPage = Type.Object(
  { artifacts: Type.Array(Artifact), next_cursor: Type.Union([Text, Type.Null()]) },
  { additionalProperties: false },
)
