import { keywordWarmup } from '../support/requests.ts'
import { type Refusal, testRefusals } from '../support/refusals.ts'

const KW = keywordWarmup()
const target = (given: object) => ({ ...KW, target: given })
const many = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`)

const REFUSED: readonly Refusal[] = [
  // The target's shape.
  [
    'a reserved field',
    target({ ...KW.target, phone_group: 'g', account_id: null }),
    422,
    'reserved_field:phone_group',
    ['/target/phone_group'],
  ],
  [
    'direct without a phone',
    target({ routing: 'direct', account_id: 'account_01' }),
    422,
    'invalid_target:phone_id_required',
    ['/target/phone_id'],
  ],
  [
    'direct with lists',
    target({ ...KW.target, account_ids: [] }),
    422,
    'invalid_target:account_ids_not_used',
    ['/target/account_ids'],
  ],
  [
    'queue without an account',
    target({ routing: 'queue', phone_id: 'phone_01' }),
    422,
    'invalid_target:account_id_required',
    ['/target/account_id'],
  ],
  [
    'a group of nobody',
    target({ routing: 'group' }),
    422,
    'invalid_target:account_ids_or_phone_ids_required',
    ['/target'],
  ],
  [
    'an empty group',
    target({ routing: 'group', phone_ids: [] }),
    422,
    'invalid_target:phone_ids_empty',
    ['/target/phone_ids'],
  ],
  [
    'a group with a repetition',
    target({ routing: 'group', account_ids: ['a', 'a'] }),
    422,
    'invalid_target:account_ids_repeated',
    ['/target/account_ids'],
  ],
  [
    'a group of 501',
    target({ routing: 'group', account_ids: many(501) }),
    422,
    'invalid_target:account_ids_too_many',
    ['/target/account_ids'],
  ],
  [
    'a group with a single account',
    target({ routing: 'group', account_id: 'a', account_ids: ['b'] }),
    422,
    'invalid_target:account_id_not_used',
    ['/target/account_id'],
  ],
  // What is registered.
  [
    'an unknown account',
    target({ ...KW.target, account_id: 'nobody' }),
    404,
    'account_not_found',
    ['/target/account_id'],
  ],
  [
    'an inactive account',
    target({ ...KW.target, account_id: 'account_01_alt' }),
    404,
    'account_not_found',
    ['/target/account_id'],
  ],
  [
    'an unknown phone',
    target({ ...KW.target, phone_id: 'phone_99' }),
    404,
    'phone_not_found',
    ['/target/phone_id'],
  ],
  [
    'two unknown accounts of a group',
    target({ routing: 'group', account_ids: ['a', 'account_01', 'b'] }),
    404,
    'account_not_found',
    ['/target/account_ids/0', '/target/account_ids/2'],
  ],
  [
    'an account on another phone',
    target({ ...KW.target, phone_id: 'phone_02' }),
    422,
    'account_not_on_phone',
    ['/target/phone_id'],
  ],
  [
    'a queued account on another phone',
    target({ routing: 'queue', account_id: 'account_01', phone_id: 'phone_02' }),
    422,
    'account_not_on_phone',
    ['/target/phone_id'],
  ],
  [
    'a phone without accounts',
    target({ routing: 'group', phone_ids: ['phone_01', 'phone_03'] }),
    422,
    'phone_without_accounts',
    ['/target/phone_ids/1'],
  ],
  [
    'a phone left over',
    target({ routing: 'group', account_ids: ['account_01'], phone_ids: ['phone_01', 'phone_02'] }),
    422,
    'group_leftover',
    ['/target/phone_ids/1'],
  ],
  [
    'an account left over',
    target({ routing: 'group', account_ids: ['account_01', 'account_02'], phone_ids: ['phone_01'] }),
    422,
    'group_leftover',
    ['/target/account_ids/1'],
  ],
]

testRefusals('POST', '/capability-requests/enqueue', REFUSED)
