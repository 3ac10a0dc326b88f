import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNewId } from '../src/new-id.ts'
import { createFakeClock } from './support/fake-clock.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('ids are UUIDs of version 7 that begin with the time', () => {
  const newId = createNewId(createFakeClock())

  const id = newId()

  assert.match(id, UUID_V7)
  // 2026-03-22T08:30:00.000Z in milliseconds
  assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), Date.UTC(2026, 2, 22, 8, 30))
})

test('each id is greater than the one before, within a millisecond and over many', () => {
  const clock = createFakeClock()
  const newId = createNewId(clock)

  const ids = Array.from({ length: 1000 }, () => newId())

  assert.deepEqual(ids.toSorted(), ids)
  assert.equal(new Set(ids).size, 1000)
})

test('ids go on growing when the clock is set back', () => {
  let now = new Date('2026-03-22T08:30:00.000Z')
  const newId = createNewId({ ...createFakeClock(), now: () => now })
  const before = newId()

  now = new Date('2026-03-22T06:30:00.000Z')

  assert.equal(newId() > before, true)
})

test('two makers of ids in the same millisecond make different ones', () => {
  const clock = createFakeClock()

  assert.notEqual(createNewId(clock)(), createNewId(clock)())
})
