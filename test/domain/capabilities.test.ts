import assert from 'node:assert/strict'
import { test } from 'node:test'
import { capabilityViews, DOCUMENTED_UNATTENDED } from '../../src/domain/capabilities.ts'
import { inputsSchemas } from '../../src/domain/inputs-schema.ts'

const ALLOWED = { allowed: true, reason: null }
const NO_ROUTE = { allowed: false, reason: 'routing_not_supported' }

test('the table is the one of the documents, with reasons', () => {
  const views = capabilityViews({ keyword_warmup: 1, fyp_warmup: 2, maintenance: 3 }, DOCUMENTED_UNATTENDED)
  assert.deepEqual(views, [
    {
      capability: 'keyword_warmup',
      modes: { manual: ALLOWED, unattended: ALLOWED },
      routing: { direct: ALLOWED, queue: ALLOWED, group: ALLOWED },
      inputs_schema: 1,
    },
    {
      capability: 'fyp_warmup',
      modes: { manual: ALLOWED, unattended: { allowed: false, reason: 'capability_not_live_verified' } },
      routing: { direct: ALLOWED, queue: ALLOWED, group: ALLOWED },
      inputs_schema: 2,
    },
    {
      capability: 'maintenance',
      modes: { manual: ALLOWED, unattended: { allowed: false, reason: 'unattended_not_permitted' } },
      routing: { direct: NO_ROUTE, queue: ALLOWED, group: NO_ROUTE },
      inputs_schema: 3,
    },
  ])
})

test('the published schemas ask only for what a caller must send', () => {
  const schemas: Record<string, { required?: string[] }> = JSON.parse(JSON.stringify(inputsSchemas()))
  assert.deepEqual(
    Object.entries(schemas).map(([capability, { required }]) => [capability, required]),
    [
      ['keyword_warmup', ['keywords']],
      ['fyp_warmup', ['fyp_judge_prompt']],
      ['maintenance', ['steps']],
    ],
  )
})
