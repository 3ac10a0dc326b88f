import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAgenda } from '../../src/callbacks/agenda.ts'

test('whoever is due is given once, the others later', () => {
  const agenda = createAgenda()
  agenda.put('a', 1000)
  agenda.put('b', 2000)
  agenda.put('c', 3000)

  assert.deepEqual(agenda.takeDue(999), [])
  assert.deepEqual(agenda.takeDue(2000), ['a', 'b'])
  assert.deepEqual(agenda.takeDue(2000), [])
  assert.equal(agenda.next(), 3000)
})

test('of two times the earlier one holds', () => {
  const agenda = createAgenda()
  agenda.put('a', 2000)
  agenda.put('a', 1000)
  agenda.put('a', 3000)

  assert.equal(agenda.next(), 1000)
  assert.deepEqual(agenda.takeDue(1000), ['a'])
  assert.equal(agenda.next(), null)
})
