import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createDecisions } from '../../src/processes/decisions.ts'
import type { Query } from '../../src/processes/page-query.ts'
import { addDecisions, decisionOf, promptObject } from '../support/decisions.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'
import { judgeSnapshot } from '../support/judging.ts'
import { refusalOf } from '../support/refusal.ts'

async function farm(t: TestContext) {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  t.after(() => store.close())
  await addProcess(store, clock, {
    process_id: 'p-1',
    items: [{ queue_item_id: 'i-1' }, { queue_item_id: 'i-2' }],
  })
  const { listDecisions, listJudgeContexts } = createDecisions({ store })
  const captions = (query: Query) => listDecisions('p-1', query).decisions.map(({ item }) => item.caption)
  return { store, listDecisions, listJudgeContexts, captions }
}

const OF = { process_id: 'p-1', queue_item_id: 'i-1' }

test('a decision is told with its video, its judgement and its prompt', async (t) => {
  const { store, listDecisions } = await farm(t)
  const context = { keyword: 'meal prep', prompt: promptObject({ version: 'v-2' }) }
  const judgement = { judge: 'embedded', fallback: 'model: breaker open' }
  await addDecisions(store, OF, [decisionOf({ context, judgement })])

  const { decisions } = listDecisions('p-1', {})

  assert.deepEqual(decisions, [
    {
      decision_id: 1,
      at: '2026-03-22T08:30:00.000Z',
      queue_item_id: 'i-1',
      attempt: 1,
      keyword: 'meal prep',
      item: { author: 'mia', caption: 'Easy dinner ideas', hashtags: ['recipe'], sound: 'original' },
      decision: 'watch',
      relevance: 0.5,
      confidence: 0.9,
      reason: 'fits',
      judge: 'embedded',
      fallback: 'model: breaker open',
      cost: { calls: 0, prompt_tokens: 0, completion_tokens: 0, cached: false },
      prompt_id: 'cooking',
      prompt_version: 'v-2',
      ms: 2,
    },
  ])
})

test('decisions are listed newest first, page by page', async (t) => {
  const { store, listDecisions } = await farm(t)
  await addDecisions(
    store,
    OF,
    ['a', 'b', 'c'].map((caption) => decisionOf({ item: { caption } })),
  )

  const first = listDecisions('p-1', { limit: ['2'] })
  const rest = listDecisions('p-1', { limit: ['2'], cursor: [String(first.next_cursor)] })

  const told = [first, rest].map(({ decisions }) => decisions.map(({ item }) => item.caption))
  assert.deepEqual(told, [['c', 'b'], ['a']])
  assert.equal(rest.next_cursor, null)
})

test('filters let through what is any of their values, all of them together', async (t) => {
  const { store, captions } = await farm(t)
  await addDecisions(store, OF, [
    decisionOf({ item: { caption: 'a' }, context: { keyword: 'bread' } }),
    decisionOf({ item: { caption: 'b' }, context: { keyword: 'pasta' }, judgement: { judge: 'model' } }),
    decisionOf({ item: { caption: 'c' }, context: { keyword: 'pasta' }, judgement: { decision: 'skip' } }),
    decisionOf({ item: { caption: 'd' } }),
  ])

  assert.deepEqual(captions({ keyword: ['bread', 'pasta'] }), ['c', 'b', 'a'])
  assert.deepEqual(captions({ keyword: ['pasta'], decision: ['watch'] }), ['b'])
  assert.deepEqual(captions({ judge: ['model'] }), ['b'])
  assert.deepEqual(captions({ decision: ['skip'], judge: ['model'] }), [])
})

test('a filter that fits nothing looks at so many decisions only, and goes on from there', async (t) => {
  const { store, listDecisions } = await farm(t)
  const old = decisionOf({ item: { caption: 'old' }, judgement: { decision: 'skip' } })
  await addDecisions(store, OF, [old])
  const watched = Array.from({ length: 5_000 }, () => decisionOf())
  await addDecisions(store, { ...OF, queue_item_id: 'i-2' }, watched)

  const first = listDecisions('p-1', { decision: ['skip'] })
  const second = listDecisions('p-1', { decision: ['skip'], cursor: [String(first.next_cursor)] })

  assert.deepEqual(first.decisions, [])
  assert.deepEqual(
    second.decisions.map(({ item }) => item.caption),
    ['old'],
  )
  assert.equal(second.next_cursor, null)
})

/** Queries that are refused, and what is wrong with them. */
const REFUSED: readonly (readonly [Query, string])[] = [
  [{ decision: ['like'] }, '/decision'],
  [{ judge: ['oracle'] }, '/judge'],
  [{ keyword: [''] }, '/keyword'],
  [{ caption: ['x'] }, '/caption'],
  [{ cursor: ['e30'] }, '/cursor'],
]

for (const [query, path] of REFUSED) {
  test(`${JSON.stringify(query)} is refused at ${path}`, async (t) => {
    const { listDecisions } = await farm(t)

    const refusal = await refusalOf(() => listDecisions('p-1', query))

    assert.deepEqual(refusal, { error: 'invalid_request', paths: [path] })
  })
}

test('a context is told as the judge was given it, member for member', async (t) => {
  const { store, listJudgeContexts } = await farm(t)
  const inputs = JSON.parse('{"videos": 3, "metadata": {"b": 1, "a": {"__proto__": 2}}}')
  const snapshot = judgeSnapshot({ interests: ['bread'], personality: { tone: 'dry', 日本: [1] } })
  const prompt = promptObject()
  await addDecisions(store, OF, [decisionOf({ context: { inputs, snapshot, prompt } })])

  const told = listJudgeContexts('p-1', {})

  const wanted = { queue_item_id: 'i-1', attempt: 1, capability: 'fyp_warmup', inputs, snapshot, prompt }
  assert.equal(JSON.stringify(told), JSON.stringify({ judge_contexts: [wanted], next_cursor: null }))
})

test('contexts are listed from the newest item on, page by page', async (t) => {
  const { store, listJudgeContexts } = await farm(t)
  await addDecisions(store, OF, [decisionOf()])
  await addDecisions(store, { ...OF, attempt: 2 }, [decisionOf()])
  await addDecisions(store, { ...OF, queue_item_id: 'i-2' }, [decisionOf()])

  const first = listJudgeContexts('p-1', { limit: ['2'] })
  const rest = listJudgeContexts('p-1', { limit: ['2'], cursor: [String(first.next_cursor)] })

  const told = [first, rest].map(({ judge_contexts }) =>
    judge_contexts.map(({ queue_item_id, attempt }) => `${queue_item_id}/${attempt}`),
  )
  assert.deepEqual(told, [['i-2/1', 'i-1/2'], ['i-1/1']])
  assert.equal(rest.next_cursor, null)
})

test('a page of contexts ends when it has grown large', async (t) => {
  const { store, listJudgeContexts } = await farm(t)
  const personality = { notes: 'x'.repeat(900_000) }
  for (const attempt of [1, 2, 3]) {
    const snapshot = judgeSnapshot({ personality, strategy_version: attempt })
    await addDecisions(store, { ...OF, attempt }, [decisionOf({ context: { snapshot } })])
  }

  const first = listJudgeContexts('p-1', {})
  const rest = listJudgeContexts('p-1', { cursor: [String(first.next_cursor)] })

  const told = [first, rest].map(({ judge_contexts }) => judge_contexts.map(({ attempt }) => attempt))
  assert.deepEqual(told, [[3, 2], [1]])
})

test('a process that does not exist has neither decisions nor contexts', async (t) => {
  const { listDecisions, listJudgeContexts } = await farm(t)

  for (const list of [listDecisions, listJudgeContexts])
    assert.equal((await refusalOf(() => list('nobody', {}))).error, 'process_not_found')
})
