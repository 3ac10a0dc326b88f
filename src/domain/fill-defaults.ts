import Type, { type TSchema } from 'typebox'
import Value from 'typebox/value'

/** Gives back the value with its defaults; what is filled in is in copies, the value itself is left as it is. */
export type FillDefaults = (value: unknown) => unknown

/**
 * Reads once where a schema has defaults and then touches only these places: TypeBox's own `Default` copies the whole document and checks
 * every branch of every union each time, a fifth of the cost of taking a request in.
 */
export function createFillDefaults(schema: TSchema): FillDefaults {
  return fillerOf(schema) ?? ((value) => value)
}

/** Null: there is no default anywhere in the schema. */
function fillerOf(schema: TSchema): FillDefaults | null {
  const inner = innerFillerOf(schema)
  if (!('default' in schema)) return inner
  return (value) => {
    // A copy for each: what is filled in belongs to the document and may be changed with it.
    const filled = value === undefined ? structuredClone(schema.default) : value
    return inner === null ? filled : inner(filled)
  }
}

function innerFillerOf(schema: TSchema): FillDefaults | null {
  if (Type.IsObject(schema)) return objectFiller(schema.properties)
  if (!hasDefaultInside(schema)) return null
  // Which branch of a union is meant, and the like, is TypeBox's to know; no schema of a hot path comes here.
  return (value) => Value.Default(schema, structuredClone(value))
}

function objectFiller(properties: Readonly<Record<string, TSchema>>): FillDefaults | null {
  const fillers = Object.entries(properties).flatMap(([key, schema]) => {
    const fill = fillerOf(schema)
    return fill === null ? [] : [{ key, fill }]
  })
  if (fillers.length === 0) return null
  return (value) => {
    if (!isRecord(value)) return value
    const filled = { ...value }
    for (const { key, fill } of fillers) {
      const member = fill(value[key])
      if (member !== undefined) filled[key] = member
    }
    return filled
  }
}

/** Whether a default stands anywhere below the schema's own level. */
function hasDefaultInside(schema: TSchema): boolean {
  return Object.values(schema).some(
    (part: unknown) =>
      typeof part === 'object' && part !== null && JSON.stringify(part).includes('"default":'),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
