import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forceAt, isStronger, parseCancelRequest } from '../../src/domain/cancel-request.ts'
import { refusalOf } from '../support/refusal.ts'
import { cancelRequest } from '../support/requests.ts'

test('a cancel turns hard after ten seconds unless it says otherwise', () => {
  assert.deepEqual(parseCancelRequest(cancelRequest()), {
    reason: 'operator requested stop',
    requested_by: { system: 'ugc-tracker', user: null, metadata: {} },
    strategy: 'soft_then_force',
    force_after_seconds: 10,
  })
})

const REFUSED: [name: string, body: unknown, paths: string[]][] = [
  ['an empty body', {}, ['/reason', '/requested_by']],
  ['an empty reason', cancelRequest({ reason: '' }), ['/reason']],
  ['a reason of 1,001 characters', cancelRequest({ reason: 'x'.repeat(1001) }), ['/reason']],
  ['an unknown strategy', cancelRequest({ strategy: 'kill' }), ['/strategy']],
  ['a negative delay', cancelRequest({ force_after_seconds: -1 }), ['/force_after_seconds']],
  ['a delay of 1.5 s', cancelRequest({ force_after_seconds: 1.5 }), ['/force_after_seconds']],
  ['a caller by name only', cancelRequest({ requested_by: 'me' }), ['/requested_by']],
  ['an unknown field', cancelRequest({ force: true }), ['/force']],
]

for (const [name, body, paths] of REFUSED) {
  test(`${name}: refused at ${paths.join(', ')}`, async () => {
    assert.deepEqual(await refusalOf(() => parseCancelRequest(body)), { error: 'invalid_request', paths })
  })
}

const NOW = new Date('2026-03-22T08:30:00.000Z')

const FORCED: [fields: Record<string, unknown>, at: string | null][] = [
  [{ strategy: 'soft_then_force', force_after_seconds: 0 }, '2026-03-22T08:30:00.000Z'],
  [{ strategy: 'soft_then_force', force_after_seconds: 90 }, '2026-03-22T08:31:30.000Z'],
  [{ strategy: 'soft_then_force', force_after_seconds: 1e300 }, '9999-12-31T23:59:59.999Z'],
  [{ strategy: 'soft', force_after_seconds: 5 }, null],
  [{ strategy: 'hard' }, null],
]

for (const [fields, at] of FORCED) {
  test(`${JSON.stringify(fields)} turns hard at ${at ?? 'no later time'}`, () => {
    assert.equal(forceAt(parseCancelRequest(cancelRequest(fields)), NOW), at)
  })
}

test('only more force is stronger', () => {
  const strategies = ['soft', 'soft_then_force', 'hard'] as const
  const stronger = strategies.flatMap((next) =>
    strategies.filter((current) => isStronger(next, current)).map((current) => `${next} over ${current}`),
  )
  assert.deepEqual(stronger, ['soft_then_force over soft', 'hard over soft', 'hard over soft_then_force'])
})
