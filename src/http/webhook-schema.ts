import Type from 'typebox'
import { Milestone } from '../domain/process.ts'
import { Process } from './answer-schemas.ts'

/** The body of a callback: what happened, and the whole record as it was at that moment (source: contract, "Callbacks"). */
export const ProcessUpdated = Type.Object(
  {
    event_type: Type.Literal('process.updated'),
    delivery_id: Type.String({
      description: 'One per message, the same over its tries; equals the header `webhook-id`.',
    }),
    sequence: Type.Integer({ minimum: 1, description: 'Counts the messages of the process without a gap.' }),
    milestone: Milestone,
    emitted_at: Type.String({ format: 'date-time', description: 'When the milestone was reached.' }),
    process: Process,
  },
  { additionalProperties: false },
)
