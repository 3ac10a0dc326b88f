import Type, { type Static } from 'typebox'

/** How a phone's screen is read at the moment, as callers see it. */
export const ScreenReading = Type.Object(
  {
    by: Type.Enum(['hierarchy', 'picture'], {
      description:
        '`picture`: it does not tell its hierarchy of views in time, so the words on a picture of it are read.',
    }),
    since: Type.String({ format: 'date-time' }),
    latency_ms: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
      description: 'What telling its hierarchy takes the phone, smoothed; null before the first time.',
    }),
    deadline_ms: Type.Integer({
      minimum: 0,
      description: 'What the next reading is given before a picture is taken.',
    }),
  },
  { additionalProperties: false },
)
export type ScreenReading = Static<typeof ScreenReading>
