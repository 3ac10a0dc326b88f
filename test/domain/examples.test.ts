import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseAccountResume } from '../../src/domain/hand-over.ts'
import { parseAccountRequest } from '../../src/domain/account.ts'
import { parseKeyRequest, parseKeyRotation } from '../../src/domain/api-key.ts'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { parseCancelRequest } from '../../src/domain/cancel-request.ts'
import { parseCapabilityRequest } from '../../src/domain/capability-request.ts'
import { parseMaintenanceRequest } from '../../src/domain/maintenance-request.ts'
import { parsePhoneRelease, parsePhoneTake } from '../../src/domain/phone-hold.ts'
import { parsePhoneRequest } from '../../src/domain/phone.ts'
import { createPromptCheck } from '../../src/domain/prompt-check.ts'
import { parseRuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts'

const directory = new URL('data/examples/', import.meta.resolve('#package.json'))
const example = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`${name}.json`, directory), 'utf8'))

const rules = { callbackAllow: parseAllowList(''), checkPrompt: createPromptCheck() }

// That examples of requests and answers fit what /openapi.json says is looked at in test/http/openapi-examples.test.ts.
const REQUESTS: Record<string, (body: unknown) => unknown> = {
  'account-resume-request': parseAccountResume,
  'account-request': (body) => parseAccountRequest(body, ['clips']),
  'cancel-request': parseCancelRequest,
  'capability-request-fyp-warmup': (body) => parseCapabilityRequest(body, rules),
  'capability-request-keyword-warmup': (body) => parseCapabilityRequest(body, rules),
  'capability-request-maintenance': (body) => parseCapabilityRequest(body, rules),
  'key-request': (body) => parseKeyRequest(body, new Date('2026-03-22T08:00:00.000Z')),
  'key-rotation-request': parseKeyRotation,
  'maintenance-request': (body) => parseMaintenanceRequest(body, rules),
  'phone-release-request': parsePhoneRelease,
  'phone-request': parsePhoneRequest,
  'phone-take-request': parsePhoneTake,
  'runtime-snapshot-request': parseRuntimeSnapshot,
}

for (const [name, parse] of Object.entries(REQUESTS)) {
  test(`the example ${name} is taken as it stands`, () => {
    assert.doesNotThrow(() => parse(example(name)))
  })
}
