import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

// What the client's src/api.ts says, made from the document that the daemon serves: nothing of the API is written down a second time.

const Schema = Type.Record(Type.String(), Type.Unknown())
type Schema = Static<typeof Schema>
const Bodies = Type.Record(Type.String(), Type.Object({ schema: Schema }))
const Operation = Type.Object({
  operationId: Type.String(),
  summary: Type.String(),
  parameters: Type.Optional(
    Type.Array(Type.Object({ name: Type.String(), in: Type.String(), schema: Schema })),
  ),
  requestBody: Type.Optional(Type.Object({ content: Bodies })),
  responses: Type.Record(Type.String(), Type.Object({ content: Type.Optional(Bodies) })),
})
type Operation = Static<typeof Operation>
const Document = Type.Object({
  paths: Type.Record(Type.String(), Type.Record(Type.String(), Operation)),
  components: Type.Object({ schemas: Type.Record(Type.String(), Schema) }),
})

const document = Compile(Document)
const aSchema = Compile(Schema)
const someSchemas = Compile(Type.Array(Schema))
const byName = Compile(Type.Record(Type.String(), Schema))
const names = Compile(Type.Array(Type.String()))

const HEAD = `// Written by scripts/write-client-types.ts from /openapi.json; a test compares. Do not edit.
/* oxlint-disable max-lines */
`

/** The text of clients/typescript/src/api.ts. @throws when the document has a form that this does not know */
export function clientTypes(told: unknown): string {
  const { paths, components } = document.Parse(told)
  const types = Object.entries(components.schemas).map(
    ([name, schema]) => `${comment(schema, '')}export type ${name} = ${typeOf(schema, '')}\n`,
  )
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const shapes = operations.map(({ operation }) => shapeOf(operation))
  const table = operations.map(
    ({ path, method, operation }) =>
      `  ${operation.operationId}: { method: '${method}', path: '${path}', answer: '${answerOf(operation).kind}' },\n`,
  )
  return [
    HEAD,
    ...types,
    '/** What each operation is given and what it answers. */',
    `export interface Operations {\n${shapes.join('')}}\n`,
    '/** Where each operation is. */',
    `export const OPERATIONS = {\n${table.join('')}} as const satisfies Record<keyof Operations, object>\n`,
  ].join('\n')
}

function shapeOf(operation: Operation): string {
  const { operationId, summary, parameters = [], requestBody } = operation
  const part = (place: string, optional: '?' | '') => {
    const fields = parameters.filter((parameter) => parameter.in === place)
    if (fields.length === 0) return []
    const lines = fields.map(({ name, schema }) => `${name}${optional}: ${typeOf(schema, '      ')}`)
    return [`${place}${optional}: { ${lines.join('; ')} }`]
  }
  const body = requestBody?.content['application/json']?.schema
  const input = [
    ...part('path', ''),
    ...part('query', '?'),
    ...(body === undefined ? [] : [`body: ${typeOf(body, '    ')}`]),
  ]
  return `  /** ${summary}. */
  ${operationId}: {
    input: ${input.length === 0 ? 'Record<string, never>' : `{ ${input.join('; ')} }`}
    answer: ${answerOf(operation).type}
  }
`
}

/** JSON is read, text is read, and of everything else (pictures, archives, streams) the caller gets the response itself. */
function answerOf({ responses }: Operation): { kind: 'json' | 'text' | 'none' | 'response'; type: string } {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  const contents = good.flatMap(([, { content }]) => (content === undefined ? [] : [content]))
  const json = contents.flatMap(({ ['application/json']: body }) => (body === undefined ? [] : [body.schema]))
  const isBinary = contents.some((content) =>
    Object.values(content).some(({ schema }) => schema['format'] === 'binary'),
  )
  if (isBinary) return { kind: 'response', type: 'Response' }
  if (json.length > 0) {
    return { kind: 'json', type: [...new Set(json.map((schema) => typeOf(schema, '    ')))].join(' | ') }
  }
  if (contents.some((content) => 'text/plain' in content)) return { kind: 'text', type: 'string' }
  return contents.length === 0 ? { kind: 'none', type: 'undefined' } : { kind: 'response', type: 'Response' }
}

function typeOf(schema: Schema, indent: string): string {
  if (typeof schema['$ref'] === 'string') return schema['$ref'].split('/').at(-1) ?? 'unknown'
  if ('const' in schema) return literal(schema['const'])
  if (Array.isArray(schema['enum'])) return schema['enum'].map(literal).join(' | ')
  for (const [word, sign] of [
    ['anyOf', ' | '],
    ['allOf', ' & '],
  ] as const) {
    if (!(word in schema)) continue
    const types = someSchemas.Parse(schema[word]).map((one) => typeOf(one, indent))
    return [...new Set(types)].join(sign)
  }
  return ofType(schema, indent)
}

function ofType(schema: Schema, indent: string): string {
  switch (schema['type']) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema['type']
    case 'number':
    case 'integer':
      return 'number'
    case 'array': {
      const item = 'items' in schema ? typeOf(aSchema.Parse(schema['items']), indent) : 'unknown'
      return /^\w+$/.test(item) ? `${item}[]` : `(${item})[]`
    }
    case 'object':
      return ofObject(schema, indent)
    case undefined:
      return 'unknown'
    default:
      throw new Error(`a schema of type ${String(schema['type'])} has no type of ours`)
  }
}

function ofObject(schema: Schema, indent: string): string {
  if ('patternProperties' in schema) {
    const [values] = Object.values(byName.Parse(schema['patternProperties']))
    return `Record<string, ${typeOf(values ?? {}, indent)}>`
  }
  if (!('properties' in schema)) return 'Record<string, unknown>'
  const required = new Set('required' in schema ? names.Parse(schema['required']) : [])
  const inner = `${indent}  `
  const fields = Object.entries(byName.Parse(schema['properties'])).map(
    ([name, member]) =>
      `${comment(member, inner)}${inner}${name}${required.has(name) ? '' : '?'}: ${typeOf(member, inner)}\n`,
  )
  return `{\n${fields.join('')}${indent}}`
}

function comment({ description }: Schema, indent: string): string {
  if (typeof description !== 'string') return ''
  const lines = description.replaceAll('*/', '* /').split('\n')
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : JSON.stringify(value)
}
