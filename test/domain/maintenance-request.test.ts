import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { parseCapabilityRequest } from '../../src/domain/capability-request.ts'
import { parseMaintenanceRequest } from '../../src/domain/maintenance-request.ts'
import { createPromptCheck } from '../../src/domain/prompt-check.ts'
import { refusalOf } from '../support/refusal.ts'
import { maintenanceCapabilityRequest, maintenanceRequest } from '../support/requests.ts'

const rules = { callbackAllow: parseAllowList(''), checkPrompt: createPromptCheck() }

test('both creation routes make the same request of the same work', () => {
  assert.deepEqual(
    parseMaintenanceRequest(maintenanceRequest(), rules),
    parseCapabilityRequest(maintenanceCapabilityRequest(), rules),
  )
})

const REFUSED: [name: string, body: unknown, error: string, paths: string[]][] = [
  [
    'an empty body',
    {},
    'invalid_request',
    ['/request_id', '/account_id', '/inputs', '/callback', '/requested_by'],
  ],
  ['no steps', maintenanceRequest({ inputs: {} }), 'invalid_request', ['/inputs/steps']],
  ['a mode', maintenanceRequest({ mode: 'manual' }), 'invalid_request', ['/mode']],
  [
    'a step without params',
    maintenanceRequest({ inputs: { steps: [{ action: 'edit_profile' }] } }),
    'invalid_request',
    ['/inputs/steps/0/params'],
  ],
  [
    'a loopback callback',
    maintenanceRequest({ callback: { url: 'http://127.0.0.1:9/' } }),
    'callback_url_not_allowed',
    ['/callback/url'],
  ],
]

for (const [name, body, error, paths] of REFUSED) {
  test(`${name}: refused with ${error} at ${paths.join(', ')}`, async () => {
    assert.deepEqual(await refusalOf(() => parseMaintenanceRequest(body, rules)), { error, paths })
  })
}
