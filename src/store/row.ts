import Type, { type TSchema } from 'typebox'

/** A column that may be NULL. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** A flag column: SQLite has no booleans. */
export const Flag = Type.Union([Type.Literal(0), Type.Literal(1)])
