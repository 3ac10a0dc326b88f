import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../src/store/database.ts'
import { turnsTable, type Turns } from '../../src/store/turns.ts'
import { queryPlan, recordingDatabase } from './query-plan.ts'

const PHONE = { phone_id: 'phone_01', priority: 0 }

function openTurns(): Turns {
  return turnsTable(openDatabase(':memory:'))
}

test("a system's turns on a phone only grow", () => {
  const turns = openTurns()

  const given = [1, 2, 3].map(() => turns.next({ ...PHONE, system: 'tracker' }))

  assert.deepEqual(given, [0, 1, 2])
})

test("a system that asks for its first item is not put behind another's flood", () => {
  const turns = openTurns()
  for (let item = 0; item < 500; item++) turns.next({ ...PHONE, system: 'flood' })

  assert.equal(turns.next({ ...PHONE, system: 'quiet' }), 0)
})

test('a system that was silent has saved up nothing', () => {
  const turns = openTurns()
  turns.next({ ...PHONE, system: 'quiet' })
  turns.serve({ ...PHONE, turn: 40 })

  assert.equal(turns.next({ ...PHONE, system: 'quiet' }), 40)
})

test('an item that comes back with an old turn does not set the clock of its phone back', () => {
  const turns = openTurns()
  turns.serve({ ...PHONE, turn: 40 })
  turns.serve({ ...PHONE, turn: 3 })

  assert.equal(turns.next({ ...PHONE, system: 'tracker' }), 40)
})

const APART = [
  { what: 'phone', other: { phone_id: 'phone_02', priority: 0 } },
  { what: 'priority', other: { phone_id: 'phone_01', priority: 1 } },
]

for (const { what, other } of APART) {
  test(`each ${what} has a clock of its own`, () => {
    const turns = openTurns()
    turns.serve({ ...PHONE, turn: 40 })

    assert.equal(turns.next({ ...other, system: 'tracker' }), 0)
  })
}

test('no statement of turns scans', () => {
  const { db, statements } = recordingDatabase(openDatabase(':memory:'))
  turnsTable(db)

  const plans = statements.flatMap((sql) => queryPlan(db, sql))

  assert.deepEqual(
    plans.filter((step) => step.startsWith('SCAN')),
    [],
  )
})
