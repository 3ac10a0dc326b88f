type Schema = Record<string, unknown>

/** Keywords whose values are data: what looks like a keyword in them is none. */
export const DATA_KEYWORDS: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples'])

/** Deeper samples are not needed to satisfy a contract of a few fields, and a schema may refer to itself. */
const DEEPEST = 8

/** Subschemas looked at for one sample: references can multiply without end. */
const MOST_STEPS = 2000

/** What one sample is made with. */
interface Making {
  root: Schema
  /** Which of the alternatives of `anyOf` and `oneOf`. */
  alternative: number
  stepsLeft: number
}

/**
 * Builds an object that has a good chance of satisfying a JSON Schema: the required properties, each by its own schema. It knows the
 * everyday keywords (type, const, enum, default, limits, $ref within the document, allOf, anyOf, oneOf); what it cannot satisfy the
 * validator will tell.
 * @param alternative which member of every `anyOf` and `oneOf` to satisfy, from 0; counted around when there are fewer
 */
export function sampleOf(schema: Schema, alternative: number): Schema {
  const value = sample(schema, { root: schema, alternative, stepsLeft: MOST_STEPS }, 0)
  return isSchema(value) ? value : {}
}

function sample(schema: unknown, making: Making, depth: number): unknown {
  if (making.stepsLeft-- <= 0 || !isSchema(schema) || depth > DEEPEST) return null
  const whole = merged(schema, making)
  if ('const' in whole) return whole['const']
  if (Array.isArray(whole['enum'])) return whole['enum'][0]
  if ('default' in whole) return whole['default']
  if (Array.isArray(whole['examples'])) return whole['examples'][0]
  switch (typeOf(whole)) {
    case 'string':
      return 'a'.repeat(Math.max(1, limit(whole, 'minLength')))
    case 'integer':
      return Math.ceil(numberOf(whole))
    case 'number':
      return numberOf(whole)
    case 'boolean':
      return true
    case 'array':
      return Array.from({ length: Math.min(limit(whole, 'minItems'), Math.max(0, making.stepsLeft)) }, () =>
        sample(whole['items'], making, depth + 1),
      )
    case 'object':
      return objectOf(whole, making, depth)
    default:
      return null
  }
}

function objectOf(schema: Schema, making: Making, depth: number): Schema {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : []
  return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {}, making, depth + 1)]))
}

/** The schema with its reference, every `allOf` and one of its `anyOf` and `oneOf` laid into it. */
function merged(schema: Schema, making: Making, depth = 0): Schema {
  const parts = [
    resolved(schema['$ref'], making.root),
    ...listOf(schema['allOf']),
    alternativeOf(schema['anyOf'], making),
    alternativeOf(schema['oneOf'], making),
  ]
  if (depth > DEEPEST || making.stepsLeft-- <= 0) return schema
  return parts
    .filter(isSchema)
    .reduce<Schema>((whole, part) => both(whole, merged(part, making, depth + 1)), schema)
}

function alternativeOf(value: unknown, { alternative }: Making): unknown {
  const members = listOf(value)
  return members[alternative % members.length]
}

function both(a: Schema, b: Schema): Schema {
  const properties = [a, b].map((schema) => schema['properties']).filter(isSchema)
  const required = [a, b].flatMap((schema) => listOf(schema['required']))
  return { ...b, ...a, properties: Object.assign({}, ...properties.toReversed()), required }
}

/** A reference within the document, such as `#/$defs/decision`. */
function resolved(reference: unknown, root: Schema): unknown {
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined
  const steps = reference.split('/').slice(1)
  return steps.reduce<unknown>((at, step) => {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    return isSchema(at) && Object.hasOwn(at, name) ? at[name] : undefined
  }, root)
}

function typeOf(schema: Schema): unknown {
  const type = listOf(schema['type'])[0] ?? schema['type']
  if (type !== undefined) return type
  return listOf(schema['required']).length > 0 ? 'object' : 'string'
}

function numberOf(schema: Schema): number {
  const least = schema['minimum'] ?? schema['exclusiveMinimum']
  const most = schema['maximum'] ?? schema['exclusiveMaximum']
  if (typeof least === 'number' && typeof most === 'number') return (least + most) / 2
  if (typeof least === 'number') return least + 1
  return typeof most === 'number' ? most - 1 : 0
}

function limit(schema: Schema, keyword: string): number {
  const value = schema[keyword]
  return typeof value === 'number' && value > 0 ? Math.min(value, MOST_STEPS) : 0
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
