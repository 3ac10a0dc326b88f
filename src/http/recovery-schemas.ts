import Type, { type TSchema } from 'typebox'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const Time = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })

/** A rung that was tried on a phone, or a quarantine. */
export const PhoneRecovery = Type.Object(
  {
    symptom: Text,
    rung: Text,
    began_at: Time,
    ended_at: nullable(Time),
    outcome: nullable(Text),
    detail: nullable(Text),
    incident_id: nullable(Text),
  },
  { additionalProperties: false },
)

export const RecoveryPage = Type.Object(
  {
    recoveries: Type.Array(PhoneRecovery),
    next_cursor: nullable(Text),
    rungs: Type.Array(
      Type.Object({ rung: Text, helped: Count, did_not_help: Count }, { additionalProperties: false }),
      { description: 'How each rung has done on this phone within the last week.' },
    ),
  },
  { additionalProperties: false },
)

export const IncidentPage = Type.Object(
  {
    incidents: Type.Array(
      Type.Object(
        {
          incident_id: Text,
          scope: Type.Enum(['phone', 'hub', 'host']),
          subject: Text,
          symptom: Text,
          reason: Text,
          phone_ids: Type.Array(Text),
          began_at: Time,
          ended_at: nullable(Time),
          outcome: nullable(Text),
        },
        { additionalProperties: false },
      ),
    ),
    next_cursor: nullable(Text),
  },
  { additionalProperties: false },
)
