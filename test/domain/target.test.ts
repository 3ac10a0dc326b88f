import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { parseCapabilityRequest } from '../../src/domain/capability-request.ts'
import { createPromptCheck } from '../../src/domain/prompt-check.ts'
import { refusalOf } from '../support/refusal.ts'
import { keywordWarmupRequest } from '../support/requests.ts'

const rules = { callbackAllow: parseAllowList(''), checkPrompt: createPromptCheck() }
const parse = (body: unknown) => parseCapabilityRequest(body, rules)
const target = (fields: object) => keywordWarmupRequest({ target: fields })

const REFUSED: [name: string, body: unknown, error: string, paths: string[]][] = [
  [
    'direct without anything',
    target({ routing: 'direct' }),
    'invalid_target:phone_id_required',
    ['/target/phone_id', '/target/account_id'],
  ],
  [
    'direct without account_id',
    target({ routing: 'direct', phone_id: 'p', account_id: null }),
    'invalid_target:account_id_required',
    ['/target/account_id'],
  ],
  [
    'queue without account_id',
    target({ routing: 'queue' }),
    'invalid_target:account_id_required',
    ['/target/account_id'],
  ],
  [
    'queue with account_ids',
    target({ routing: 'queue', account_id: 'a', account_ids: ['a'] }),
    'invalid_target:account_ids_not_used',
    ['/target/account_ids'],
  ],
  [
    'direct with an empty phone_ids',
    target({ routing: 'direct', account_id: 'a', phone_id: 'p', phone_ids: [] }),
    'invalid_target:phone_ids_not_used',
    ['/target/phone_ids'],
  ],
  [
    'group without lists',
    target({ routing: 'group' }),
    'invalid_target:account_ids_or_phone_ids_required',
    ['/target'],
  ],
  [
    'group with account_id',
    target({ routing: 'group', account_id: 'a', account_ids: ['a'] }),
    'invalid_target:account_id_not_used',
    ['/target/account_id'],
  ],
  [
    'group with an empty list',
    target({ routing: 'group', account_ids: [] }),
    'invalid_target:account_ids_empty',
    ['/target/account_ids'],
  ],
  [
    'group with a repeat',
    target({ routing: 'group', phone_ids: ['p', 'p'] }),
    'invalid_target:phone_ids_repeated',
    ['/target/phone_ids'],
  ],
  [
    'group of 501',
    target({ routing: 'group', account_ids: Array.from({ length: 501 }, (_, index) => `a${index}`) }),
    'invalid_target:account_ids_too_many',
    ['/target/account_ids'],
  ],
  [
    'phone_group',
    target({ routing: 'queue', account_id: 'a', phone_group: 'all' }),
    'reserved_field:phone_group',
    ['/target/phone_group'],
  ],
  [
    'account_group of another type',
    target({ routing: 'group', account_group: {} }),
    'reserved_field:account_group',
    ['/target/account_group'],
  ],
]

for (const [name, body, error, paths] of REFUSED) {
  test(`${name}: refused with ${error} at ${paths.join(', ') || 'the document itself'}`, async () => {
    assert.deepEqual(await refusalOf(() => parse(body)), { error, paths })
  })
}

const TAKEN: [name: string, body: unknown][] = [
  [
    'unused target fields that are null',
    target({
      routing: 'direct',
      account_id: 'a',
      phone_id: 'p',
      phone_ids: null,
      account_ids: null,
      phone_group: null,
      account_group: null,
    }),
  ],
  [
    'group of 500',
    target({ routing: 'group', account_ids: Array.from({ length: 500 }, (_, index) => `a${index}`) }),
  ],
]

for (const [name, body] of TAKEN) {
  test(`${name}: taken`, () => {
    assert.doesNotThrow(() => parse(body))
  })
}
