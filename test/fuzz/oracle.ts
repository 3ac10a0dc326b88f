import assert from 'node:assert/strict'
import type { ValidateFunction } from 'ajv'
import { type Document, schemaCompiler } from '../http/support/answer-check.ts'
import type { FuzzedRequest, FuzzedRoute } from './request-arbitrary.ts'
import type { Schema } from './schema-arbitrary.ts'

/** An answer as it came. */
export interface FuzzedAnswer {
  status: number
  type: string | undefined
  text: string
}

/** Holds one answer against the document. @throws AssertionError that names what is wrong */
export type Oracle = (request: FuzzedRequest, answer: FuzzedAnswer) => void

/**
 * A second opinion, ajv's instead of TypeBox's, by the document that callers read: no 5xx, no answer that is not described, and nothing
 * accepted that the document forbids.
 */
export function createOracle(document: Document, route: FuzzedRoute): Oracle {
  const compile = schemaCompiler(document)
  const operation = document.paths[route.template]?.[route.method.toLowerCase()]
  assert.ok(operation)
  const bodyIsValid = route.body === null ? null : compile(route.body)
  const parameters = route.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) => ({ name, schema, isValid: compile(schema) }))

  function checkShape({ status, type, text }: FuzzedAnswer): void {
    const shape = operation?.responses[status]
    assert.ok(shape, `status ${status} is not described`)
    const content = shape.content ?? {}
    const types = Object.keys(content)
    assert.ok(types.length === 0 ? text === '' : types.includes(type ?? ''), `type ${type} is not described`)
    const schema = type !== undefined && type.endsWith('json') ? content[type]?.schema : undefined
    if (!schema) return
    const isValid = compile(schema)
    assert.ok(isValid(JSON.parse(text)), JSON.stringify(isValid.errors))
  }

  return (request, answer) => {
    assert.ok(answer.status < 500, `${answer.status}`)
    checkShape(answer)
    if (answer.status >= 400) return
    if (bodyIsValid)
      assert.ok(isJsonOf(bodyIsValid, request.body), 'a body that the document forbids was accepted')
    assert.ok(isQueryOf(parameters, request.target), 'a query that the document forbids was accepted')
  }
}

function isJsonOf(isValid: ValidateFunction, body: string | Uint8Array | null): boolean {
  try {
    return isValid(JSON.parse(typeof body === 'string' ? body : Buffer.from(body ?? '').toString('utf8')))
  } catch {
    return false // no JSON at all
  }
}

interface QueryParameter {
  name: string
  schema: Schema
  isValid: ValidateFunction
}

function isQueryOf(parameters: readonly QueryParameter[], target: string): boolean {
  const query = new URLSearchParams(target.split('?').slice(1).join('?'))
  return [...new Set(query.keys())].every((name) => {
    const parameter = parameters.find((known) => known.name === name)
    if (!parameter) return false
    const values = query.getAll(name).map((text) => valueOf(parameter.schema, text))
    return parameter.isValid(values.length === 1 ? values[0] : values)
  })
}

/** A number where the schema wants one, as its digits. */
function valueOf({ type }: Schema, text: string): unknown {
  return type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text
}
