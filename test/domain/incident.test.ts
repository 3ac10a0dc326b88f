import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commonCause, type IllPhone } from '../../src/domain/incident.ts'

const ids = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `phone_${String(from + index).padStart(2, '0')}`)
const on = (hub: string | null, phones: readonly string[]) => phones.map((phone_id) => ({ phone_id, hub }))
const ill = (hub: string | null, phones: readonly string[], atMs = 0): IllPhone[] =>
  phones.map((phone_id) => ({ phone_id, hub, atMs }))

/** Two hubs with five phones each. */
const FARM = [...on('1-1', ids(1, 5)), ...on('1-2', ids(6, 10))]

test('one phone is its own case', () => {
  assert.equal(commonCause(ill('1-1', ids(1, 1)), FARM, 0), null)
})

test('two phones of two hubs are two cases', () => {
  assert.equal(commonCause([...ill('1-1', ids(1, 1)), ...ill('1-2', ids(6, 6))], FARM, 0), null)
})

test('most phones of one hub are one incident of that hub', () => {
  assert.deepEqual(commonCause(ill('1-1', ids(1, 4)), FARM, 0), {
    scope: 'hub',
    subject: '1-1',
    phone_ids: ids(1, 4),
  })
})

test('most phones of all hubs are one incident of the host', () => {
  const cause = commonCause([...ill('1-1', ids(1, 5)), ...ill('1-2', ids(6, 9))], FARM, 0)

  assert.equal(cause?.scope, 'host')
  assert.equal(cause?.phone_ids.length, 9)
})

test('the only hub of a farm explains more than the host does', () => {
  assert.equal(commonCause(ill('1-1', ids(1, 5)), on('1-1', ids(1, 5)), 0)?.scope, 'hub')
})

test('phones of which nobody knows the hub are an incident of the host', () => {
  assert.equal(commonCause(ill(null, ids(1, 3)), on(null, ids(1, 4)), 0)?.scope, 'host')
})

test('phones that fell ill a minute apart have no common cause', () => {
  const reports = [...ill('1-1', ids(1, 3), 0), ...ill('1-1', ids(4, 4), 60_000)]

  assert.equal(commonCause(reports, FARM, 60_000), null)
})
