import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDocument, schemaCompiler } from './support/answer-check.ts'
import { ROUTES } from './support/every-route.ts'
import { cancel, changed, fypWarmup, keywordWarmup, maintenance, snapshot } from './support/requests.ts'
import { startedApi } from './support/started-api.ts'

const PARAMETERS: Readonly<Record<string, string>> = {
  'p-1': '{process_id}',
  'a-1': '{artifact_id}',
  'd-1': '{delivery_id}',
  'k-1': '{key_id}',
  phone_01: '{phone_id}',
  account_01: '{account_id}',
}

const templateOf = (route: string) =>
  route
    .split('/')
    .map((step) => PARAMETERS[step] ?? step)
    .join('/')

test('every route is described, and nothing else', async (t) => {
  const { paths } = await readDocument(await startedApi(t))

  const described = Object.entries(paths).flatMap(([route, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${route}`),
  )

  assert.deepEqual(
    described.toSorted(),
    ROUTES.map(([method, route]) => `${method} ${templateOf(route)}`).toSorted(),
  )
})

test('every reference resolves and every schema compiles', async (t) => {
  const document = await readDocument(await startedApi(t))
  const compile = schemaCompiler(document)
  const { schemas } = document.components

  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([\w.-]+)"/g)]
  for (const [, kind = '', name = ''] of references) {
    assert.ok(name in ((document.components as Record<string, object>)[kind] ?? {}), `${kind}/${name}`)
  }
  for (const schema of Object.values(schemas)) compile(schema)

  assert.equal(document.openapi, '3.1.0')
  assert.ok(references.length > ROUTES.length)
})

test('every operation has an id of its own, its refusals and the internal error', async (t) => {
  const { paths } = await readDocument(await startedApi(t))
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))

  assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length)
  for (const { operationId, responses } of operations) {
    assert.ok('500' in responses && '422' in responses, operationId)
  }
  assert.deepEqual(Object.keys(paths['/maintenance/requests']?.['post']?.responses ?? {}), [
    '200',
    '202',
    '400',
    '401',
    '403',
    '404',
    '408',
    '409',
    '413',
    '415',
    '421',
    '422',
    '429',
    '431',
    '500',
    '503',
  ])
})

const ENQUEUE = '/capability-requests/enqueue'

/** Bodies as callers send them, defaults left out, and whether the description takes them. */
const BODIES: readonly (readonly [string, string, unknown, boolean])[] = [
  ['post', ENQUEUE, keywordWarmup(), true],
  ['post', ENQUEUE, fypWarmup(), true],
  ['post', ENQUEUE, changed(fypWarmup(), '/inputs/fyp_judge_prompt'), true], // refused later, by a code of its own
  ['post', ENQUEUE, changed(keywordWarmup(), '/callback/metadata'), true],
  ['post', ENQUEUE, changed(keywordWarmup(), '/requested_by/user'), true],
  ['post', ENQUEUE, changed(keywordWarmup(), '/inputs/keywords', []), false],
  ['post', ENQUEUE, { ...keywordWarmup(), capability: 'fyp_warmup' }, false],
  ['post', ENQUEUE, { ...keywordWarmup(), priority: 1 }, false],
  ['post', '/maintenance/requests', maintenance(), true],
  ['post', '/maintenance/requests', changed(maintenance(), '/account_id'), false],
  ['post', '/runtime-snapshots/upsert', snapshot(), true],
  ['post', '/runtime-snapshots/upsert', changed(snapshot(), '/active_skills'), true],
  ['post', '/runtime-snapshots/upsert', { ...snapshot(), strategy_version: 0 }, false],
  ['post', '/processes/{process_id}/cancel', cancel(), true],
  ['post', '/processes/{process_id}/cancel', { ...cancel(), strategy: 'force' }, false],
  ['put', '/phones/{phone_id}', { serial: 'vp-01' }, true],
  ['put', '/phones/{phone_id}', {}, false],
  ['put', '/accounts/{account_id}', { phone_id: 'p', app: 'clips', username: 'u', status: 'active' }, true],
  ['put', '/accounts/{account_id}', { phone_id: 'p', app: 'clips', username: 'u' }, false],
]

test('the description of a body takes what callers may send and nothing else', async (t) => {
  const document = await readDocument(await startedApi(t))
  const compile = schemaCompiler(document)

  for (const [method, route, body, fits] of BODIES) {
    const schema = document.paths[route]?.[method]?.requestBody?.content['application/json']?.schema
    assert.ok(schema, `${method} ${route}`)
    const validate = compile(schema)
    assert.equal(validate(body), fits, `${route} ${JSON.stringify(body)}: ${JSON.stringify(validate.errors)}`)
  }
})

test('what TypeBox keeps for itself is not shown', async (t) => {
  const { ask } = await startedApi(t)

  assert.doesNotMatch((await ask('/openapi.json', { door: 'admin' })).text, /"~/)
})
