import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { parseAccountRequest } from '../../src/domain/account.ts'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { parseCancelRequest } from '../../src/domain/cancel-request.ts'
import { parseCapabilityRequest } from '../../src/domain/capability-request.ts'
import { parseMaintenanceRequest } from '../../src/domain/maintenance-request.ts'
import { parsePhoneRelease, parsePhoneTake } from '../../src/domain/phone-hold.ts'
import { parsePhoneRequest } from '../../src/domain/phone.ts'
import { createPromptCheck } from '../../src/domain/prompt-check.ts'
import { parseRuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts'
import {
  AcceptedProcess,
  CancelOutcome,
  DuplicateProcess,
  ErrorBody,
  Process,
  SnapshotOutcome,
} from '../../src/http/answer-schemas.ts'

const directory = new URL('data/examples/', import.meta.resolve('#package.json'))
const example = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`${name}.json`, directory), 'utf8'))

const rules = { callbackAllow: parseAllowList(''), checkPrompt: createPromptCheck() }

const REQUESTS: Record<string, (body: unknown) => unknown> = {
  'account-request': (body) => parseAccountRequest(body, ['clips']),
  'cancel-request': parseCancelRequest,
  'capability-request-fyp-warmup': (body) => parseCapabilityRequest(body, rules),
  'capability-request-keyword-warmup': (body) => parseCapabilityRequest(body, rules),
  'capability-request-maintenance': (body) => parseCapabilityRequest(body, rules),
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

const ANSWERS: Record<string, TSchema> = {
  'cancel-answer': CancelOutcome,
  'capability-accepted': AcceptedProcess,
  'capability-duplicate': DuplicateProcess,
  error: ErrorBody,
  'maintenance-accepted': AcceptedProcess,
  process: Process,
  'runtime-snapshot-ignored-stale': SnapshotOutcome,
  'runtime-snapshot-upserted': SnapshotOutcome,
}

for (const [name, schema] of Object.entries(ANSWERS)) {
  test(`the example ${name} is what we answer`, () => {
    assert.deepEqual(Compile(schema).Errors(example(name)), [])
  })
}

test('the example of a callback carries a process', () => {
  const message = example('callback-process-updated')
  assert.ok(typeof message === 'object' && message !== null && 'process' in message)
  assert.deepEqual(Compile(Process).Errors(message.process), [])
})

test('every example is looked at by a test', () => {
  const looked = [...Object.keys(REQUESTS), ...Object.keys(ANSWERS), 'callback-process-updated']
  assert.deepEqual(readdirSync(directory).toSorted(), looked.map((name) => `${name}.json`).toSorted())
})
