import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { storedMemory } from '../src/daemon-judges.ts'
import { openStore } from '../src/store/store.ts'
import { createFakeClock } from './support/fake-clock.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const DAY = '2026-03-22'
const VERDICT = { decision: 'watch', confidence: 0.9, relevance: 0.5, reason: 'pasta' } as const
const use = (calls: number) => ({ calls, prompt_tokens: calls * 10, completion_tokens: calls })
const answer = (question: string) => ({ question, verdict: VERDICT })

function openMemory(t: TestContext, file = ':memory:') {
  const store = openStore({ file })
  t.after(() => store.close())
  const clock = createFakeClock()
  return { store, clock, memory: storedMemory(store, clock) }
}

test('answers and costs are there after a restart', async (t) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'phonefarm-judges-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const file = path.join(directory, 'phonefarm.db')
  const before = openMemory(t, file)
  await before.memory.keep({ day: DAY, use: use(2), answer: answer('a') })
  await before.memory.keep({ day: DAY, use: use(1), answer: null })
  await before.store.close()

  const { memory } = openMemory(t, file)
  assert.deepEqual(memory.find('a'), VERDICT)
  const { calls, prompt_tokens, completion_tokens } = memory.useOf(DAY)
  assert.deepEqual({ calls, prompt_tokens, completion_tokens }, use(3))
  assert.equal(memory.useOf('2026-03-23').calls, 0)
})

test('a question that was never asked has no answer', (t) => {
  assert.equal(openMemory(t).memory.find('a'), null)
})

test('an answer is believed for thirty days, and may be given anew', async (t) => {
  const { memory, clock } = openMemory(t)
  await memory.keep({ day: DAY, use: use(1), answer: answer('a') })
  await clock.advance(30 * DAY_MS)
  assert.deepEqual(memory.find('a'), VERDICT)
  await clock.advance(1)
  assert.equal(memory.find('a'), null)

  await memory.keep({ day: DAY, use: use(1), answer: answer('a') })
  assert.deepEqual(memory.find('a'), VERDICT)
})

test('the table is cut back to what is young enough, and to the newest ones', async (t) => {
  const { store } = openMemory(t)
  const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`
  await store.write('keep_model_answer', ({ modelAnswers }) => {
    for (let day = 1; day <= 9; day++) modelAnswers.put({ question: `q${day}`, answer: '{}', at: at(day) })
    modelAnswers.trim({ before: at(3), kept: 5, limit: 100 })
  })

  const left = (day: number) =>
    store.read.modelAnswers.find({ question: `q${day}`, since: at(1) }) !== undefined
  assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].filter(left), [5, 6, 7, 8, 9])
})
