import { COMPONENTS } from './components.ts'

/** A value as it stands in the document: JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

const NAMES = new Map<unknown, string>(Object.entries(COMPONENTS).map(([name, schema]) => [schema, name]))

/** The name under which the schema stands in the document; undefined when it stands where it is used. */
export function schemaName(schema: unknown): string | undefined {
  return NAMES.get(schema)
}

/** A schema, or a reference to it when it has a name. */
export function referred(schema: unknown): Json {
  const name = schemaName(schema)
  return name === undefined ? inlined(schema) : { $ref: `#/components/schemas/${name}` }
}

/** A copy of plain JSON in which the named schemas inside are references; what TypeBox keeps for itself is not enumerable or starts with `~`. */
export function inlined(value: unknown): Json {
  if (Array.isArray(value)) return value.map(referred)
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(withoutFilled(value)).filter(
      ([name, member]) => !name.startsWith('~') && member !== undefined,
    )
    return Object.fromEntries(entries.map(([name, member]) => [name, referred(member)]))
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return null
}

/** What has a default may be left out, although a checked request always has it. */
function withoutFilled(schema: object): object {
  if (!('required' in schema && 'properties' in schema)) return schema
  const { required, properties } = schema
  if (!Array.isArray(required) || typeof properties !== 'object' || properties === null) return schema
  const filled = new Set(
    Object.entries(properties).flatMap(([name, member]) => ('default' in member ? [name] : [])),
  )
  return { ...schema, required: required.filter((name) => !filled.has(name)) }
}
