import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, replay, summaryOf, type Replayed } from '../../../src/cli/judge/replay.ts'
import type { Recorded } from '../../../src/cli/judge/recorded.ts'
import { RunError } from '../../../src/domain/errors.ts'
import type { FeedItem, Judge, JudgeContext, OpenJudge } from '../../../src/domain/judge.ts'
import { createEmbeddedJudge } from '../../../src/judging/embedded-judge.ts'
import type { DecisionView } from '../../../src/processes/decisions.ts'
import { feedItem, promptObject } from '../../support/decisions.ts'
import { judgeContext, judgement, judgeSnapshot } from '../../support/judging.ts'

const NEVER = new AbortController().signal

const INPUTS = { watch_seconds: { min: 10, max: 20 }, max_minutes: 30 }

function told(number: number, given: Partial<DecisionView> = {}): DecisionView {
  return {
    decision_id: number,
    at: '2026-03-22T08:30:00.000Z',
    queue_item_id: 'i-1',
    attempt: 1,
    keyword: null,
    item: feedItem(),
    decision: 'watch',
    relevance: 0.5,
    confidence: 1,
    reason: 'recorded',
    judge: 'embedded',
    fallback: null,
    cost: { calls: 0, prompt_tokens: 0, completion_tokens: 0, cached: false },
    prompt_id: null,
    prompt_version: null,
    ms: 1,
    ...given,
  }
}

function recordedOf(decisions: DecisionView[], given: Partial<Recorded['contexts'][number]> = {}): Recorded {
  const context = { capability: 'fyp_warmup', inputs: INPUTS, snapshot: null, prompt: null } as const
  return { decisions, contexts: [{ queue_item_id: 'i-1', attempt: 1, ...context, ...given }] }
}

/** Watches with the relevance that the caption says, skips when it says none. */
function judgeByNumbers(asked: JudgeContext[] = []): OpenJudge {
  const judge: Judge = {
    kind: 'test',
    judge: ({ caption }, context) => {
      asked.push(context)
      const relevance = Number(caption)
      return Promise.resolve(
        judgement({
          decision: relevance > 0 ? 'watch' : 'skip',
          confidence: 1,
          relevance: Math.max(0, relevance),
          reason: 'now',
        }),
      )
    },
  }
  return () => judge
}

const captioned = (number: number, caption: string, given: Partial<DecisionView> = {}) =>
  told(number, { item: feedItem({ caption }), ...given })

const marks = (replayed: readonly Replayed[]) =>
  replayed.map(({ recorded, judgement: now, changed }) => [recorded.decision, now?.decision, changed])

test('what is decided otherwise is marked, and what that does to the time is summed up', async () => {
  const recorded = recordedOf([
    captioned(1, '0.5'),
    captioned(2, '0'),
    captioned(3, '1', { decision: 'skip', relevance: 0 }),
    captioned(4, '0', { decision: 'skip', relevance: 0 }),
    captioned(5, '0', { relevance: 1 }),
  ])

  const replayed = await replay(recorded, { openJudge: judgeByNumbers(), prompt: null, signal: NEVER })

  assert.deepEqual(marks(replayed), [
    ['watch', 'watch', false],
    ['watch', 'skip', true],
    ['skip', 'watch', true],
    ['skip', 'skip', false],
    ['watch', 'skip', true],
  ])
  assert.deepEqual(summaryOf(replayed), {
    decisions: 5,
    changed: 3,
    watch_to_skip: 2,
    skip_to_watch: 1,
    problems: 0,
    // Recorded: 15 + 15 + 20, now: 15 + 20.
    watch_seconds: { recorded: 50, replayed: 35 },
  })
})

test('the judge is given what the recorded one was given, another prompt in place of its own', async () => {
  const asked: JudgeContext[] = []
  const snapshot = judgeSnapshot({ interests: ['bread'] })
  const own = promptObject()
  const other = promptObject({ version: 4 })
  const recorded = recordedOf([captioned(1, '1', { keyword: 'bread' })], { snapshot, prompt: own })

  await replay(recorded, { openJudge: judgeByNumbers(asked), prompt: null, signal: NEVER })
  await replay(recorded, { openJudge: judgeByNumbers(asked), prompt: other, signal: NEVER })

  const given = { capability: 'fyp_warmup', inputs: INPUTS, snapshot, keyword: 'bread' }
  assert.deepEqual(asked, [
    { ...given, prompt: own },
    { ...given, prompt: other },
  ])
})

test('videos of one list are judged in one context, as in the run', async () => {
  const asked: JudgeContext[] = []
  const recorded = recordedOf([
    captioned(1, '1', { keyword: 'a' }),
    captioned(2, '1', { keyword: 'b' }),
    captioned(3, '1', { keyword: 'a' }),
  ])

  await replay(recorded, { openJudge: judgeByNumbers(asked), prompt: null, signal: NEVER })

  assert.equal(asked[0], asked[2])
  assert.notEqual(asked[0], asked[1])
})

test('a decision whose context is not there is told as not judged', async () => {
  const recorded: Recorded = { decisions: [captioned(1, '1')], contexts: [] }

  const [one] = await replay(recorded, { openJudge: judgeByNumbers(), prompt: null, signal: NEVER })

  assert.equal(one?.judgement, null)
  assert.equal(one?.problem, 'what its judge was given is not recorded')
})

test('a judge whose answer does not fit the contract is told as the end of a run, with what it thinks', async () => {
  const prompt = promptObject({
    output_contract: {
      type: 'object',
      properties: { decision: { enum: ['watch', 'skip'] }, mood: { type: 'string' } },
      required: ['decision', 'mood'],
    },
  })
  const recorded = recordedOf([told(1)], { prompt })

  const replayed = await replay(recorded, {
    openJudge: () => createEmbeddedJudge(),
    prompt: null,
    signal: NEVER,
  })

  assert.ok(replayed[0]?.judgement)
  assert.match(replayed[0].problem ?? '', /does not fit the output_contract of prompt cooking version 3/)
  assert.equal(summaryOf(replayed).problems, 1)
})

test('what is no answer of a judge is not taken for one', async () => {
  const broken: Judge = { kind: 'test', judge: () => Promise.reject(new Error('a bug')) }
  const mute: Judge = { kind: 'test', judge: () => Promise.reject(new RunError('reasoner', 'no idea')) }

  await assert.rejects(ask(broken, feedItem(), judgeContext(), NEVER), /a bug/)
  assert.deepEqual(await ask(mute, feedItem(), judgeContext(), NEVER), {
    judgement: null,
    problem: 'no idea',
  })
})

/** Videos of all kinds, as an account meets them. */
const FEED: readonly Partial<FeedItem>[] = [
  { caption: 'Meal prep for the whole week 🍱', hashtags: ['mealprep', 'recipe'] },
  { caption: 'highlights of the game', hashtags: ['football'] },
  { caption: 'no cooking today, just vibes', hashtags: ['fyp'] },
  { caption: '', hashtags: [], sound: '' },
  { caption: 'Recetas fáciles para la cena', hashtags: ['cocina'], language: 'es' },
]

test('the embedded judge decides the same again from what is recorded', async () => {
  const snapshot = judgeSnapshot({ interests: ['cooking', 'meal prep'], personality: { tone: 'dry' } })
  const context = judgeContext({ snapshot, prompt: promptObject(), inputs: INPUTS })
  const judge = createEmbeddedJudge()
  const decisions: DecisionView[] = []
  for (const [index, given] of FEED.entries()) {
    const item = feedItem(given)
    const verdict = await judge.judge(item, context, NEVER)
    decisions.push(told(index, { item, ...verdict }))
  }
  // Through JSON, as over the API.
  const recorded = JSON.parse(JSON.stringify(recordedOf(decisions, { snapshot, prompt: promptObject() })))

  const replayed = await replay(recorded, {
    openJudge: () => createEmbeddedJudge(),
    prompt: null,
    signal: NEVER,
  })

  assert.deepEqual(
    replayed.map(({ judgement: now }) => [now?.decision, now?.relevance, now?.reason]),
    decisions.map(({ decision, relevance, reason }) => [decision, relevance, reason]),
  )
  assert.equal(summaryOf(replayed).changed, 0)
})
