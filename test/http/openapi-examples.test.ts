import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { openApi } from '../../src/http/openapi.ts'
import { EXAMPLES } from '../../src/http/openapi-examples.ts'
import { STATUS } from '../../src/http/error-response.ts'
import { NAMES } from '../../src/http/operation-names.ts'
import { everyRoute } from './support/all-routes.ts'

const folder = new URL('data/examples/', import.meta.resolve('#package.json'))

interface Body {
  schema: { $ref?: string; format?: string }
  examples?: Record<string, { $ref: string }>
}
interface Described {
  operationId: string
  requestBody?: { content: Record<string, Body> }
  responses: Record<string, { content?: Record<string, Body> }>
}
interface Document {
  paths: Record<string, Record<string, Described>>
  webhooks: Record<string, Record<string, Described>>
  components: { examples: Record<string, { value: unknown }>; schemas: Record<string, object> }
}

const document = JSON.parse(JSON.stringify(openApi(everyRoute(), '0.0.0-test'))) as Document

const operations = [...Object.values(document.paths), ...Object.values(document.webhooks)].flatMap(
  (methods) => Object.values(methods),
)

/** Every JSON body of an operation, its own and those of its answers. */
function bodiesOf({ requestBody, responses }: Described): [string, Body][] {
  const contents = [requestBody, ...Object.values(responses)].map((part) => part?.content ?? {})
  return contents.flatMap((content) =>
    Object.entries(content).filter(
      ([type, { schema }]) => /[/+]json$/.test(type) && schema.format !== 'binary',
    ),
  )
}

test('every body has an example, but the document itself', () => {
  const without = operations.flatMap((operation) =>
    bodiesOf(operation).flatMap(([type, { examples = {} }]) =>
      Object.keys(examples).length === 0 ? [`${operation.operationId} ${type}`] : [],
    ),
  )

  assert.deepEqual(without, ['readOpenApi application/json'])
})

test('every example fits the schema of the body that it stands beside', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS })
  ajv.addSchema({ $id: 'doc:', components: document.components })
  const looked = new Set<string>()
  for (const [, { schema, examples = {} }] of operations.flatMap(bodiesOf)) {
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc:#/')) as object)
    for (const { $ref } of Object.values(examples)) {
      const name = $ref.replace('#/components/examples/', '')
      const value = document.components.examples[name]?.value
      assert.ok(validate(value), `${name}: ${JSON.stringify(validate.errors)}`)
      looked.add(name)
    }
  }
  assert.deepEqual([...looked].toSorted(), Object.keys(document.components.examples).toSorted())
})

/** Those that our schemas name, as strictly as the contract means them. */
const FORMATS = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uri: true,
  binary: true,
} as const

test('every file of data/examples is told, and nothing else', () => {
  const told = [...Object.values(EXAMPLES).flat(), 'errors']

  assert.deepEqual(readdirSync(folder).toSorted(), told.map((name) => `${name}.json`).toSorted())
})

test('every code has an example, which carries it', () => {
  const errors = JSON.parse(readFileSync(new URL('errors.json', folder), 'utf8')) as Record<
    string,
    { error: string }
  >

  const without = [...Object.keys(STATUS), 'internal_error'].filter((code) => !(code in errors))
  assert.deepEqual(without, [])
  for (const [code, { error }] of Object.entries(errors)) assert.equal(error.split(':')[0], code)
})

test('every operation has a name that was chosen, and no name is left over', () => {
  const routes = everyRoute().filter(({ unlisted }) => !unlisted)

  assert.deepEqual(
    routes.map(({ method, path }) => `${method} ${path}`).toSorted(),
    Object.keys(NAMES).toSorted(),
  )
  assert.equal(new Set(Object.values(NAMES)).size, routes.length)
})
