import assert from 'node:assert/strict'
import { test } from 'node:test'
import Type from 'typebox'
import Value from 'typebox/value'
import { AccountRequest } from '../../src/domain/account.ts'
import { CancelRequest } from '../../src/domain/cancel-request.ts'
import { CapabilityEnvelope } from '../../src/domain/capability-request.ts'
import { createFillDefaults } from '../../src/domain/fill-defaults.ts'
import { MaintenanceInputs } from '../../src/domain/maintenance-inputs.ts'
import { PhoneRequest } from '../../src/domain/phone.ts'
import { RuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts'
import { FypWarmupInputs, KeywordWarmupInputs } from '../../src/domain/warmup-inputs.ts'
import {
  fypWarmupRequest,
  keywordWarmupRequest,
  maintenanceRequest,
  runtimeSnapshot,
} from '../support/requests.ts'

const SCHEMAS = {
  CapabilityEnvelope,
  KeywordWarmupInputs,
  FypWarmupInputs,
  MaintenanceInputs,
  CancelRequest,
  RuntimeSnapshot,
  PhoneRequest,
  AccountRequest,
}

const DOCUMENTS: unknown[] = [
  {},
  null,
  'text',
  undefined,
  keywordWarmupRequest(),
  keywordWarmupRequest({ target: { routing: 'queue' }, callback: 1, requested_by: null }),
  fypWarmupRequest(),
  maintenanceRequest(),
  runtimeSnapshot(),
  { keywords: ['a'], watch_seconds: { min: 1 }, max_minutes: null },
  { serial: 's', name: undefined, app_versions: [] },
  { settings: {}, unknown: { default: 1 } },
  { settings: { quiet_hours: [{}] } },
  JSON.parse('{"__proto__": {"strategy": "hard"}, "constructor": 1}'),
]

for (const [name, schema] of Object.entries(SCHEMAS)) {
  test(`${name} gets the defaults that TypeBox would fill in, and its document stays as it was`, () => {
    const fill = createFillDefaults(schema)
    for (const document of DOCUMENTS) {
      const before = structuredClone(document)
      assert.deepEqual(fill(document), Value.Default(schema, structuredClone(document)))
      assert.deepEqual(document, before)
    }
  })
}

test('a default inside of a union is filled into the branch that fits', () => {
  const schema = Type.Object({
    part: Type.Union([Type.Object({ a: Type.Integer(), b: Type.Integer({ default: 2 }) }), Type.Null()]),
  })
  const fill = createFillDefaults(schema)

  assert.deepEqual(fill({ part: { a: 1 } }), { part: { a: 1, b: 2 } })
  assert.deepEqual(fill({ part: null }), { part: null })
})

test('two documents never share a default', () => {
  const fill = createFillDefaults(Type.Object({ tags: Type.Array(Type.String(), { default: [] }) }))

  assert.notEqual(fillTags(fill({})), fillTags(fill({})))
})

function fillTags(document: unknown): unknown {
  return typeof document === 'object' && document !== null && 'tags' in document ? document.tags : undefined
}

test('what is no object gets no fields', () => {
  const fill = createFillDefaults(Type.Object({ tags: Type.Array(Type.String(), { default: [] }) }))

  assert.deepEqual([fill([]), fill(null), fill('a')], [[], null, 'a'])
})
