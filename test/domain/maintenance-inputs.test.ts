import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { parseCapabilityRequest } from '../../src/domain/capability-request.ts'
import { createPromptCheck } from '../../src/domain/prompt-check.ts'
import { refusalOf } from '../support/refusal.ts'
import { maintenanceCapabilityRequest } from '../support/requests.ts'

const rules = { callbackAllow: parseAllowList(''), checkPrompt: createPromptCheck() }
const parse = (body: unknown) => parseCapabilityRequest(body, rules)
const steps = (...params: unknown[]) =>
  maintenanceCapabilityRequest({
    inputs: { steps: params.map((each) => ({ action: 'edit_profile', params: each })) },
  })

const REFUSED: [name: string, body: unknown, error: string, paths: string[]][] = [
  ['no steps', maintenanceCapabilityRequest({ inputs: {} }), 'invalid_request', ['/inputs/steps']],
  ['an empty list of steps', steps(), 'invalid_request', ['/inputs/steps']],
  [
    '21 steps',
    steps(...Array.from({ length: 21 }, () => ({ bio: '' }))),
    'invalid_request',
    ['/inputs/steps'],
  ],
  [
    'an unknown action',
    maintenanceCapabilityRequest({ inputs: { steps: [{ action: 'like', params: { bio: '' } }] } }),
    'invalid_request',
    ['/inputs/steps/0/action'],
  ],
  [
    'a step without a profile field',
    steps({ randomized: true }),
    'invalid_request',
    ['/inputs/steps/0/params'],
  ],
  [
    'faults in several steps',
    steps({}, { bio: 'x'.repeat(81) }, { display_name: '' }, { username: 'A' }, { nickname: 'x' }),
    'invalid_request',
    [
      '/inputs/steps/0/params',
      '/inputs/steps/1/params/bio',
      '/inputs/steps/2/params/display_name',
      '/inputs/steps/3/params/username',
      '/inputs/steps/4/params/nickname',
    ],
  ],
  [
    'a display_name of 31 characters',
    steps({ display_name: 'x'.repeat(31) }),
    'invalid_request',
    ['/inputs/steps/0/params/display_name'],
  ],
]

for (const [name, body, error, paths] of REFUSED) {
  test(`${name}: refused with ${error} at ${paths.join(', ') || 'the document itself'}`, async () => {
    assert.deepEqual(await refusalOf(() => parse(body)), { error, paths })
  })
}

const TAKEN: [name: string, body: unknown][] = [
  [
    'a display_name of 30 and a bio of 80 emoji',
    steps({ display_name: '😀'.repeat(30), bio: '😀'.repeat(80) }),
  ],
  ['an empty bio', steps({ bio: '' })],
]

for (const [name, body] of TAKEN) {
  test(`${name}: taken`, () => {
    assert.doesNotThrow(() => parse(body))
  })
}
