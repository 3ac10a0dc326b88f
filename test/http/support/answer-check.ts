import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { StartedHttp, Told } from './started-http.ts'

interface Content {
  content?: Record<string, { schema: object }>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  schema: object
}

export interface Operation {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, Content>
}

/** What the tests read of `/openapi.json`. */
export interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object> }
}

/** Fails unless the answer is one that the description allows: status, content type and shape. */
export type AnswerCheck = (method: string, path: string, told: Told) => void

/** Of the admin door, which has every route. */
export async function readDocument(
  { ask }: Pick<StartedHttp, 'ask'>,
  door: 'admin' | 'public' = 'admin',
): Promise<Document> {
  return (await ask('/openapi.json', door === 'admin' ? { door } : {})).json as unknown as Document
}

/** Compiles schemas of the document, references included. */
export function schemaCompiler(document: Document): (schema: object) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'doc:', components: document.components })
  const compiled = new Map<object, ValidateFunction>()
  return (schema) => {
    const validate = compiled.get(schema) ?? ajv.compile(absolute(schema))
    compiled.set(schema, validate)
    return validate
  }
}

/** References of a part of the document are those of the whole. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"doc:#/components'))
}

export async function answerCheck(http: Pick<StartedHttp, 'ask'>): Promise<AnswerCheck> {
  const document = await readDocument(http)
  const compile = schemaCompiler(document)
  return (method, path, told) => {
    const operation = operationOf(document, method, path)
    const shape = operation?.responses[told.status]
    assert.ok(shape, `${method} ${path} answered ${told.status}, which is not described: ${told.text}`)
    const type = told.headers.get('content-type')?.split(';')[0]
    const types = Object.keys(shape.content ?? {})
    assert.ok(types.length === 0 ? type === undefined : types.includes(type ?? ''), `${path} is ${type}`)
    const isJson = type === 'application/json' || type === 'application/problem+json'
    const schema = isJson ? shape.content?.[type]?.schema : undefined
    if (!schema) return
    const validate = compile(schema)
    assert.ok(
      validate(told.json),
      `${method} ${path} ${told.status}: ${JSON.stringify(validate.errors)} in ${told.text}`,
    )
  }
}

function operationOf({ paths }: Document, method: string, target: string): Operation | undefined {
  const path = target.split('?')[0] ?? ''
  // Without a parameter comes first: /capability-requests/enqueue is no id of anything.
  const templates = Object.keys(paths).toSorted((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
  const found = templates.find((template) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
  return found === undefined ? undefined : paths[found]?.[method.toLowerCase()]
}
