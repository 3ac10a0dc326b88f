import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resolveTarget, type RegisteredAccount, type Registry } from '../../src/domain/assignment.ts'
import type { Target } from '../../src/domain/target.ts'
import { refusalOf } from '../support/refusal.ts'

const ACCOUNTS: RegisteredAccount[] = [
  { account_id: 'a1', phone_id: 'p1', status: 'active' },
  { account_id: 'a2', phone_id: 'p1', status: 'active' },
  { account_id: 'a3', phone_id: 'p2', status: 'active' },
  { account_id: 'asleep', phone_id: 'p2', status: 'inactive' },
  { account_id: 'alone', phone_id: 'p4', status: 'inactive' },
]

const registry: Registry = {
  findAccount: (id) => ACCOUNTS.find(({ account_id }) => account_id === id),
  hasPhone: (id) => ['p1', 'p2', 'p3', 'p4'].includes(id),
  accountsOfPhone: (id) => ACCOUNTS.filter(({ phone_id }) => phone_id === id),
}

const target = (fields: Partial<Target> & Pick<Target, 'routing'>): Target => ({
  phone_id: null,
  account_id: null,
  phone_group: null,
  account_group: null,
  phone_ids: null,
  account_ids: null,
  ...fields,
})

const RESOLVED: [name: string, target: Target, pairs: string[]][] = [
  ['direct', target({ routing: 'direct', account_id: 'a1', phone_id: 'p1' }), ['a1@p1']],
  ['queue', target({ routing: 'queue', account_id: 'a3' }), ['a3@p2']],
  ['queue with its phone', target({ routing: 'queue', account_id: 'a3', phone_id: 'p2' }), ['a3@p2']],
  [
    'a group of accounts, in their order',
    target({ routing: 'group', account_ids: ['a3', 'a1'] }),
    ['a3@p2', 'a1@p1'],
  ],
  [
    'a group of phones with every active account on them',
    target({ routing: 'group', phone_ids: ['p2', 'p1'] }),
    ['a3@p2', 'a1@p1', 'a2@p1'],
  ],
  [
    'a group of both, other accounts of the phones left alone',
    target({ routing: 'group', account_ids: ['a2', 'a3'], phone_ids: ['p1', 'p2'] }),
    ['a2@p1', 'a3@p2'],
  ],
]

for (const [name, given, pairs] of RESOLVED) {
  test(`${name} resolves to ${pairs.join(', ')}`, () => {
    const found = resolveTarget(given, registry).map(
      ({ account_id, phone_id }) => `${account_id}@${phone_id}`,
    )
    assert.deepEqual(found, pairs)
  })
}

const REFUSED: [name: string, target: Target, error: string, paths: string[]][] = [
  [
    'an unknown account',
    target({ routing: 'queue', account_id: 'x' }),
    'account_not_found',
    ['/target/account_id'],
  ],
  [
    'an inactive account',
    target({ routing: 'queue', account_id: 'asleep' }),
    'account_not_found',
    ['/target/account_id'],
  ],
  [
    'an unknown phone',
    target({ routing: 'queue', account_id: 'a1', phone_id: 'x' }),
    'phone_not_found',
    ['/target/phone_id'],
  ],
  [
    'the account before the phone',
    target({ routing: 'direct', account_id: 'x', phone_id: 'y' }),
    'account_not_found',
    ['/target/account_id'],
  ],
  [
    'direct on another phone',
    target({ routing: 'direct', account_id: 'a1', phone_id: 'p2' }),
    'account_not_on_phone',
    ['/target/phone_id'],
  ],
  [
    'queue on another phone',
    target({ routing: 'queue', account_id: 'a1', phone_id: 'p2' }),
    'account_not_on_phone',
    ['/target/phone_id'],
  ],
  [
    'every unknown account of a group',
    target({ routing: 'group', account_ids: ['a1', 'x', 'asleep'] }),
    'account_not_found',
    ['/target/account_ids/1', '/target/account_ids/2'],
  ],
  [
    'unknown phones of a group',
    target({ routing: 'group', phone_ids: ['x', 'p1', 'y'] }),
    'phone_not_found',
    ['/target/phone_ids/0', '/target/phone_ids/2'],
  ],
  [
    'phones without active accounts',
    target({ routing: 'group', phone_ids: ['p1', 'p3', 'p4'] }),
    'phone_without_accounts',
    ['/target/phone_ids/1', '/target/phone_ids/2'],
  ],
  [
    'an account whose phone is not listed',
    target({ routing: 'group', account_ids: ['a1', 'a3'], phone_ids: ['p1'] }),
    'group_leftover',
    ['/target/account_ids/1'],
  ],
  [
    'a phone whose accounts are not listed',
    target({ routing: 'group', account_ids: ['a1'], phone_ids: ['p1', 'p3'] }),
    'group_leftover',
    ['/target/phone_ids/1'],
  ],
]

for (const [name, given, error, paths] of REFUSED) {
  test(`${name}: refused with ${error}`, async () => {
    assert.deepEqual(await refusalOf(() => resolveTarget(given, registry)), { error, paths })
  })
}

test("the maintenance route's account is named where it stands", async () => {
  const given = target({ routing: 'queue', account_id: 'x' })
  assert.deepEqual((await refusalOf(() => resolveTarget(given, registry, ''))).paths, ['/account_id'])
})
