import * as fc from 'fast-check'

/** What is read of a JSON Schema; the document uses no other keywords that narrow a value. */
export interface Schema {
  $ref?: string
  type?: string | readonly string[]
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly Schema[]
  allOf?: readonly Schema[]
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  patternProperties?: Readonly<Record<string, Schema>>
  additionalProperties?: boolean | Schema
  minProperties?: number
  items?: Schema
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
}

export interface Vocabulary {
  /** Named schemas of the document. */
  schemas: Readonly<Record<string, Schema>>
  /** Values that mean something to the farm, by the name of their member: without them every request would end at "unknown account". */
  meaningful: Readonly<Record<string, readonly unknown[]>>
}

/** Longest strings and lists that are made: what is longer is a mutation's business. */
const MOST = 12

const REFERENCE = '#/components/schemas/'

/** Values that satisfy the schema. */
export function validValue(schema: Schema, words: Vocabulary, name = ''): fc.Arbitrary<unknown> {
  const meaningful = words.meaningful[name]
  const any = plainValue(schema, words, name)
  return meaningful === undefined
    ? any
    : fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...meaningful) }, { weight: 1, arbitrary: any })
}

function plainValue(schema: Schema, words: Vocabulary, name: string): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return validValue(referred(schema.$ref, words), words, name)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => validValue(one, words, name)))
  const types = [schema.type ?? 'anything'].flat()
  return fc.oneof(...types.map((type) => ofType(type, schema, words)))
}

function referred(reference: string, { schemas }: Vocabulary): Schema {
  const schema = schemas[reference.slice(REFERENCE.length)]
  if (!schema) throw new Error(`the document has no ${reference}`)
  return schema
}

function ofType(type: string, schema: Schema, words: Vocabulary): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return objectOf(schema, words)
    case 'array':
      return listOf(schema, words)
    case 'string':
      return textOf(schema)
    case 'integer':
      return fc.integer({
        min: schema.minimum ?? -1000,
        max: schema.maximum ?? Math.max(schema.minimum ?? 0, 1000),
      })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function objectOf(schema: Schema, words: Vocabulary): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], patternProperties = {} } = schema
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, validValue(member, words, name)]),
  )
  const known = fc.record(members, { requiredKeys: required.filter((name) => name in members) })
  const [free] = Object.values(patternProperties)
  if (!free) return known
  return fc
    .tuple(
      known,
      fc.dictionary(fc.string({ minLength: 1, maxLength: MOST }), validValue(free, words), { maxKeys: 3 }),
    )
    .map(([named, others]) => ({ ...others, ...named }))
}

function listOf(
  { items = {}, minItems = 0, maxItems = MOST, uniqueItems }: Schema,
  words: Vocabulary,
): fc.Arbitrary<unknown> {
  const lengths = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, MOST)) }
  const item = validValue(items, words)
  if (uniqueItems !== true) return fc.array(item, lengths)
  return fc.uniqueArray(item, { ...lengths, selector: (value) => JSON.stringify(value) })
}

function textOf({ minLength = 0, maxLength = MOST, pattern }: Schema): fc.Arbitrary<string> {
  const lengths = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, MOST)) }
  if (pattern === undefined) return fc.string({ ...lengths, unit: 'grapheme' })
  const wanted = new RegExp(pattern, 'u')
  // fast-check makes no strings for what looks ahead; it only narrows what it stands before.
  const wider = new RegExp(pattern.replaceAll(/\(\?!.*?\)/g, ''), 'u')
  return fc.stringMatching(wider).filter((text) => wanted.test(text) && text.length <= maxLength)
}
