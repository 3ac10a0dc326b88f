import Type, { type Static } from 'typebox'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** What is known of a phone's battery and of how it is used; null is what the phone does not tell. */
export const PhoneCare = Type.Object(
  {
    /** When the phone was asked last, ISO-8601 UTC. */
    read_at: Type.String(),
    /** Percent of what the battery holds now. */
    level: nullable(Type.Integer()),
    temperature_c: nullable(Type.Number()),
    status: Type.Enum(['unknown', 'charging', 'discharging', 'not_charging', 'full']),
    health: Type.Enum(['unknown', 'good', 'overheat', 'dead', 'over_voltage', 'failure', 'cold']),
    /** A charger or a host gives power. */
    powered: nullable(Type.Boolean()),
    cycles: nullable(Type.Integer()),
    /** What a full battery holds, as its gauge counts it. */
    full_mah: nullable(Type.Integer()),
    /** Percent of what it was made for, or held at first, that is gone. */
    lost_percent: nullable(Type.Integer()),
    /** Signs that the battery may swell; empty when nothing smells. */
    warnings: Type.Array(Type.String()),
    /** That runs have held it within the last 24 hours. */
    worked_minutes: Type.Integer(),
  },
  { additionalProperties: false },
)
export type PhoneCare = Static<typeof PhoneCare>
