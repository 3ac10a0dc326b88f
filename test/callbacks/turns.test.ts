import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurns, type Standing, type Turns } from '../../src/callbacks/turns.ts'

/** Lets those in the line begin until nobody may. */
function beginAll(turns: Turns): string[] {
  const begun: string[] = []
  for (let origin = turns.next(); origin !== null; origin = turns.next()) {
    turns.begin(origin)
    begun.push(origin)
    turns.want(origin)
  }
  return begun
}

/** Receivers that have shown what they are, with nothing under way. */
function shown(turns: Turns, standing: Standing, origins: readonly string[]): void {
  for (const origin of origins) {
    turns.begin(origin)
    turns.end(origin, standing)
  }
}

const named = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index}`)

test('a receiver may have its own share under way and no more', () => {
  const turns = createTurns({ total: 16, perReceiver: 2 })
  turns.want('a')

  assert.deepEqual(beginAll(turns), ['a', 'a'])
  turns.want('a')
  assert.equal(turns.next(), null)
  turns.end('a', 'prompt')
  turns.want('a')
  assert.equal(turns.next(), 'a')
})

test('whoever stands in the line already is not put there again', () => {
  const turns = createTurns({ total: 16, perReceiver: 2 })
  for (const origin of ['a', 'b', 'a']) turns.want(origin)

  assert.deepEqual([turns.next(), turns.next(), turns.next()], ['a', 'b', null])
})

test('all receivers together may have only so many under way', () => {
  const turns = createTurns({ total: 16, perReceiver: 2 })
  const good = named('good', 20)
  shown(turns, 'prompt', good)
  for (const origin of good) turns.want(origin)

  const begun = beginAll(turns)

  assert.equal(begun.length, 16)
  assert.equal(new Set(begun).size, 16)
})

test('receivers that have shown nothing yet leave a quarter of the tries to those that answer', () => {
  const turns = createTurns({ total: 16, perReceiver: 2 })
  shown(turns, 'prompt', ['good'])
  for (const origin of named('new', 100)) turns.want(origin)
  assert.equal(beginAll(turns).length, 12)

  turns.want('good')

  assert.deepEqual(beginAll(turns), ['good', 'good'])
})

test('receivers whose last try failed leave half of the tries to the others', () => {
  const turns = createTurns({ total: 16, perReceiver: 2 })
  const dead = named('dead', 100)
  shown(turns, 'suspect', dead)
  for (const origin of dead) turns.want(origin)
  assert.equal(beginAll(turns).length, 8)

  for (const origin of named('new', 100)) turns.want(origin)

  assert.equal(beginAll(turns).length, 4)
})

test('a receiver that answers again has its full share again', () => {
  const turns = createTurns({ total: 4, perReceiver: 2 })
  shown(turns, 'suspect', ['a', 'b'])
  turns.want('b')
  assert.deepEqual(beginAll(turns), ['b', 'b'])
  turns.want('a')
  assert.equal(turns.next(), null)

  turns.end('b', 'prompt')
  turns.want('b')

  assert.deepEqual(beginAll(turns), ['a', 'b', 'a'])
})

test('those that have waited longest come first', () => {
  const turns = createTurns({ total: 16, perReceiver: 2 })
  shown(turns, 'prompt', ['a', 'c'])
  shown(turns, 'suspect', ['b'])
  for (const origin of ['c', 'b', 'd', 'a']) turns.want(origin)

  assert.deepEqual([turns.next(), turns.next(), turns.next(), turns.next()], ['c', 'b', 'd', 'a'])
})

test('receivers for which nothing waits any more are forgotten, those with a try under way are not', () => {
  const turns = createTurns({ total: 4, perReceiver: 2 })
  shown(turns, 'suspect', ['gone'])
  turns.want('busy')
  assert.deepEqual(beginAll(turns), ['busy', 'busy'])

  turns.forgetOthers(new Set())

  assert.equal(turns.underWay('busy'), 2)
  turns.end('busy', 'prompt')
  turns.want('gone')
  assert.equal(turns.next(), 'gone')
})

test('that a receiver answers in good time is remembered when nothing waits for it', () => {
  const turns = createTurns({ total: 16, perReceiver: 2 })
  shown(turns, 'prompt', ['good'])
  turns.forgetOthers(new Set())
  for (const origin of named('new', 100)) turns.want(origin)
  beginAll(turns)

  turns.want('good')

  assert.equal(turns.next(), 'good')
})

test('receivers that an earlier life found down leave half of the tries to those that nothing is known of', () => {
  const isFailing = (origin: string) => origin.startsWith('dead')
  const turns = createTurns({ total: 16, perReceiver: 2, isFailing })
  for (const origin of [...named('dead', 100), 'unknown']) turns.want(origin)

  const begun = beginAll(turns)

  assert.equal(begun.filter(isFailing).length, 8)
  assert.ok(begun.includes('unknown'))
})

test('what an earlier life knew of a receiver does not undo what it has shown since', () => {
  const turns = createTurns({ total: 16, perReceiver: 2, isFailing: () => true })
  const good = named('good', 12)
  shown(turns, 'prompt', good)
  for (const origin of good) turns.want(origin)

  assert.equal(beginAll(turns).length, 16)
})
