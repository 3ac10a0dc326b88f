import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AddressRefused } from '../../src/callbacks/connector.ts'
import { tryFailure } from '../../src/callbacks/try-failure.ts'

function coded(message: string, code: string): Error {
  return Object.assign(new Error(message), { code })
}

/** What keeps a connection from being made, of which callers are to learn nothing. */
const UNREACHED: readonly (readonly [what: string, error: unknown])[] = [
  ['an address that is not allowed', new AddressRefused('intranet.example', '10.0.0.7')],
  ['a name that nobody knows', coded('queryA ENOTFOUND intranet.example', 'ENOTFOUND')],
  ['a name without addresses', coded('queryA ENODATA intranet.example', 'ENODATA')],
  ['a name server that stays silent', coded('queryA ETIMEOUT intranet.example', 'ETIMEOUT')],
  ['a name without any answer', new Error('intranet.example has no address')],
  ['a port that refuses', coded('connect ECONNREFUSED 10.0.0.7:22', 'ECONNREFUSED')],
  ['a host that is not there', coded('connect EHOSTUNREACH 10.0.0.7:22', 'EHOSTUNREACH')],
  ['a network that is not there', coded('connect ENETUNREACH 10.0.0.7:22', 'ENETUNREACH')],
  ['a connection that takes too long', coded('Connect Timeout Error', 'UND_ERR_CONNECT_TIMEOUT')],
  [
    'several addresses that all fail',
    Object.assign(new AggregateError([coded('connect ECONNREFUSED 10.0.0.7:22', 'ECONNREFUSED')]), {
      code: 'ECONNREFUSED',
    }),
  ],
  ['what nobody has foreseen', new TypeError('cannot read 10.0.0.7 of undefined')],
  ['what is no error', '10.0.0.7'],
]

for (const [what, error] of UNREACHED) {
  test(`callers are told the same of ${what} as of any receiver that is not reached`, () => {
    assert.equal(tryFailure(error).told, 'receiver cannot be reached')
  })
}

test('the operator is told which address it was', () => {
  assert.equal(
    tryFailure(new AddressRefused('intranet.example', '10.0.0.7')).detail,
    'intranet.example is 10.0.0.7, which is not allowed (ADDRESS_REFUSED)',
  )
})

test('the operator is told the cause and its code', () => {
  const error = new Error('request failed', {
    cause: coded('connect ECONNREFUSED 10.0.0.7:22', 'ECONNREFUSED'),
  })

  assert.equal(tryFailure(error).detail, 'request failed: connect ECONNREFUSED 10.0.0.7:22 (ECONNREFUSED)')
})
