import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDaemonConditions } from '../src/daemon-conditions.ts'
import { CALM } from '../src/processes/explain.ts'
import { createStorageGuard } from '../src/store/storage-guard.ts'
import { createFakeClock } from './support/fake-clock.ts'

function given() {
  const clock = createFakeClock()
  const storage = createStorageGuard()
  return { clock, storage, state: createDaemonConditions({ store: { storage }, clock, ...CALM }) }
}

test('a daemon starts until it works', async () => {
  const { clock, state } = given()
  const starting = state.conditions.daemon()
  await clock.advance(1000)
  state.setWorking()

  assert.deepEqual(starting, { state: 'starting', since: '2026-03-22T08:30:00.000Z' })
  assert.equal(state.conditions.daemon(), null)
})

test('a daemon that drains stays so', async () => {
  const { clock, state } = given()
  await clock.advance(1000)
  state.setDraining()
  state.setWorking()

  assert.deepEqual(state.conditions.daemon(), { state: 'draining', since: '2026-03-22T08:30:01.000Z' })
})

test('a full disk is told from its first moment until there is room', async () => {
  const { clock, storage, state } = given()
  await clock.advance(1000)
  storage.filled(new Error('no space left'))
  const since = state.conditions.storageFullSince()
  storage.recovered()

  assert.equal(since, '2026-03-22T08:30:01.000Z')
  assert.equal(state.conditions.storageFullSince(), null)
})
