import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { parseCapabilityRequest } from '../../src/domain/capability-request.ts'
import { createPromptCheck } from '../../src/domain/prompt-check.ts'
import { refusalOf } from '../support/refusal.ts'
import {
  fypWarmupRequest,
  judgePrompt,
  keywordWarmupRequest,
  maintenanceCapabilityRequest,
} from '../support/requests.ts'

const rules = { callbackAllow: parseAllowList(''), checkPrompt: createPromptCheck() }
const parse = (body: unknown) => parseCapabilityRequest(body, rules)
const CALLER = keywordWarmupRequest()

test('defaults are filled in', () => {
  const request = parse(
    keywordWarmupRequest({
      callback: { url: 'https://caller.example/updates' },
      requested_by: { system: 'ugc-tracker' },
    }),
  )
  assert.deepEqual(request, {
    capability: 'keyword_warmup',
    request_id: 'warmup-2026-03-22-001',
    mode: 'manual',
    target: {
      routing: 'direct',
      phone_id: 'phone_01',
      account_id: 'account_01',
      phone_group: null,
      account_group: null,
      phone_ids: null,
      account_ids: null,
    },
    inputs: {
      keywords: ['healthy recipes', 'meal prep'],
      videos_per_keyword: 5,
      watch_seconds: { min: 5, max: 20 },
      max_minutes: 30,
    },
    callback: { url: 'https://caller.example/updates', metadata: {} },
    requested_by: { system: 'ugc-tracker', user: null, metadata: {} },
  })
})

test("an fyp warmup's defaults are filled in", () => {
  assert.deepEqual(parse(fypWarmupRequest()).inputs, {
    videos: 20,
    watch_seconds: { min: 5, max: 20 },
    max_minutes: 30,
    fyp_judge_prompt: judgePrompt(),
  })
})

test("the caller's own document is left as it was", () => {
  const body = keywordWarmupRequest()
  parse(body)
  assert.deepEqual(body, keywordWarmupRequest())
})

test('metadata is free-form, whatever it holds', () => {
  const metadata: unknown = JSON.parse('{"__proto__": {"a": 1}, "deep": [{"": null}], "nul": "\\u0000"}')
  const request = parse(keywordWarmupRequest({ callback: { url: 'https://caller.example', metadata } }))
  assert.equal(
    JSON.stringify(request.callback.metadata),
    '{"__proto__":{"a":1},"deep":[{"":null}],"nul":"\\u0000"}',
  )
})

const target = (fields: object) => keywordWarmupRequest({ target: fields })
const without = (field: string) => {
  const { [field]: _left, ...rest } = keywordWarmupRequest()
  return rest
}

const REFUSED: [name: string, body: unknown, error: string, paths: string[]][] = [
  // The envelope.
  ['a body that is no object', [], 'invalid_request', ['']],
  [
    'an empty body',
    {},
    'invalid_request',
    ['/request_id', '/capability', '/mode', '/target', '/inputs', '/callback', '/requested_by'],
  ],
  ['a missing request_id', without('request_id'), 'invalid_request', ['/request_id']],
  ['an empty request_id', keywordWarmupRequest({ request_id: '' }), 'invalid_request', ['/request_id']],
  [
    'a request_id of 201 characters',
    keywordWarmupRequest({ request_id: 'x'.repeat(201) }),
    'invalid_request',
    ['/request_id'],
  ],
  ['a NUL in request_id', keywordWarmupRequest({ request_id: 'a\0b' }), 'invalid_request', ['/request_id']],
  [
    'a lone surrogate in request_id',
    keywordWarmupRequest({ request_id: 'a\ud800' }),
    'invalid_request',
    ['/request_id'],
  ],
  ['an unknown field', keywordWarmupRequest({ priority: 1 }), 'invalid_request', ['/priority']],
  [
    'an unknown field whose name needs escaping',
    keywordWarmupRequest({ 'a/b~c': 1 }),
    'invalid_request',
    ['/a~1b~0c'],
  ],
  ['an unknown mode', keywordWarmupRequest({ mode: 'auto' }), 'invalid_request', ['/mode']],
  ['an unknown routing', target({ routing: 'any' }), 'invalid_request', ['/target/routing']],
  [
    'an unknown field in target',
    target({ routing: 'queue', account_id: 'a', phone: 'b' }),
    'invalid_request',
    ['/target/phone'],
  ],
  [
    'a caller without system',
    keywordWarmupRequest({ requested_by: { user: 'x' } }),
    'invalid_request',
    ['/requested_by/system'],
  ],
  [
    'a user that is no text',
    keywordWarmupRequest({ requested_by: { system: 'x', user: 5 } }),
    'invalid_request',
    ['/requested_by/user'],
  ],
  [
    'metadata that is a list',
    keywordWarmupRequest({ requested_by: { system: 'x', metadata: [] } }),
    'invalid_request',
    ['/requested_by/metadata'],
  ],
  [
    'a callback that is not http(s)',
    keywordWarmupRequest({ callback: { url: 'ftp://caller.example' } }),
    'invalid_request',
    ['/callback/url'],
  ],
  [
    'a callback that is no URL',
    keywordWarmupRequest({ callback: { url: 'caller.example/x' } }),
    'invalid_request',
    ['/callback/url'],
  ],
  ['a callback without url', keywordWarmupRequest({ callback: {} }), 'invalid_request', ['/callback/url']],
  [
    'several problems, in document order',
    { zzz: 1, ...CALLER, mode: 5, request_id: 7 },
    'invalid_request',
    ['/zzz', '/request_id', '/mode'],
  ],
  [
    'a literal private callback address',
    keywordWarmupRequest({ callback: { url: 'http://10.0.0.1/x' } }),
    'callback_url_not_allowed',
    ['/callback/url'],
  ],
  // Capability, routing, mode.
  [
    'an unknown capability',
    keywordWarmupRequest({ capability: 'dance' }),
    'unknown_capability',
    ['/capability'],
  ],
  [
    'maintenance routed direct',
    maintenanceCapabilityRequest({ target: { routing: 'direct', phone_id: 'p', account_id: 'a' } }),
    'routing_not_supported:maintenance:direct',
    ['/target/routing'],
  ],
  [
    'maintenance routed group',
    maintenanceCapabilityRequest({ target: { routing: 'group', account_ids: ['a'] } }),
    'routing_not_supported:maintenance:group',
    ['/target/routing'],
  ],
  [
    'unattended maintenance',
    maintenanceCapabilityRequest({ mode: 'unattended' }),
    'unattended_not_permitted:maintenance',
    ['/mode'],
  ],
  [
    'an unattended fyp warmup',
    fypWarmupRequest({ mode: 'unattended' }),
    'capability_not_live_verified:fyp_warmup',
    ['/mode'],
  ],
  // The order of checks: each has the next fault as well.
  [
    'an unknown capability before its routing',
    keywordWarmupRequest({ capability: 'dance', target: { routing: 'group' } }),
    'unknown_capability',
    ['/capability'],
  ],
  [
    'routing before mode',
    maintenanceCapabilityRequest({ mode: 'unattended', target: { routing: 'group' } }),
    'routing_not_supported:maintenance:group',
    ['/target/routing'],
  ],
  [
    'mode before inputs',
    maintenanceCapabilityRequest({ mode: 'unattended', inputs: {} }),
    'unattended_not_permitted:maintenance',
    ['/mode'],
  ],
  [
    'inputs before prompts',
    fypWarmupRequest({ inputs: { videos: 0 } }),
    'invalid_request',
    ['/inputs/videos'],
  ],
  [
    'prompts before the target',
    fypWarmupRequest({ inputs: {}, target: { routing: 'direct' } }),
    'missing_fyp_judge_prompt',
    ['/inputs/fyp_judge_prompt'],
  ],
]

for (const [name, body, error, paths] of REFUSED) {
  test(`${name}: refused with ${error} at ${paths.join(', ') || 'the document itself'}`, async () => {
    assert.deepEqual(await refusalOf(() => parse(body)), { error, paths })
  })
}

const TAKEN: [name: string, body: unknown][] = [
  ['an unattended keyword warmup', keywordWarmupRequest({ mode: 'unattended' })],
  ['a user that is null', keywordWarmupRequest({ requested_by: { system: 'x', user: null } })],
]

for (const [name, body] of TAKEN) {
  test(`${name}: taken`, () => {
    assert.doesNotThrow(() => parse(body))
  })
}

test('the messages of a closed list say what is expected', () => {
  assert.throws(() => parse(keywordWarmupRequest({ mode: 'auto' })), {
    message: '/mode must be one of "manual", "unattended"',
  })
  assert.throws(
    () => parse(maintenanceCapabilityRequest({ inputs: { steps: [{ action: 'like', params: {} }] } })),
    {
      message: '/inputs/steps/0/action must be "edit_profile" (and 1 more)',
    },
  )
})
