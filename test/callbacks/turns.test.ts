import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurns, type Turns } from '../../src/callbacks/turns.ts'

function begin(turns: Turns, origin: string, count: number): void {
  for (let tries = 0; tries < count; tries++) turns.begin(origin)
}

test('a receiver may have its own share under way and no more', () => {
  const turns = createTurns({ total: 16, perReceiver: 2 })

  assert.equal(turns.free('a'), 2)
  turns.begin('a')
  assert.equal(turns.free('a'), 1)
  turns.begin('a')
  assert.equal(turns.free('a'), 0)
  assert.equal(turns.free('b'), 2)
  turns.end('a', true)
  assert.equal(turns.free('a'), 1)
})

test('all receivers together may have only so many under way', () => {
  const turns = createTurns({ total: 4, perReceiver: 2 })
  begin(turns, 'a', 2)
  begin(turns, 'b', 2)

  assert.equal(turns.free('c'), 0)
})

test('receivers whose last try failed leave half of the tries to the others', () => {
  const turns = createTurns({ total: 4, perReceiver: 2 })
  for (const dead of ['dead-1', 'dead-2']) {
    turns.begin(dead)
    turns.end(dead, false)
  }
  begin(turns, 'dead-1', 2)

  assert.equal(turns.free('dead-2'), 0)
  assert.equal(turns.free('good'), 2)
})

test('a receiver that answers again gets its full share again', () => {
  const turns = createTurns({ total: 4, perReceiver: 2 })
  for (const origin of ['a', 'b']) {
    turns.begin(origin)
    turns.end(origin, false)
  }
  begin(turns, 'b', 2)
  turns.end('b', false)
  turns.begin('a')
  turns.end('a', true)

  assert.equal(turns.free('a'), 2)
})

test('those that have waited longest come first', () => {
  const turns = createTurns({ total: 16, perReceiver: 2 })
  for (const origin of ['a', 'b', 'c']) {
    turns.begin(origin)
    turns.end(origin, true)
  }
  turns.begin('a')

  assert.deepEqual(turns.order(['a', 'b', 'c', 'd']), ['d', 'b', 'c', 'a'])
})

test('receivers for which nothing waits any more are forgotten, those with a try under way are not', () => {
  const turns = createTurns({ total: 4, perReceiver: 2 })
  begin(turns, 'busy', 2)
  turns.begin('gone')
  turns.end('gone', false)

  turns.forgetOthers([])

  assert.equal(turns.free('busy'), 0)
  assert.deepEqual(turns.order(['busy', 'gone']), ['gone', 'busy'])
})
