import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBudget } from '../../../src/judging/model/budget.ts'
import { newRunUse } from '../../../src/judging/model/model-judge.ts'
import { NO_USE } from '../../../src/judging/model/model-memory.ts'
import type { ModelBudget } from '../../../src/judging/model/model-settings.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const NONE: ModelBudget = { callsPerRun: null, tokensPerRun: null, callsPerDay: null, tokensPerDay: null }

function openBudget(limits: Partial<ModelBudget>, before = NO_USE) {
  const clock = createFakeClock('2026-03-22T23:59:00.000Z')
  const useOf = (day: string) => (day === '2026-03-22' ? before : NO_USE)
  return { clock, budget: createBudget({ limits: { ...NONE, ...limits }, clock, useOf }) }
}

const use = (calls: number, prompt_tokens: number, completion_tokens = 0) => ({
  calls,
  prompt_tokens,
  completion_tokens,
})

const LIMITS: readonly (readonly [limits: Partial<ModelBudget>, words: string])[] = [
  [{ callsPerRun: 1 }, 'the calls of the run are used up'],
  [{ tokensPerRun: 150 }, 'the tokens of the run are used up'],
  [{ callsPerDay: 1 }, 'the calls of the day are used up'],
  [{ tokensPerDay: 150 }, 'the tokens of the day are used up'],
]
for (const [limits, words] of LIMITS) {
  test(`with ${JSON.stringify(limits)} the second call is refused: ${words}`, () => {
    const { budget } = openBudget(limits)
    const run = newRunUse()

    assert.equal(typeof budget.open(run, 100), 'object')
    assert.equal(budget.open(run, 100), words)
  })
}

test('what was set aside and not used is there again', () => {
  const { budget } = openBudget({ tokensPerRun: 150 })
  const run = newRunUse()
  const expense = budget.open(run, 100)
  assert.ok(typeof expense === 'object')
  expense.settle(use(1, 20, 10))

  assert.deepEqual(run.used, use(1, 20, 10))
  assert.equal(typeof budget.open(run, 100), 'object')
})

test('runs have budgets of their own and share the one of the day', () => {
  const { budget } = openBudget({ callsPerRun: 1, callsPerDay: 2 })

  assert.equal(typeof budget.open(newRunUse(), 1), 'object')
  assert.equal(typeof budget.open(newRunUse(), 1), 'object')
  assert.equal(budget.open(newRunUse(), 1), 'the calls of the day are used up')
})

test('what the day has cost before counts, until the day is over', async () => {
  const { clock, budget } = openBudget({ callsPerDay: 5 }, use(5, 1000))
  assert.equal(budget.open(newRunUse(), 1), 'the calls of the day are used up')
  assert.equal(budget.dayUsedUp(), 'the calls of the day are used up')
  await clock.advance(60_000)

  assert.equal(budget.dayUsedUp(), null)
  assert.equal(typeof budget.open(newRunUse(), 1), 'object')
})

test('a call that ends after midnight is charged to the day in which it began', async () => {
  const { clock, budget } = openBudget({ tokensPerDay: 100 })
  const expense = budget.open(newRunUse(), 10)
  assert.ok(typeof expense === 'object')
  await clock.advance(60_000)
  budget.dayUsedUp()
  expense.settle(use(1, 90, 10))

  assert.equal(expense.day, '2026-03-22')
  assert.equal(typeof budget.open(newRunUse(), 100), 'object')
})
