import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PhoneStanding } from '../../src/domain/phone-state.ts'
import { createBoard, type Board } from '../../src/phones/board.ts'

const HOT = { state: 'too_hot', reason: '44 °C', next: 'goes on below 38 °C' } as const
const GONE = { state: 'offline', reason: 'adb does not list it', next: 'goes on when it is back' } as const
const READY = { state: 'ready', reason: null, next: null }

interface Setup {
  board: Board
  recorded: PhoneStanding[]
  ready: string[]
}

function setup(): Setup {
  const recorded: PhoneStanding[] = []
  const ready: string[] = []
  const board = createBoard({
    record: async (_phoneId, standing) => {
      recorded.push(standing)
      return true
    },
    onReady: (phoneId) => ready.push(phoneId),
    log: { info: () => undefined, warn: () => undefined },
  })
  return { board, recorded, ready }
}

test('the worst condition is the state of the phone, and the next worst shows when it is gone', async () => {
  const { board, recorded } = setup()
  board.set('phone_1', 'care', HOT)
  board.set('phone_1', 'connection', GONE)
  board.set('phone_1', 'connection', null)
  await board.stored()
  // Each write stores what is true by then.
  assert.deepEqual(recorded, [HOT, HOT, HOT])
  assert.deepEqual(board.blocking('phone_1'), HOT)
})

test('a phone is told to be able to work when the last of its conditions is gone', async () => {
  const { board, recorded, ready } = setup()
  board.set('phone_1', 'care', HOT)
  board.set('phone_1', 'connection', GONE)
  board.set('phone_1', 'care', null)
  assert.deepEqual(ready, [])
  board.set('phone_1', 'connection', null)
  await board.stored()
  assert.deepEqual(ready, ['phone_1'])
  assert.deepEqual(recorded.at(-1), READY)
})

test('the same condition again changes nothing', async () => {
  const { board, recorded } = setup()
  board.set('phone_1', 'care', HOT)
  board.set('phone_1', 'care', { ...HOT })
  board.set('phone_2', 'care', null)
  await board.stored()
  assert.equal(recorded.length, 1)
})

test('whoever works on a condition can look away from its own', () => {
  const { board } = setup()
  board.set('phone_1', 'connection', GONE)
  board.set('phone_1', 'care', HOT)
  assert.deepEqual(board.blocking('phone_1'), GONE)
  assert.deepEqual(board.blocking('phone_1', 'connection'), HOT)
})

test('a state that cannot be stored is stored with the next change', async () => {
  let works = false
  const recorded: PhoneStanding[] = []
  const board = createBoard({
    record: async (_phoneId, standing) => {
      if (!works) throw new Error('the disk is full')
      recorded.push(standing)
      return true
    },
    onReady: () => undefined,
    log: { info: () => undefined, warn: () => undefined },
  })
  board.set('phone_1', 'care', HOT)
  await board.stored()
  works = true
  board.set('phone_1', 'care', null)
  await board.stored()
  assert.deepEqual(recorded, [READY])
})
